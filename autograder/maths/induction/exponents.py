"""Exponents such as n, k + 1, t − 1 or −1: linear expressions with integer coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from autograder.maths.latex import BigOperator, Expr, Group, Number, Power, Product, Sum, Symbol, walk
from autograder.maths.unreadable import UnreadableError

LARGEST = 64
"""Largest absolute value of a number in an exponent."""


@dataclass(frozen=True)
class Exponent:
    """Σ coefficient · letter + constant, with integer coefficients; letters with coefficient 0 are left out."""

    letters: tuple[tuple[str, int], ...]
    constant: int

    def __add__(self, other: Exponent) -> Exponent:
        mine, theirs = dict(self.letters), dict(other.letters)
        both = {name: mine.get(name, 0) + theirs.get(name, 0) for name in sorted({*mine, *theirs})}
        return _checked(both.items(), self.constant + other.constant)

    def __mul__(self, factor: int) -> Exponent:
        return _checked(((name, factor * value) for name, value in self.letters), factor * self.constant)

    def shifted(self, by: int) -> Exponent:
        """The exponent plus an integer."""
        return Exponent(self.letters, self.constant + by)

    @property
    def general(self) -> bool:
        """Whether it can be any integer: a single letter, plus or minus a constant."""
        return len(self.letters) == 1 and self.letters[0][1] == 1

    def at(self, values: Mapping[str, int]) -> int:
        """The value for given values of the letters."""
        return sum(values[name] * factor for name, factor in self.letters) + self.constant

    def substituted(self, values: Mapping[str, Exponent]) -> Exponent:
        """The exponent with some letters replaced."""
        start = Exponent((), self.constant)
        terms = (values.get(name, Exponent(((name, 1),), 0)) * factor for name, factor in self.letters)
        return reduce(Exponent.__add__, terms, start)

    def __str__(self) -> str:
        text = " + ".join(name if factor == 1 else f"{factor}{name}" for name, factor in self.letters)
        if not self.constant:
            return text or "0"
        return f"{text} {'+' if self.constant > 0 else '-'} {abs(self.constant)}" if text else str(self.constant)


def exponent(node: Expr) -> Exponent:
    """Read an exponent.

    Raises
    ------
    UnreadableError
        If it is no linear expression with integer coefficients.
    """
    match node:
        case Group(body):
            return exponent(body)
        case Number(value) if value.denominator == 1:
            return _checked((), value.numerator)
        case Symbol(name, None, 0, "") if len(name) == 1:
            return Exponent(((name, 1),), 0)
        case Sum(terms):
            return reduce(Exponent.__add__, (exponent(term) * sign for sign, term in terms))
        case Product((Number(value), other)) if value.denominator == 1 and abs(value) <= LARGEST:
            return exponent(other) * value.numerator
    raise UnreadableError("an exponent that is not a sum of letters and integers")


def counting_letters(node: Expr) -> frozenset[str]:
    """The letters in the exponents and bounds of a formula."""
    found: set[str] = set()
    for part in walk(node):
        places = {Power: ("exponent",), BigOperator: ("lower", "upper")}.get(type(part), ())
        for place in places:
            inside = getattr(part, place)
            if inside is not None:
                found |= {leaf.name for leaf in walk(inside) if isinstance(leaf, Symbol) and len(leaf.name) == 1}
    return frozenset(found)


def _checked(terms: Iterable[tuple[str, int]], constant: int) -> Exponent:
    kept = tuple(sorted((name, factor) for name, factor in terms if factor))
    if abs(constant) > LARGEST or any(abs(factor) > LARGEST for _, factor in kept):
        raise UnreadableError("an exponent that is too large")
    return Exponent(kept, constant)
