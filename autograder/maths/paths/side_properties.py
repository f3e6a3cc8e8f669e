"""Properties of one side of a claim that are the same on every graph and computed once."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.maths.latex import BigOperator, Derivative, Expr, Symbol, children, walk
from autograder.maths.paths.indices import free_indices
from autograder.maths.paths.notation import Notation, key, symbol_and_time


@dataclass(frozen=True, eq=False)
class SideProperties:
    """Properties of one side. Instances compare by identity, so that one can stand for its side as a key.

    Attributes
    ----------
    indices : frozenset of str
        Free indices.
    names : frozenset of str
        Names that no Σ or ∏ binds, including those in definitions. The value of the side depends on no other index.
    differentiates : bool
        The side contains a derivative, directly or by definition.
    without_steps : bool
        It contains σ′ without a time, which has a value only if all steps are alike.
    """

    indices: frozenset[str]
    names: frozenset[str]
    differentiates: bool
    without_steps: bool


def side_properties(side: Expr, notation: Notation) -> SideProperties:
    """The properties of a side."""
    _, *meant = notation.with_definitions(side)
    nodes = [node for part in (side, *meant) for node in walk(part)]
    return SideProperties(
        free_indices(side, notation.constants),
        _free_names(side).union(node.name for part in meant for node in walk(part) if isinstance(node, Symbol)),
        any(isinstance(node, Derivative) for node in nodes),
        any(_without_step(node, notation) for node in nodes),
    )


def _free_names(node: Expr) -> frozenset[str]:
    if isinstance(node, BigOperator):
        bounds = (_free_names(bound) for bound in (node.lower, node.upper) if bound is not None)
        return (_free_names(node.body) - {node.index}).union(*bounds)
    own = {node.name} if isinstance(node, Symbol) else ()
    return frozenset(own).union(*map(_free_names, children(node)))


def _without_step(node: Expr, notation: Notation) -> bool:
    if isinstance(node, Symbol) and node.primes == 1 and node.sub is None:
        return True
    symbol, time = symbol_and_time(node)
    return symbol is not None and time is None and notation.letters.get(key(symbol)) == "a"
