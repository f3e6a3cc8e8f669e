"""Time indices: their values, and which of them are free."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Mapping
from fractions import Fraction

from autograder.maths.latex import (
    BigOperator,
    Cases,
    Expr,
    Group,
    Listed,
    Number,
    Power,
    Product,
    Related,
    Sum,
    Symbol,
    children,
)
from autograder.maths.unreadable import UnreadableError

Env = Mapping[str, int]

INITIAL = frozenset({"init", "initial", "start"})
"""Subscripts of the state before the first step."""

_LARGEST = 64
_ORDERS = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}


def index(node: Expr, env: Env) -> int:
    """The integer value of an index.

    Raises
    ------
    UnreadableError
        If it is no integer, or has an unknown name.
    """
    match node:
        case Group(body):
            return index(body, env)
        case Number(value) if value.denominator == 1 and abs(value) <= _LARGEST:
            return value.numerator
        case Symbol(name, None, 0, "") if name in env:
            return env[name]
        case Related(sides, ("=",)):
            return index(sides[-1], env)
        case Sum(terms):
            return sum(sign * index(term, env) for sign, term in terms)
        case Product(factors) if len(factors) == 2:
            both = index(factors[0], env) * index(factors[1], env)
            if abs(both) <= _LARGEST:
                return both
    raise UnreadableError("an index that has no value here")


def evaluate_indices(node: Expr, env: Env, count: int) -> tuple[int, ...]:
    """The values of a subscript with `count` indices: `t,k`, or side by side as in `tk` and `10`."""
    return tuple(index(item, env) for item in split_indices(node, count))


def split_indices(node: Expr, count: int) -> tuple[Expr, ...]:
    """The indices of a subscript that should have `count` of them."""
    match node:
        case Listed(items):
            return items
        case Product(factors) if len(factors) == count:
            return factors
        case Number(value) if value.denominator == 1 and len(str(value)) == count:
            return tuple(Number(Fraction(digit)) for digit in str(value))
    return (node,)


def holds(condition: Expr, env: Env) -> bool:
    """Whether a condition on indices is met, such as k < t.

    Raises
    ------
    UnreadableError
        If it is no such condition.
    """
    if not isinstance(condition, Related) or any(relation not in _ORDERS for relation in condition.relations):
        raise UnreadableError("a condition that is not about indices")
    values = [index(side, env) for side in condition.sides]
    pairs = zip(itertools.pairwise(values), condition.relations, strict=True)
    return all(_ORDERS[relation](*pair) for pair, relation in pairs)


def select_case(cases: Cases, env: Env) -> Expr | None:
    """The first value whose condition is met; None if there is none."""
    return next((value for value, when in cases.rows if when is None or holds(when, env)), None)


def free_indices(node: Expr, constants: frozenset[str]) -> frozenset[str]:
    """The names of indices that no Σ or ∏ binds.

    Parameters
    ----------
    node : Expr
    constants : frozenset of str
        Names whose subscripts are not indices (the parameters), and names of numbers (T).
    """
    if isinstance(node, BigOperator):
        bounds = [bound for bound in (node.lower, node.upper) if bound is not None]
        outside = frozenset().union(*(_names(bound) for bound in bounds)) if bounds else frozenset()
        return (outside | (free_indices(node.body, constants) - {node.index})) - constants
    found: frozenset[str] = frozenset()
    if isinstance(node, Symbol) and node.sub is not None and node.name not in constants:
        found = _names(node.sub)
    elif isinstance(node, Power):
        found = _names(node.exponent) | free_indices(node.base, constants)
    else:
        for child in children(node):
            found |= free_indices(child, constants)
    return found - constants - INITIAL


def _names(node: Expr) -> frozenset[str]:
    if isinstance(node, Symbol):
        return frozenset({node.name}) if node.sub is None else frozenset()
    return frozenset().union(*(_names(child) for child in children(node)))
