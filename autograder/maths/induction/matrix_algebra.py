"""Decides identities between products and powers of M, Q and Λ with random matrices.

M = QΛQ⁻¹, where Q is any invertible and Λ any diagonal matrix, so Q and Λ do not commute. Two expressions are equal
if they agree for random matrices over a large prime field, for several sizes and several values of the letters in the
exponents (Schwartz-Zippel: a false identity passes with probability below 10⁻¹⁵).

There are two kinds of world. In a *true* world a power is a power. In a *free* world Mᵏ and Λᵏ with a letter k in the
exponent are unrelated: Mᵏ is any matrix with the eigenvectors of M, Λᵏ is any diagonal matrix, and only Mᵏ⁺¹ = MᵏM and
Λᵏ⁺¹ = ΛᵏΛ hold. What holds in free worlds follows by algebra; what holds in true worlds only uses Mᵏ = QΛᵏQ⁻¹.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

from autograder.maths.induction import modular_matrices
from autograder.maths.induction.exponents import Exponent, exponent
from autograder.maths.induction.modular_matrices import Matrix
from autograder.maths.latex import (
    BigOperator,
    Call,
    Expr,
    Group,
    Listed,
    Number,
    Power,
    Product,
    Ratio,
    Sum,
    Symbol,
    Transpose,
    bare,
    rewrite,
    walk,
)
from autograder.maths.unreadable import UnreadableError

Substitution = Mapping[str, Exponent]
"""Letters in exponents and what replaces them: n = 1, or n = k + 1."""

WORLDS = ((2, (3, 5)), (3, (4, 6)), (2, (6, 3)))
"""Matrix size and values of the letters in exponents, per world."""


@dataclass(frozen=True)
class Letters:
    """The meaning of the letters of an answer.

    Attributes
    ----------
    matrix, basis, diagonal, vectors, values, identity : frozenset of str
        Names for M, Q, Λ, a column of Q, its eigenvalue, and the identity.
    counting : frozenset of str
        Letters for integers.
    bound : tuple of (str, Exponent)
        Letters for integers that the answer defines by others, such as b where n + 1 = a + b.
    """

    matrix: frozenset[str] = frozenset({"M"})
    basis: frozenset[str] = frozenset({"Q"})
    diagonal: frozenset[str] = frozenset({"Lambda"})
    vectors: frozenset[str] = frozenset({"v"})
    values: frozenset[str] = frozenset({"lambda"})
    identity: frozenset[str] = frozenset({"I", "E", "Id", "id"})
    counting: frozenset[str] = field(default_factory=frozenset)
    bound: tuple[tuple[str, Exponent], ...] = ()

    @property
    def matrices(self) -> frozenset[str]:
        """All names of matrices and vectors."""
        return self.matrix | self.basis | self.diagonal | self.vectors


class World:
    """One choice of random matrices, in which every readable expression has a value.

    Scalars are multiples of the identity, and the i-th eigenvector is the matrix whose only nonzero column is the i-th
    column of Q, so that every value is a square matrix.
    """

    def __init__(self, letters: Letters, seed: int, free: bool) -> None:
        rng = random.Random(seed)
        self.letters, self.free = letters, free
        self.substitution: Substitution = dict(letters.bound)
        self.seen: dict[tuple[Hashable, ...], Matrix] = {}
        self.size, (first, second) = WORLDS[seed % len(WORLDS)]
        names = sorted(letters.counting)
        self.numbers = {name: (first, second)[i % 2] + i // 2 for i, name in enumerate(names)}
        self.basis, self.inverse = modular_matrices.invertible(self.size, rng)
        self.diagonal = modular_matrices.diagonal(modular_matrices.units(self.size, rng))
        self.matrix = modular_matrices.product(self.basis, self.diagonal, self.inverse)
        self.identity = modular_matrices.identity(self.size)
        self.powers_of_diagonal = {
            name: modular_matrices.diagonal(modular_matrices.units(self.size, rng)) for name in names
        }
        self.powers_of_matrix = {
            name: self._conjugate(modular_matrices.diagonal(modular_matrices.units(self.size, rng))) for name in names
        }

    def with_substitution(self, substitution: Substitution) -> World:
        """The same world with some letters in exponents replaced."""
        other = copy.copy(self)
        bound = {name: value.substituted(substitution) for name, value in self.letters.bound}
        other.substitution = {**bound, **substitution}
        return other

    def _conjugate(self, diagonal: Matrix) -> Matrix:
        return modular_matrices.product(self.basis, diagonal, self.inverse)

    def value(self, node: Expr) -> Matrix:
        """The value of an expression, a square matrix modulo a prime.

        Raises
        ------
        UnreadableError
            If some part of it has no meaning here.
        """
        return self.cached((node, *self.substitution.items()), lambda: self._value(node))

    def cached(self, key: tuple[Hashable, ...], compute: Callable[[], Matrix]) -> Matrix:
        """The result of `compute`, computed once per key."""
        if key not in self.seen:
            self.seen[key] = compute()
        return self.seen[key]

    def _value(self, node: Expr) -> Matrix:
        match node:
            case Group(body):
                return self._value(body)
            case Number(value):
                return modular_matrices.scaled(self.identity, modular_matrices.fraction(value))
            case Symbol():
                return self._symbol(node)
            case Sum(terms):
                if any(isinstance(factors_of(term)[0], Number) for _, term in terms) and len(terms) > 1:
                    raise UnreadableError("a matrix plus a number, or an exponent without braces")
                values = (modular_matrices.scaled(self._value(term), sign) for sign, term in terms)
                return reduce(modular_matrices.added, values)
            case Product(factors):
                return modular_matrices.product(*(self._value(factor) for factor in factors))
            case Power(base, raised):
                return self.power(self._value(base), exponent(raised))
            case Transpose(base, "T") if "T" in self.letters.counting:
                return self.power(self._value(base), Exponent((("T", 1),), 0))
            case Call(Symbol("diag" | "Diag"), entries):
                return self._diagonal_of(entries)
            case Ratio(numerator, denominator):
                below = self._value(denominator)
                if not modular_matrices.is_scalar(below):
                    raise UnreadableError("a fraction of matrices")
                return modular_matrices.product(self._value(numerator), modular_matrices.inverse(below))
            case BigOperator("prod", index, lower, upper, body) if lower is not None and upper is not None:
                if any(isinstance(leaf, Symbol) and leaf.name == index for leaf in walk(body)):
                    raise UnreadableError("a product whose factors differ")
                count = exponent(upper) + exponent(lower) * -1
                return self.power(self._value(body), count.shifted(1))
        raise UnreadableError(f"a {type(node).__name__.lower()} that is not a product or power of the matrices")

    def _symbol(self, node: Symbol) -> Matrix:
        name = node.name
        if node.primes or node.accent:
            raise UnreadableError(f"the letter {name} with a mark")
        if name in self.letters.vectors:
            return modular_matrices.product(self.basis, modular_matrices.corner(self.size, self._position(node.sub)))
        if name in self.letters.values:
            i = self._position(node.sub)
            return modular_matrices.scaled(self.identity, self.diagonal[i][i])
        known = (
            (self.letters.matrix, self.matrix),
            (self.letters.basis, self.basis),
            (self.letters.diagonal, self.diagonal),
        )
        found = [value for names, value in known if name in names]
        if found and node.sub is None:
            return found[0]
        if name in self.letters.identity:
            return self.identity
        raise UnreadableError(f"the letter {name}" + " with an index" * (node.sub is not None))

    def _diagonal_of(self, entries: Expr) -> Matrix:
        """The value of diag(λ₁ⁿ, …, λ_dⁿ): the first entry shows how every entry depends on its eigenvalue."""
        first = bare(entries.items[0] if isinstance(entries, Listed) else entries)
        found = []
        for i in range(self.size):

            def eigenvalue(node: Expr, i: int = i) -> Expr:
                indexed = isinstance(node, Symbol) and node.name in self.letters.values
                return Symbol(node.name, Number(Fraction(i + 1))) if indexed and isinstance(node, Symbol) else node

            value = self._value(rewrite(first, eigenvalue))
            if not modular_matrices.is_scalar(value):
                raise UnreadableError("a diagonal matrix of something other than numbers")
            found.append(value[0][0])
        return modular_matrices.diagonal(found)

    def _position(self, sub: Expr | None) -> int:
        match sub:
            case None | Symbol("i" | "k", None):
                return 0
            case Symbol("j", None):
                return 1
            case Number(value) if value in range(1, self.size + 1):
                return int(value) - 1
        raise UnreadableError("an eigenvector with an unusual index")

    def power(self, base: Matrix, raised: Exponent) -> Matrix:
        """A power of a matrix; in a free world, powers with letters are independent matrices."""
        raised = raised.substituted(self.substitution)
        if any(name not in self.numbers for name, _ in raised.letters):
            raise UnreadableError("a letter in an exponent that is not used elsewhere")
        if not self.free:
            return modular_matrices.power(base, raised.at(self.numbers))
        result = modular_matrices.power(base, raised.constant)
        for name, factor in raised.letters:
            result = modular_matrices.product(result, modular_matrices.power(self._free_power(base, name), factor))
        return result

    def _free_power(self, base: Matrix, name: str) -> Matrix:
        if base == self.identity:
            return base
        if base == self.matrix:
            return self.powers_of_matrix[name]
        if base == self.diagonal:
            return self.powers_of_diagonal[name]
        for i in range(self.size):
            if base == modular_matrices.scaled(self.identity, self.diagonal[i][i]):
                return modular_matrices.scaled(self.identity, self.powers_of_diagonal[name][i][i])
        raise UnreadableError("a general power of another matrix")


class Algebra:
    """Decides equations, given the meaning of the letters."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters
        self.true = [World(letters, seed, free=False) for seed in range(len(WORLDS))]
        self.free = [World(letters, seed, free=True) for seed in range(len(WORLDS))]

    def holds(self, left: Expr, right: Expr, substitution: Substitution | None = None) -> bool:
        """Whether two expressions are equal, for all exponents or with some letters fixed.

        Raises
        ------
        UnreadableError
            If one of them has no meaning here.
        """
        return _agree(self.true, left, right, substitution or {})

    def follows_by_algebra(self, left: Expr, right: Expr, substitution: Substitution | None = None) -> bool:
        """Whether two expressions are equal without using the statement to be proved."""
        return _agree(self.free, left, right, substitution or {})

    def equals_by_algebra(self, node: Expr, meaning: Callable[[World], Matrix]) -> bool:
        """Whether an expression equals a given matrix in every free world."""
        try:
            return all(world.value(node) == meaning(world) for world in self.free)
        except UnreadableError:
            return False


