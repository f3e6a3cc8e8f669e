"""What a script, a prime or an accent makes of what it is attached to."""

from __future__ import annotations

from dataclasses import replace

from autograder.maths.latex import tree as t
from autograder.maths.latex.marks import Item
from autograder.maths.unreadable import UnreadableError


def indexed(base: t.Expr, index: t.Expr) -> t.Expr:
    if isinstance(base, t.Symbol) and base.sub is None:
        return replace(base, sub=index)
    if isinstance(base, t.Transpose | t.Power) and isinstance(base.base, t.Symbol) and base.base.sub is None:
        return replace(base, base=replace(base.base, sub=index))
    return t.Indexed(base, index)


def raised(base: t.Expr, exponent: t.Expr) -> t.Expr:
    if isinstance(base, t.Power) and not isinstance(base.exponent, t.Group):
        raise UnreadableError("two scripts in one place")
    if exponent in (t.Symbol("top"), t.Symbol("intercal")):
        return t.Transpose(base, "top")
    if exponent == t.Symbol("T"):
        return t.Transpose(base, "T")
    return t.Power(base, exponent)


def primed(base: Item) -> Item:
    if isinstance(base, t.Symbol):
        return replace(base, primes=base.primes + 1)
    raise UnreadableError("a prime on something that is no name")


def accented(accent: str, base: t.Expr) -> t.Expr:
    if isinstance(base, t.Power | t.Transpose) and isinstance(base.base, t.Symbol):
        return replace(base, base=replace(base.base, accent=accent))
    if isinstance(base, t.Symbol):
        return replace(base, accent=accent)
    raise UnreadableError("an accent on something that is no name")
