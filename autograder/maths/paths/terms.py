"""A side of a claim as an exact sum of products of Jacobians, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from autograder.maths.paths.graph import Node
from autograder.maths.unreadable import UnreadableError

MAX_TERMS = 3000
"""Maximum number of terms of a side."""

DEPTH = 12
"""Maximum depth of nested definitions."""

CIRCULAR = "circular definitions"

Kind = Literal["plain", "immediate", "total"]


@dataclass
class WorkBudget:
    """The remaining computing budget of one answer, shared by all steps of its assessment."""

    left: int = 100_000

    def spend(self, amount: int = 1) -> None:
        """Use up a part of the budget.

        Raises
        ------
        UnreadableError
            If nothing is left, for example because of deeply nested sums.
        """
        self.left -= amount
        if self.left < 0:
            raise UnreadableError("a formula that expands to too many terms")


class OutsideError(UnreadableError):
    """A quantity is not in this graph, such as h_4 for T = 3."""


class InapplicableError(Exception):
    """The formula has no meaning for these values of its free indices, such as ∂h_t/∂h_k for k > t."""


@dataclass(frozen=True)
class Jacobian:
    """∂above/∂below; transposed if `flipped`."""

    above: Node
    below: Node
    kind: Kind = "plain"
    flipped: bool = False


@dataclass(frozen=True)
class LayerJacobian:
    """diag(σ′), or W, U or V as the Jacobian of one layer; `time` is None if its step is not written."""

    name: str
    time: int | None = None
    flipped: bool = False


@dataclass(frozen=True)
class Vector:
    """A state or input as a factor: h_t, or h_tᵀ if flipped."""

    node: Node
    flipped: bool = False


@dataclass(frozen=True)
class Gap:
    """Dots between two factors."""

    flipped: bool = False


@dataclass(frozen=True)
class OutsideFactor:
    """A factor outside of the network, such as ∂L_4/∂h_4 for T = 3."""

    reason: str
    flipped: bool = False


Atom = Jacobian | LayerJacobian | Vector | Gap | OutsideFactor


@dataclass(frozen=True)
class Term:
    """coefficient · scalars · atoms, with the atoms in order."""

    coefficient: Fraction = Fraction(1)
    scalars: tuple[str, ...] = ()
    atoms: tuple[Atom, ...] = ()

    def times(self, other: Term) -> Term:
        """The product of two terms, in order."""
        scalars = tuple(sorted(self.scalars + other.scalars))
        return Term(self.coefficient * other.coefficient, scalars, self.atoms + other.atoms)

    def scaled(self, factor: Fraction | int) -> Term:
        """The term times a number."""
        return self if factor == 1 else replace(self, coefficient=self.coefficient * factor)

    def transposed(self) -> Term:
        """The term with all factors transposed and in reverse order."""
        return replace(self, atoms=tuple(replace(atom, flipped=not atom.flipped) for atom in reversed(self.atoms)))


Terms = tuple[Term, ...]


def product(factors: list[Terms]) -> Terms:
    """All products of the terms of several factors, in order.

    Raises
    ------
    UnreadableError
        If there are too many terms.
    """
    out: Terms = (Term(),)
    for terms in factors:
        if len(out) * len(terms) > MAX_TERMS:
            raise UnreadableError("too many terms")
        out = tuple(left.times(right) for left in out for right in terms)
        if sum(len(term.atoms) for term in out[:1]) > 200:
            raise UnreadableError("too many factors")
    return out
