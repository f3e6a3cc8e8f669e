"""The claims of a proof that Mⁿ = QΛⁿQ⁻¹: which are true, and which of the true ones use the statement itself.

A claim is true or false by random matrices; a true one either follows by algebra or uses the statement to be shown
(see `matrix_algebra`). A *step* from k to k + 1 is a claim whose one side is Mᵏ⁺¹ by algebra, whose other side is
QΛᵏ⁺¹Q⁻¹ by algebra, and in which the hypothesis is to be seen: Λᵏ stands there. The same holds for Mᵏv and λᵏv, and
for MᵏQ and QΛᵏ.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.maths.induction import modular_matrices
from autograder.maths.induction.exponents import Exponent, letters
from autograder.maths.induction.matrix_algebra import Algebra, Letters, Setting, World, powers
from autograder.maths.induction.modular_matrices import Matrix
from autograder.maths.latex import Chain, Expr, Power, walk
from autograder.maths.unreadable import UnreadableError


class Holds(enum.StrEnum):
    """What was found out about one claim."""

    TRUE = "holds"
    CASE = "holds in this case"
    FALSE = "does not hold"
    UNREAD = "was not read"


class Use(enum.StrEnum):
    """How a true claim uses the statement to be shown."""

    NONE = "not at all"
    STATEMENT = "it is the statement"
    SHOWN = "for the number before, and one sees it"
    SHORT = "for the number before, with everything in one go"
    OTHER = "in another way"


@dataclass(frozen=True)
class Shape:
    """One way to write the statement: A Mᵉ B = A QΛᵉQ⁻¹ B."""

    name: str
    before: Callable[[World], Matrix]
    after: Callable[[World], Matrix]

    def left(self, world: World, e: Exponent) -> Matrix:
        """A Mᵉ B."""
        return world.once((self, "left", e), lambda: self._around(world, world.power(world.matrix, e)))

    def right(self, world: World, e: Exponent) -> Matrix:
        """A QΛᵉQ⁻¹ B."""
        middle = (world.basis, world.power(world.diagonal, e), world.inverse)
        return world.once((self, "right", e), lambda: self._around(world, *middle))

    def _around(self, world: World, *middle: Matrix) -> Matrix:
        return modular_matrices.product(self.before(world), *middle, self.after(world))


def _one(world: World) -> Matrix:
    return world.identity


def _basis(world: World) -> Matrix:
    return world.basis


def _inverse(world: World) -> Matrix:
    return world.inverse


def _column(position: int) -> Callable[[World], Matrix]:
    return lambda world: modular_matrices.product(world.basis, modular_matrices.corner(world.size, position))


SHAPES = (
    Shape("matrix", _one, _one),
    Shape("columns", _one, _basis),
    Shape("rows", _inverse, _one),
    Shape("diagonal", _inverse, _basis),
    Shape("eigenvector", _one, _column(0)),
    Shape("eigenvector", _one, _column(1)),
)


@dataclass(frozen=True)
class Link:
    """One claim: two sides of a chain with an equals sign between them.

    Attributes
    ----------
    chain, position : int
        Where it stands: the position of the chain among the parts of the document, and of the sign in the chain.
    at : Exponent or None
        The exponent e of the statement that the claim makes or reaches.
    mirrored : bool
        The side with Λ stands on the left.
    """

    chain: int
    position: int
    line: int
    left: Expr
    right: Expr
    holds: Holds
    use: Use = Use.NONE
    at: Exponent | None = None
    shape: Shape | None = None
    mirrored: bool = False


class Judge:
    """Finds out about claims, for one assignment of letters."""

    def __init__(self, names: Letters, relations: Sequence[Setting]) -> None:
        self.letters, self.relations = names, relations
        self.algebra = Algebra(names)

    def links(self, chain: Chain, i: int, cases: Sequence[Setting]) -> Iterator[Link]:
        """The claims of a chain; those that do not hold in general are tried in the case at hand."""
        for position, relation in enumerate(chain.relations):
            if relation in ("=", ":="):
                left, right = chain.sides[position : position + 2]
                link = Link(i, position, chain.line, left, right, Holds.UNREAD)
                try:
                    yield self._judged(link, cases)
                except UnreadableError:
                    yield link

    def is_statement_side(self, side: Expr, shape: Shape, e: Exponent) -> bool:
        """Whether a side is QΛᵉQ⁻¹, with nothing left to do."""
        return self.of_diagonal(side) == {e} and self._is(side, shape.right, e)

    def of_matrix(self, side: Expr) -> set[Exponent]:
        """The exponents of M."""
        return set(powers(side, self.letters.matrix))

    def of_diagonal(self, side: Expr) -> set[Exponent]:
        """The exponents of Λ and λ."""
        return set(powers(side, self.letters.diagonal | self.letters.values))

    def written(self, chain: Chain, names: frozenset[str]) -> set[Exponent]:
        """The exponents that are written out in a chain, even if they are 1."""
        nodes = (node for side in chain.sides for node in walk(side) if isinstance(node, Power))
        return {e for node in nodes for e in powers(node, names)}

    def _judged(self, link: Link, cases: Sequence[Setting]) -> Link:
        used = letters(link.left) | letters(link.right)
        for setting in ({}, *(relation for relation in self.relations if used & relation.keys())):
            if self.algebra.holds(link.left, link.right, setting):
                true = replace(link, holds=Holds.TRUE)
                return true if self.algebra.follows(link.left, link.right, setting) else self._classified(true)
        special = any(self.algebra.holds(link.left, link.right, setting) for setting in cases)
        return replace(link, holds=Holds.CASE if special else Holds.FALSE)

    def _classified(self, link: Link) -> Link:
        for e in self._candidates(link):
            for shape in SHAPES:
                for mirrored in (False, True):
                    m, d = (link.right, link.left) if mirrored else (link.left, link.right)
                    if self._is(m, shape.left, e) and self._is(d, shape.right, e):
                        return replace(link, use=self._use(m, d, e), at=e, shape=shape, mirrored=mirrored)
        return replace(link, use=Use.OTHER)

    def _is(self, side: Expr, meaning: Callable[[World, Exponent], Matrix], e: Exponent) -> bool:
        return self.algebra.is_free(side, lambda world: meaning(world, e))

    def _candidates(self, link: Link) -> list[Exponent]:
        sides = (link.left, link.right)
        written = {e for side in sides for e in self.of_matrix(side) | self.of_diagonal(side) if e.general}
        return sorted({e.shifted(by) for e in written for by in (0, 1, 2)}, key=lambda e: (e.letters, e.constant))

    def _use(self, m: Expr, d: Expr, e: Exponent) -> Use:
        last = e.shifted(-1)
        if last in self.of_diagonal(d):
            return Use.SHOWN
        if self.of_diagonal(d) != {e}:
            return Use.OTHER
        if self.of_matrix(m) == {e}:
            return Use.STATEMENT
        return Use.SHORT if last in self.of_matrix(m) else Use.OTHER
