"""Exact arithmetic with square matrices modulo a prime, so that rounding cannot hide a false identity."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import lru_cache, reduce
from operator import mul

from autograder.maths.unreadable import UnreadableError

PRIME = 2**61 - 1

Matrix = tuple[tuple[int, ...], ...]


def identity(size: int) -> Matrix:
    """The identity matrix."""
    return diagonal([1] * size)


def diagonal(entries: list[int]) -> Matrix:
    """The diagonal matrix with these entries."""
    return tuple(tuple(entry if i == j else 0 for j in range(len(entries))) for i, entry in enumerate(entries))


def corner(size: int, position: int) -> Matrix:
    """The matrix with a single 1, at this position of the diagonal."""
    return diagonal([int(i == position) for i in range(size)])


def units(size: int, rng: random.Random) -> list[int]:
    """Random nonzero numbers."""
    return [rng.randrange(2, PRIME) for _ in range(size)]


def invertible(size: int, rng: random.Random) -> tuple[Matrix, Matrix]:
    """A random invertible matrix and its inverse."""
    while True:
        matrix = tuple(tuple(units(size, rng)) for _ in range(size))
        try:
            return matrix, inverse(matrix)
        except UnreadableError:
            continue


def fraction(value: Fraction) -> int:
    """A rational number modulo the prime."""
    if value.denominator % PRIME == 0:
        raise UnreadableError("a number that is too large")
    return value.numerator * pow(value.denominator, -1, PRIME) % PRIME


def scaled(matrix: Matrix, factor: int) -> Matrix:
    """The matrix times a number."""
    return tuple(tuple(factor * entry % PRIME for entry in row) for row in matrix)


def added(left: Matrix, right: Matrix) -> Matrix:
    """The sum of two matrices."""
    return tuple(tuple((a + b) % PRIME for a, b in zip(p, q, strict=True)) for p, q in zip(left, right, strict=True))


def product(*factors: Matrix) -> Matrix:
    """The product of matrices, in order."""
    return reduce(_times, factors)


def _times(left: Matrix, right: Matrix) -> Matrix:
    columns = tuple(zip(*right, strict=True))
    return tuple(tuple(sum(map(mul, row, column)) % PRIME for column in columns) for row in left)


def power(matrix: Matrix, exponent: int) -> Matrix:
    """An integer power of a matrix."""
    base = matrix if exponent >= 0 else inverse(matrix)
    if not exponent:
        return identity(len(matrix))
    result = base
    for bit in f"{abs(exponent):b}"[1:]:
        result = _times(result, result)
        result = _times(result, base) if bit == "1" else result
    return result


@lru_cache(maxsize=64)
def inverse(matrix: Matrix) -> Matrix:
    """The inverse, by Gauss-Jordan elimination.

    Raises
    ------
    UnreadableError
        If the matrix is singular.
    """
    size = len(matrix)
    rows = [[*row, *unit] for row, unit in zip(matrix, identity(size), strict=True)]
    for column in range(size):
        pivot = next((i for i in range(column, size) if rows[i][column]), None)
        if pivot is None:
            raise UnreadableError("the inverse of a singular matrix")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        scale = pow(rows[column][column], -1, PRIME)
        rows[column] = [scale * entry % PRIME for entry in rows[column]]
        for i in range(size):
            if i != column and (factor := rows[i][column]):
                rows[i] = [(entry - factor * own) % PRIME for entry, own in zip(rows[i], rows[column], strict=True)]
    return tuple(tuple(row[size:]) for row in rows)


def is_scalar(matrix: Matrix) -> bool:
    """Whether a matrix is a nonzero multiple of the identity."""
    return matrix[0][0] != 0 and matrix == scaled(identity(len(matrix)), matrix[0][0])
