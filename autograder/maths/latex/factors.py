"""Factors side by side: what a bracket, a slash, a circled sign or ∂…/∂… between them makes of them."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.maths.latex import tree as t
from autograder.maths.latex.alphabet import FUNCTIONS, PREFIX_FUNCTIONS
from autograder.maths.latex.marks import Item, Mark, Operator, joined, kind_of
from autograder.maths.latex.walking import bare
from autograder.maths.unreadable import UnreadableError


def are_arguments(item: Item) -> bool:
    """Whether brackets hold the arguments of a function: `L(W)`."""
    return isinstance(item, t.Group) and isinstance(item.body, t.Symbol | t.Listed)


def circled(factors: list[Item]) -> t.Expr:
    """Split at circled signs, which bind weaker than products side by side."""
    operands: list[list[Item]] = [[]]
    operator = ""
    for item in factors:
        if isinstance(item, Mark) and item.kind == "CIRCLED":
            if operator not in ("", item.text):
                raise UnreadableError("different circled signs in one product")
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
        # the d of a differential that is not divided by another one
        built = t.Symbol("d") if item == Mark("DIFF", "d") and len(items) > 1 else solid(item)
        if pending == "SLASH":
            out[-1] = t.Ratio(out[-1], built)
        else:
            out.append(built)
        pending = ""
    if pending or not out:
        raise UnreadableError("a factor is missing")
    return out[0] if len(out) == 1 else t.Product(tuple(out))


def solid(item: Item) -> t.Expr:
    """The item, if it is an expression by itself."""
    if isinstance(item, Operator):
        raise UnreadableError("nothing is differentiated")
    if isinstance(item, Mark):
        raise UnreadableError(f"{_NAMES.get(item.kind, item.text)} stands alone")
    return item


_LETTERS = (frozenset[str](), frozenset("fg"))
_NAMES = {"PARTIAL": "∂", "DIFF": "d", "NABLA": "∇", "BIG": "Σ"}


def is_function(item: Item) -> bool:
    """Whether a bracket after it makes a call of it."""
    # f_t and g_1 with an index are rather quantities, and a bracket after them a factor
    return isinstance(item, t.Symbol) and item.name in FUNCTIONS - _LETTERS[item.sub is not None] and not item.accent


def is_prefix(item: Item) -> bool:
    """Whether it needs no brackets around its argument."""
    return isinstance(item, t.Symbol) and item.name in PREFIX_FUNCTIONS


def call(function: Item, argument: t.Expr) -> t.Call:
    """The call of a function, without the brackets around its argument."""
    assert isinstance(function, t.Symbol)
    return t.Call(function, bare(argument))


def inline_derivative(items: Sequence[Item]) -> t.Derivative | None:
    """∂a/∂b, when the items begin with it."""
    if len(items) < 5:
        return None
    upper, of, slash, lower, by = items[:5]
    above, below = kind_of(upper), kind_of(lower)
    if above is None or below is None or not (isinstance(slash, Mark) and slash.kind == "SLASH"):
        return None
    return t.Derivative(solid(of), solid(by), joined(above, below))
