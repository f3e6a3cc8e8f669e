"""Attaches subscripts, superscripts, primes and accents to expressions."""

from __future__ import annotations

from dataclasses import replace

from autograder.maths.latex import tree as t
from autograder.maths.latex.marks import Item
from autograder.maths.unreadable import UnreadableError


def add_subscript(base: t.Expr, index: t.Expr) -> t.Expr:
    """The expression with a subscript, which belongs to the letter inside of a power or transpose."""
    if isinstance(base, t.Symbol) and base.sub is None:
        return replace(base, sub=index)
    if isinstance(base, t.Transpose | t.Power) and isinstance(base.base, t.Symbol) and base.base.sub is None:
        return replace(base, base=replace(base.base, sub=index))
    return t.Indexed(base, index)


def add_superscript(base: t.Expr, exponent: t.Expr) -> t.Expr:
    """A power or transpose of the expression.

    Raises
    ------
    UnreadableError
        If it already has a superscript.
    """
    if isinstance(base, t.Power) and not isinstance(base.exponent, t.Group):
        raise UnreadableError("two scripts in one place")
    if exponent in (t.Symbol("top"), t.Symbol("intercal")):
        return t.Transpose(base, "top")
    if exponent == t.Symbol("T"):
        return t.Transpose(base, "T")
    return t.Power(base, exponent)


def add_prime(base: Item) -> Item:
    """The symbol with one more prime.

    Raises
    ------
    UnreadableError
        If it is no symbol.
    """
    if isinstance(base, t.Symbol):
        return replace(base, primes=base.primes + 1)
    raise UnreadableError("a prime on something other than a name")


def add_accent(accent: str, base: t.Expr) -> t.Expr:
    """The symbol with an accent, also inside of a power or transpose.

    Raises
    ------
    UnreadableError
        If there is no symbol.
    """
    if isinstance(base, t.Power | t.Transpose) and isinstance(base.base, t.Symbol):
        return replace(base, base=replace(base.base, accent=accent))
    if isinstance(base, t.Symbol):
        return replace(base, accent=accent)
    raise UnreadableError("an accent on something other than a name")
