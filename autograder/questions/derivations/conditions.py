"""Finds the cases that an answer names, such as "for T = 1" or "for k > t". A claim may hold for these cases only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.maths.latex import Chain, Dots, Expr, Number, Power, Related, Sum, Symbol, walk
from autograder.maths.paths.claim_checker import ClaimChecker
from autograder.maths.paths.indices import free_indices
from autograder.maths.paths.sides import INDEX_NAMES

LINES_IN_FORCE = 2
""""For T = 1" applies to this many following lines; conditions on other indices apply to their own line only."""


def conditions(chains: Sequence[Chain]) -> list[tuple[int, Expr]]:
    """The conditions on indices, each with its line."""
    found: list[tuple[int, Expr]] = []
    for place, chain in enumerate(chains):
        following = chains[place + 1] if place + 1 < len(chains) else None
        if len(chain.sides) > 1 and all(_about_indices(side) for side in chain.sides) and not _is_list(following):
            found.append((chain.line, Related(chain.sides, chain.relations)))
    return found


def conditions_for(chain: Chain, known: Sequence[tuple[int, Expr]]) -> tuple[Expr, ...]:
    """The conditions that may apply to a chain."""
    return tuple(
        condition
        for line, condition in known
        if line == chain.line or (_fixes_T(condition) and line <= chain.line <= line + LINES_IN_FORCE)
    )


def implied_condition(left: Expr, right: Expr, checker: ClaimChecker) -> tuple[Expr, ...]:
    """T = 2 for a claim that is written out for three steps without naming T; empty for other claims."""
    constants = checker.notations[checker.graphs[-1]].constants
    if len(checker.graphs) == 1 or free_indices(left, constants) or free_indices(right, constants):
        return ()
    numbers = [number for side in (left, right) for number in _step_numbers(side)]
    return (Related((Symbol("T"), Number(max(numbers, key=lambda n: n.value).value)), ("=",)),) if numbers else ()


def _step_numbers(side: Expr) -> Iterator[Number]:
    for node in walk(side):
        index = node.sub if isinstance(node, Symbol) else node.exponent if isinstance(node, Power) else None
        if index is not None:
            yield from (part for part in walk(index) if isinstance(part, Number))


def _about_indices(side: Expr) -> bool:
    names = {node.name for node in walk(side) if isinstance(node, Symbol)}
    plain = all(isinstance(node, Symbol | Number | Sum) for node in walk(side))
    return plain and names <= INDEX_NAMES | {"T"} and all(n.sub is None for n in walk(side) if isinstance(n, Symbol))


def _fixes_T(condition: Expr) -> bool:
    return isinstance(condition, Related) and condition.sides[0] == Symbol("T")


def _is_list(following: Chain | None) -> bool:
    """Whether a list follows: `t = 0, 1, …, T` is no condition."""
    if following is None or len(following.sides) != 1:
        return False
    side = following.sides[0]
    return isinstance(side, Dots | Number) or side == Symbol("T")
