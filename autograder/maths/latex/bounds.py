r"""The bounds of Σ and ∏ in all notations: `_{k=0}^{t}`, `_{k \le t}`, `_{0 \le k \le t \le T}`, `_{t, k}`, `_t`."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, cast

from autograder.maths.latex.rewriting import bare
from autograder.maths.latex.tree import (
    BigOperator,
    Expr,
    Listed,
    Number,
    Product,
    Related,
    Sum,
    Symbol,
    Transpose,
    walk,
)
from autograder.maths.unreadable import UnreadableError


def big_operator(kind: str, sub: Expr | None, sup: Expr | None, body: Expr) -> Expr:
    """The operator over its body: one nested `BigOperator` per index, the outer index first.

    Raises
    ------
    UnreadableError
        If there is no index.
    """
    if sub is None:
        raise UnreadableError("a Σ or ∏ without an index")
    conditions = sub.items if isinstance(sub, Listed) else (sub,)
    ranges: dict[str, tuple[Expr | None, Expr | None]] = {}
    for condition in conditions:
        for index, lower, upper in _ranges(condition):
            known = ranges.get(index, (None, None))
            ranges[index] = (lower if lower is not None else known[0], upper if upper is not None else known[1])
    if not ranges or len(ranges) > 4:
        raise UnreadableError("a Σ or ∏ without an index")
    if sup is not None:
        if len(ranges) > 1:
            raise UnreadableError("one upper bound for several indices")
        (index, (lower, _)) = next(iter(ranges.items()))
        ranges[index] = (lower, sup.sides[-1] if isinstance(sup, Related) else sup)
    body, behind = _split_body(kind, body, set(ranges))
    for index, (lower, upper) in reversed(ranges.items()):
        body = BigOperator(cast(Literal["sum", "prod"], kind), index, lower, upper, body)
    return Product((body, *behind)) if behind else body


def _split_body(kind: str, body: Expr, names: set[str]) -> tuple[Expr, tuple[Expr, ...]]:
    """Split the factors after an operator into its body and the rest.

    A ∏ extends to the last factor with its index, and over the matrices right after that one; without brackets,
    ∏_j ∂h_j/∂h_{j−1} ∂h_k/∂W has no other meaning. A Σ extends to the end of its product.
    """
    if kind != "prod" or not isinstance(body, Product):
        return body, ()
    last = 0
    for place, factor in enumerate(body.factors, 1):
        indexed = any(isinstance(node, Symbol) and node.name in names for node in walk(factor))
        matrix = isinstance(factor, Symbol | Transpose) and last == place - 1 and place > 1
        if indexed or matrix:
            last = place
    if last in (0, len(body.factors)):
        return body, ()
    inside = body.factors[:last]
    return (inside[0] if last == 1 else Product(inside)), body.factors[last:]


def _ranges(condition: Expr) -> list[tuple[str, Expr | None, Expr | None]]:
    condition = bare(condition)
    if isinstance(condition, Symbol):
        return [(_index(condition), None, None)]
    if not isinstance(condition, Related):
        raise UnreadableError("the index of a Σ or ∏")
    sides, relations = list(condition.sides), list(condition.relations)
    if relations == ["="]:
        return [(_index(sides[0]), sides[1], None)]
    if relations == ["∈"]:
        return [(_index(sides[0]), *_set_ends(sides[1]))]
    if set(relations) <= {">", "≥"}:
        sides, relations = sides[::-1], relations[::-1]
    elif not set(relations) <= {"<", "≤"}:
        raise UnreadableError("the range of a Σ or ∏")
    return _between(sides, [int(relation in "<>") for relation in relations])


def _between(sides: list[Expr], strict: list[int]) -> list[tuple[str, Expr | None, Expr | None]]:
    """`0 ≤ k ≤ t ≤ T`: t runs from 0 to T, and k from 0 to t."""
    if len(sides) == 2:
        first, second = sides
        if isinstance(first, Symbol):
            return [(_index(first), None, _shift_bound(second, -strict[0]))]
        return [(_index(second), _shift_bound(first, strict[0]), None)]
    lowest, highest = _shift_bound(sides[0], strict[0]), _shift_bound(sides[-1], -strict[-1])
    inner = sides[1:-1]
    ranges: list[tuple[str, Expr | None, Expr | None]] = []
    for place in range(len(inner) - 1, -1, -1):
        upper = highest if place == len(inner) - 1 else _shift_bound(inner[place + 1], -strict[place + 1])
        ranges.append((_index(inner[place]), lowest, upper))
    return ranges


def _shift_bound(bound: Expr, by: int) -> Expr:
    """The bound, or the next integer if the relation is strict."""
    if by == 0:
        return bound
    if isinstance(bound, Number):
        return Number(bound.value + by)
    return Sum(((1, bound), (by, Number(Fraction(1)))))


def _set_ends(members: Expr) -> tuple[Expr, Expr]:
    """The first and last element of {0, 1, ..., T}."""
    members = bare(members)
    if not isinstance(members, Listed):
        raise UnreadableError("the set under a Σ or ∏")
    return members.items[0], members.items[-1]


def _index(node: Expr) -> str:
    if isinstance(node, Symbol) and node.sub is None and not node.primes and not node.accent:
        return node.name
    raise UnreadableError("the index of a Σ or ∏")
