"""What a side of a claim is before its meaning is worked out: an exact sum of products of Jacobians, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from autograder.maths.paths.graph import Node
from autograder.maths.unreadable import UnreadableError

MOST = 3000
"""No side is expanded into more terms."""

DEPTH = 12
"""So many definitions may be put in for one another."""

CIRCLES = "definitions that go round in circles"

Kind = Literal["plain", "immediate", "total"]


@dataclass
class Work:
    """How much may still be done for one answer; it is shared by all that is done for it."""

    left: int = 100_000

    def spend(self, amount: int = 1) -> None:
        """Do some of it.

        Raises
        ------
        UnreadableError
            If nothing is left, as when sums are nested many times over.
        """
        self.left -= amount
        if self.left < 0:
            raise UnreadableError("a formula that expands to too much")


class OutsideError(UnreadableError):
    """A quantity that this graph does not have, such as h_4 for T = 3."""


class InapplicableError(Exception):
    """The formula says nothing about these values of its free indices, such as ∂h_t/∂h_k for k > t."""


@dataclass(frozen=True)
class Jacobian:
    """∂above/∂below; `flipped` if it is transposed."""

    above: Node
    below: Node
    kind: Kind = "plain"
    flipped: bool = False


@dataclass(frozen=True)
class Local:
    """diag(σ′), or the matrix W, U or V as the Jacobian of one layer; its step is None where it is not written."""

    name: str
    time: int | None = None
    flipped: bool = False


@dataclass(frozen=True)
class Vector:
    """A state or an input as a factor: h_t, or h_tᵀ if flipped."""

    node: Node
    flipped: bool = False


@dataclass(frozen=True)
class Gap:
    """Dots between two factors."""

    flipped: bool = False


@dataclass(frozen=True)
class Foreign:
    """A factor that leaves the network, such as ∂L_4/∂h_4 for T = 3."""

    reason: str
    flipped: bool = False


Atom = Jacobian | Local | Vector | Gap | Foreign


@dataclass(frozen=True)
class Term:
    """coefficient · scalars · atoms, the atoms in order."""

    coefficient: Fraction = Fraction(1)
    scalars: tuple[str, ...] = ()
    atoms: tuple[Atom, ...] = ()

    def times(self, other: Term) -> Term:
        scalars = tuple(sorted(self.scalars + other.scalars))
        return Term(self.coefficient * other.coefficient, scalars, self.atoms + other.atoms)

    def scaled(self, factor: Fraction | int) -> Term:
        return self if factor == 1 else replace(self, coefficient=self.coefficient * factor)

    def transposed(self) -> Term:
        return replace(self, atoms=tuple(replace(atom, flipped=not atom.flipped) for atom in reversed(self.atoms)))


Terms = tuple[Term, ...]


def product(factors: list[Terms]) -> Terms:
    """Everything times everything, in order.

    Raises
    ------
    UnreadableError
        If that makes too many terms.
    """
    out: Terms = (Term(),)
    for terms in factors:
        if len(out) * len(terms) > MOST:
            raise UnreadableError("too many terms")
        out = tuple(left.times(right) for left in out for right in terms)
        if sum(len(term.atoms) for term in out[:1]) > 200:
            raise UnreadableError("too many factors")
    return out
