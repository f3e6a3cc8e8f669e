"""Checks the equations of a proof of Mⁿ = QΛⁿQ⁻¹ and finds those that use the statement itself.

Random matrices decide whether an equation holds. A true equation either follows by algebra or uses the statement to
be proved (see `matrix_algebra`). An *induction step* from k to k + 1 is an equation whose one side is Mᵏ⁺¹ by
algebra, whose other side is QΛᵏ⁺¹Q⁻¹ by algebra, and which shows the hypothesis because it contains Λᵏ. The same
holds for Mᵏv and λᵏv, and for MᵏQ and QΛᵏ.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.maths.induction import modular_matrices
from autograder.maths.induction.exponents import Exponent, counting_letters
from autograder.maths.induction.matrix_algebra import Algebra, Letters, Substitution, World, powers
from autograder.maths.induction.modular_matrices import Matrix
from autograder.maths.latex import Chain, Expr, Power, walk
from autograder.maths.unreadable import UnreadableError


class Status(enum.StrEnum):
    """The result of checking an equation."""

    TRUE = "holds"
    CASE = "holds in this case"
    FALSE = "does not hold"
    UNREAD = "could not be read"


class StatementUse(enum.StrEnum):
    """How a true equation uses the statement to be proved."""

    NONE = "not at all"
    STATEMENT = "it is the statement"
    SHOWN = "for the previous number, visibly"
    SHORT = "for the previous number, all at once"
    OTHER = "in another way"


@dataclass(frozen=True)
class StatementForm:
    """One way to write the statement: A Mᵉ B = A QΛᵉQ⁻¹ B."""

    name: str
    before: Callable[[World], Matrix]
    after: Callable[[World], Matrix]

    def left(self, world: World, e: Exponent) -> Matrix:
        """A Mᵉ B."""
        return world.cached((self, "left", e), lambda: self._around(world, world.power(world.matrix, e)))

    def right(self, world: World, e: Exponent) -> Matrix:
        """A QΛᵉQ⁻¹ B."""
        middle = (world.basis, world.power(world.diagonal, e), world.inverse)
        return world.cached((self, "right", e), lambda: self._around(world, *middle))

    def _around(self, world: World, *middle: Matrix) -> Matrix:
        return modular_matrices.product(self.before(world), *middle, self.after(world))


def _identity(world: World) -> Matrix:
    return world.identity


def _basis(world: World) -> Matrix:
    return world.basis


def _inverse(world: World) -> Matrix:
    return world.inverse


def _column(position: int) -> Callable[[World], Matrix]:
    return lambda world: modular_matrices.product(world.basis, modular_matrices.corner(world.size, position))


STATEMENT_FORMS = (
    StatementForm("matrix", _identity, _identity),
    StatementForm("columns", _identity, _basis),
    StatementForm("rows", _inverse, _identity),
    StatementForm("diagonal", _inverse, _basis),
    StatementForm("eigenvector", _identity, _column(0)),
    StatementForm("eigenvector", _identity, _column(1)),
)


@dataclass(frozen=True)
class Equation:
    """Two sides of a chain with an equals sign between them, and the result of their check.

    Attributes
    ----------
    chain, position : int
        Position of the chain among the parts of the document, and of the equals sign in the chain.
    line : int
    left, right : Expr
    status : Status
    use : StatementUse
    at : Exponent or None
        The exponent e for which the equation states or reaches the statement.
    form : StatementForm or None
    swapped : bool
        The side with Λ is on the left.
    """

    chain: int
    position: int
    line: int
    left: Expr
    right: Expr
    status: Status
    use: StatementUse = StatementUse.NONE
    at: Exponent | None = None
    form: StatementForm | None = None
    swapped: bool = False


class EquationChecker:
    """Checks equations, given the meaning of the letters."""

    def __init__(self, names: Letters, relations: Sequence[Substitution]) -> None:
        self.letters, self.relations = names, relations
        self.algebra = Algebra(names)

    def check_chain(self, chain: Chain, i: int, cases: Sequence[Substitution]) -> Iterator[Equation]:
        """Yield the equations of a chain. Those that do not hold in general are tried in the given cases."""
        for position, relation in enumerate(chain.relations):
            if relation in ("=", ":="):
                left, right = chain.sides[position : position + 2]
                equation = Equation(i, position, chain.line, left, right, Status.UNREAD)
                try:
                    yield self._checked(equation, cases)
                except UnreadableError:
                    yield equation

    def is_statement_side(self, side: Expr, form: StatementForm, e: Exponent) -> bool:
        """Whether a side is QΛᵉQ⁻¹, fully simplified."""
        return self.diagonal_exponents(side) == {e} and self._is(side, form.right, e)

    def matrix_exponents(self, side: Expr) -> set[Exponent]:
        """The exponents of M in a side."""
        return set(powers(side, self.letters.matrix))

    def diagonal_exponents(self, side: Expr) -> set[Exponent]:
        """The exponents of Λ and λ in a side."""
        return set(powers(side, self.letters.diagonal | self.letters.values))

    def explicit_exponents(self, chain: Chain, names: frozenset[str]) -> set[Exponent]:
        """The exponents that a chain writes explicitly, including 1."""
        nodes = (node for side in chain.sides for node in walk(side) if isinstance(node, Power))
        return {e for node in nodes for e in powers(node, names)}

    def _checked(self, equation: Equation, cases: Sequence[Substitution]) -> Equation:
        used = counting_letters(equation.left) | counting_letters(equation.right)
        for substitution in ({}, *(relation for relation in self.relations if used & relation.keys())):
            if self.algebra.holds(equation.left, equation.right, substitution):
                true = replace(equation, status=Status.TRUE)
                follows = self.algebra.follows_by_algebra(equation.left, equation.right, substitution)
                return true if follows else self._classified(true)
        special = any(self.algebra.holds(equation.left, equation.right, substitution) for substitution in cases)
        return replace(equation, status=Status.CASE if special else Status.FALSE)

    def _classified(self, equation: Equation) -> Equation:
        for e in self._candidates(equation):
            for form in STATEMENT_FORMS:
                for swapped in (False, True):
                    m, d = (equation.right, equation.left) if swapped else (equation.left, equation.right)
                    if self._is(m, form.left, e) and self._is(d, form.right, e):
                        return replace(equation, use=self._use(m, d, e), at=e, form=form, swapped=swapped)
        return replace(equation, use=StatementUse.OTHER)

    def _is(self, side: Expr, meaning: Callable[[World, Exponent], Matrix], e: Exponent) -> bool:
        return self.algebra.equals_by_algebra(side, lambda world: meaning(world, e))

    def _candidates(self, equation: Equation) -> list[Exponent]:
        sides = (equation.left, equation.right)
        explicit_exponents = {
            e for side in sides for e in self.matrix_exponents(side) | self.diagonal_exponents(side) if e.general
        }
        return sorted(
            {e.shifted(by) for e in explicit_exponents for by in (0, 1, 2)}, key=lambda e: (e.letters, e.constant)
        )

    def _use(self, m: Expr, d: Expr, e: Exponent) -> StatementUse:
        last = e.shifted(-1)
        if last in self.diagonal_exponents(d):
            return StatementUse.SHOWN
        if self.diagonal_exponents(d) != {e}:
            return StatementUse.OTHER
        if self.matrix_exponents(m) == {e}:
            return StatementUse.STATEMENT
        return StatementUse.SHORT if last in self.matrix_exponents(m) else StatementUse.OTHER
