"""Combines neighbouring factors: brackets, slashes, circled operators, and ∂…/∂… within a line."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.maths.latex import tree as t
from autograder.maths.latex.alphabet import FUNCTIONS, PREFIX_FUNCTIONS
from autograder.maths.latex.marks import Item, Mark, Operator, derivative_kind, kind_of
from autograder.maths.latex.rewriting import bare
from autograder.maths.unreadable import UnreadableError


def are_arguments(item: Item) -> bool:
    """Whether brackets hold the arguments of a function: `L(W)`."""
    return isinstance(item, t.Group) and isinstance(item.body, t.Symbol | t.Listed)


def combine(factors: list[Item]) -> t.Expr:
    """The product of these factors; circled operators bind more weakly than juxtaposition."""
    operands: list[list[Item]] = [[]]
    operator = ""
    for item in factors:
        if isinstance(item, Mark) and item.kind == "CIRCLED":
            if operator not in ("", item.text):
                raise UnreadableError("different circled operators in one product")
            operator = item.text
            operands.append([])
        else:
            operands[-1].append(item)
    products = tuple(_juxtaposed(part) for part in operands)
    return t.Circled(operator, products) if operator else products[0]


def _juxtaposed(items: list[Item]) -> t.Expr:
    out: list[t.Expr] = []
    pending = ""
    for item in items:
        if isinstance(item, Mark) and item.kind in ("TIMES", "SLASH"):
            if pending or not out:
                raise UnreadableError("a factor is missing")
            pending = item.kind
            continue
        # the d of a differential without a denominator
        built = t.Symbol("d") if item == Mark("DIFF", "d") and len(items) > 1 else as_expression(item)
        if pending == "SLASH":
            out[-1] = t.Ratio(out[-1], built)
        else:
            out.append(built)
        pending = ""
    if pending or not out:
        raise UnreadableError("a factor is missing")
    return out[0] if len(out) == 1 else t.Product(tuple(out))


def as_expression(item: Item) -> t.Expr:
    """The item as an expression.

    Raises
    ------
    UnreadableError
        If it is an operator or mark that needs an operand.
    """
    if isinstance(item, Operator):
        raise UnreadableError("nothing is differentiated")
    if isinstance(item, Mark):
        raise UnreadableError(f"{_NAMES.get(item.kind, item.text)} has no operand")
    return item


_LETTERS = (frozenset[str](), frozenset("fg"))
_NAMES = {"PARTIAL": "∂", "DIFF": "d", "NABLA": "∇", "BIG": "Σ"}


def is_function(item: Item) -> bool:
    """Whether the item forms a call with a bracket after it."""
    # f_t and g_1 with an index are probably quantities, and a bracket after them is a factor
    return isinstance(item, t.Symbol) and item.name in FUNCTIONS - _LETTERS[item.sub is not None] and not item.accent


def is_prefix(item: Item) -> bool:
    """Whether the item is a function whose argument needs no brackets."""
    return isinstance(item, t.Symbol) and item.name in PREFIX_FUNCTIONS


def call(function: Item, argument: t.Expr) -> t.Call:
    """The call of a function, without the brackets around its argument."""
    assert isinstance(function, t.Symbol)
    return t.Call(function, bare(argument))


def inline_derivative(items: Sequence[Item]) -> t.Derivative | None:
    """The derivative ∂a/∂b with which the items start, or None."""
    if len(items) < 5:
        return None
    upper, of, slash, lower, by = items[:5]
    above, below = kind_of(upper), kind_of(lower)
    if above is None or below is None or not (isinstance(slash, Mark) and slash.kind == "SLASH"):
        return None
    return t.Derivative(as_expression(of), as_expression(by), derivative_kind(above, below))
