"""What there is in a side that its judgement depends on: found once, and the same on every graph."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.maths.latex import Derivative, Expr, Symbol
from autograder.maths.paths.indices import free_indices
from autograder.maths.paths.notation import Notation, key, timed


@dataclass(frozen=True)
class Facts:
    """What there is in one side.

    Attributes
    ----------
    indices : frozenset of str
        Its free indices.
    names : frozenset of str
        All names in it and in what its letters stand for: what another index is makes no difference to it.
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
    nodes = list(notation.everything_in(side))
    names = frozenset(node.name for node in nodes if isinstance(node, Symbol))
    return Facts(
        free_indices(side, notation.constants),
        names,
        any(isinstance(node, Derivative) for node in nodes),
        any(_without_step(node, notation) for node in nodes),
    )


def _without_step(node: Expr, notation: Notation) -> bool:
    if isinstance(node, Symbol) and node.primes == 1 and node.sub is None:
        return True
    symbol, time = timed(node)
    return symbol is not None and time is None and notation.letters.get(key(symbol)) == "a"
