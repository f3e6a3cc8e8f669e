"""What there is in a side that its judgement depends on: found once, and the same on every graph."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.maths.latex import Big, Derivative, Expr, Symbol, children, walk
from autograder.maths.paths.indices import free_indices
from autograder.maths.paths.notation import Notation, key, timed


@dataclass(frozen=True, eq=False)
class Facts:
    """What there is in one side. One is equal to itself only, so that it can stand for the side.

    Attributes
    ----------
    indices : frozenset of str
        Its free indices.
    names : frozenset of str
        The names in it that no Σ or ∏ binds, and those in what its letters stand for: what an index with another name
        is makes no difference to it.
    differentiates : bool
        It is about derivatives, by itself or by what its letters stand for.
    without_steps : bool
        It has a σ′ without a time, which has a value only where all steps are alike.
    """

    indices: frozenset[str]
    names: frozenset[str]
    differentiates: bool
    without_steps: bool


def facts(side: Expr, notation: Notation) -> Facts:
    """What there is in a side."""
    _, *meant = notation.in_full(side)
    nodes = [node for part in (side, *meant) for node in walk(part)]
    return Facts(
        free_indices(side, notation.constants),
        _free_names(side).union(node.name for part in meant for node in walk(part) if isinstance(node, Symbol)),
        any(isinstance(node, Derivative) for node in nodes),
        any(_without_step(node, notation) for node in nodes),
    )


def _free_names(node: Expr) -> frozenset[str]:
    if isinstance(node, Big):
        bounds = (_free_names(bound) for bound in (node.lower, node.upper) if bound is not None)
        return (_free_names(node.body) - {node.index}).union(*bounds)
    own = {node.name} if isinstance(node, Symbol) else ()
    return frozenset(own).union(*map(_free_names, children(node)))


def _without_step(node: Expr, notation: Notation) -> bool:
    if isinstance(node, Symbol) and node.primes == 1 and node.sub is None:
        return True
    symbol, time = timed(node)
    return symbol is not None and time is None and notation.letters.get(key(symbol)) == "a"