def _agree(worlds: list[World], left: Expr, right: Expr, substitution: Substitution) -> bool:
    return all(
        here.value(left) == here.value(right) for here in (world.with_substitution(substitution) for world in worlds)
    )


def factors_of(node: Expr) -> tuple[Expr, ...]:
    """The factors of a product, with the brackets around inner products removed."""
    node = bare(node)
    if isinstance(node, Product):
        return tuple(inner for factor in node.factors for inner in factors_of(factor))
    return (node,)


def powers(node: Expr, names: frozenset[str]) -> Iterator[Exponent]:
    """Yield the exponents of these letters in an expression; 1 for a letter without one."""
    match node:
        case Symbol(name):
            if name in names:
                yield Exponent((), 1)
        case Power(base, raised) | Power(Group(base), raised):
            inner = list(powers(base, names))
            try:
                yield from [exponent(raised)] * len(inner)
            except UnreadableError:
                return
        case Transpose(base, "T"):
            yield from [Exponent((("T", 1),), 0) for _ in powers(base, names)]
        case Group(body):
            yield from powers(body, names)
        case Sum(terms):
            for _, term in terms:
                yield from powers(term, names)
        case Product(factors):
            for factor in factors:
                yield from powers(factor, names)
        case BigOperator(lower=lower, upper=upper, body=body) if lower is not None and upper is not None:
            try:
                count = (exponent(upper) + exponent(lower) * -1).shifted(1)
            except UnreadableError:
                return
            yield from (count for _ in powers(body, names))
