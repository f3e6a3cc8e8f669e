r"""The bounds of Σ and ∏ as they are written: `_{k=0}^{t}`, `_{k \le t}`, `_{0 \le k \le t \le T}`, `_{t, k}`, `_t`."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, cast

from autograder.maths.latex.tree import Big, Expr, Listed, Number, Product, Related, Sum, Symbol, Transpose, walk
from autograder.maths.latex.walking import bare
from autograder.maths.unreadable import UnreadableError


def big(kind: str, sub: Expr | None, sup: Expr | None, body: Expr) -> Expr:
    """The operator over its body, one `Big` an index, the outer index first.

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
    body, behind = _reach(kind, body, set(ranges))
    for index, (lower, upper) in reversed(ranges.items()):
        body = Big(cast(Literal["sum", "prod"], kind), index, lower, upper, body)
    return Product((body, *behind)) if behind else body


def _reach(kind: str, body: Expr, names: set[str]) -> tuple[Expr, tuple[Expr, ...]]:
    """What a ∏ multiplies, and what only stands behind it.

    A ∏ reaches to the last factor that has its index, and over the matrices right behind that one; without brackets,
    ∏_j ∂h_j/∂h_{j−1} ∂h_k/∂W cannot mean anything else. A Σ reaches to the end of its product.
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
        return [(_index(sides[0]), *_members(sides[1]))]
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
            return [(_index(first), None, _moved(second, -strict[0]))]
        return [(_index(second), _moved(first, strict[0]), None)]
    lowest, highest = _moved(sides[0], strict[0]), _moved(sides[-1], -strict[-1])
    inner = sides[1:-1]
    ranges: list[tuple[str, Expr | None, Expr | None]] = []
    for place in range(len(inner) - 1, -1, -1):
        upper = highest if place == len(inner) - 1 else _moved(inner[place + 1], -strict[place + 1])
        ranges.append((_index(inner[place]), lowest, upper))
    return ranges


def _moved(bound: Expr, by: int) -> Expr:
    """The bound, or the whole number next to it where the relation was strict."""
    if by == 0:
        return bound
    if isinstance(bound, Number):
        return Number(bound.value + by)
    return Sum(((1, bound), (by, Number(Fraction(1)))))


def _members(members: Expr) -> tuple[Expr, Expr]:
    """The ends of {0, 1, ..., T}."""
    members = bare(members)
    if not isinstance(members, Listed):
        raise UnreadableError("the set under a Σ or ∏")
    return members.items[0], members.items[-1]


def _index(node: Expr) -> str:
    if isinstance(node, Symbol) and node.sub is None and not node.primes and not node.accent:
        return node.name
    raise UnreadableError("the index of a Σ or ∏")
