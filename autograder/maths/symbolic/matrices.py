"""Arithmetic with small matrices of exact or high-precision numbers, stored as tuples of rows."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

from autograder.maths.symbolic import numbers
from autograder.maths.symbolic.numbers import NoValueError, Number, UndefinedError

Matrix = tuple[tuple[Number, ...], ...]

MAX_SIDE = 32
MAX_POWER = 10_000


def _checked(value: Any) -> Matrix:
    if not isinstance(value, tuple) or not value or not value[0]:
        raise NoValueError("not a matrix")
    if len(value) > MAX_SIDE or len(value[0]) > MAX_SIDE:
        raise NoValueError("a matrix that is too large")
    return value


def _square(value: Any) -> Matrix:
    matrix = _checked(value)
    if len(matrix) != len(matrix[0]):
        raise NoValueError("a matrix that is not square")
    return matrix


def add(*terms: Any) -> Matrix:
    """The sum of matrices of the same shape."""
    return reduce(lambda a, b: _entrywise(numbers.total, a, b), terms)


def hadamard(*factors: Any) -> Matrix:
    """The elementwise product of matrices of the same shape."""
    return reduce(lambda a, b: _entrywise(numbers.product, a, b), factors)


def _entrywise(operation: Any, left: Any, right: Any) -> Matrix:
    a, b = _checked(left), _checked(right)
    if (len(a), len(a[0])) != (len(b), len(b[0])):
        raise NoValueError("matrices of different shapes")
    return tuple(tuple(operation([x, y]) for x, y in zip(p, q, strict=True)) for p, q in zip(a, b, strict=True))


def multiply(*factors: Any) -> Matrix:
    """The product of matrices and scalars, in order."""
    scalars = [factor for factor in factors if not isinstance(factor, tuple)]
    matrix = reduce(_pairwise, (factor for factor in factors if isinstance(factor, tuple)))
    if not scalars:
        return matrix
    return tuple(tuple(numbers.product([*scalars, entry]) for entry in row) for row in _checked(matrix))


def _pairwise(left: Any, right: Any) -> Matrix:
    a, b = _checked(left), _checked(right)
    if len(a[0]) != len(b):
        raise NoValueError("matrices whose shapes do not fit")
    columns = tuple(zip(*b, strict=True))
    return tuple(
        tuple(numbers.total([numbers.product([x, y]) for x, y in zip(row, column, strict=True)]) for column in columns)
        for row in a
    )


def power(base: Any, exponent: Number) -> Matrix:
    """An integer power of a square matrix."""
    matrix = _square(base)
    if not isinstance(exponent, Fraction) or exponent.denominator != 1 or abs(exponent) > MAX_POWER:
        raise NoValueError("a power that is not computed")
    n = exponent.numerator
    if n < 0:
        matrix, n = inverse(matrix), -n
    result = filled("Identity", len(matrix), len(matrix))
    while n:
        result = _pairwise(result, matrix) if n & 1 else result
        n >>= 1
        matrix = _pairwise(matrix, matrix) if n else matrix
    return result


def transpose(value: Any) -> Matrix:
    """The transpose."""
    return tuple(zip(*_checked(value), strict=True))


def inverse(value: Any) -> Matrix:
    """The inverse by Gauss-Jordan elimination.

    Raises
    ------
    UndefinedError
        If the matrix is singular.
    """
    matrix = _square(value)
    n = len(matrix)
    reduced, _ = _eliminate(
        [[*row, *unit] for row, unit in zip(matrix, filled("Identity", n, n), strict=True)],
    )
    return tuple(tuple(row[n:]) for row in reduced)


def determinant(value: Any) -> Number:
    """The determinant, by elimination."""
    try:
        return _eliminate([list(row) for row in _square(value)])[1]
    except UndefinedError:
        return Fraction(0)


def _eliminate(rows: list[list[Number]]) -> tuple[list[list[Number]], Number]:
    result: Number = Fraction(1)
    for column in range(len(rows)):
        best = max(range(column, len(rows)), key=lambda i: abs(numbers.inexact(rows[i][column])))
        pivot = rows[best][column]
        if pivot == 0:
            raise UndefinedError("a singular matrix")
        if best != column:
            rows[best], rows[column] = rows[column], rows[best]
            result = -result
        result = numbers.product([result, pivot])
        scale = numbers.power(pivot, Fraction(-1))
        rows[column] = [numbers.product([scale, entry]) for entry in rows[column]]
        for i, row in enumerate(rows):
            if i != column and row[column] != 0:
                factor = -row[column]
                rows[i] = [
                    numbers.total([entry, numbers.product([factor, own])])
                    for entry, own in zip(row, rows[column], strict=True)
                ]
    return rows, result


def trace(value: Any) -> Number:
    """The sum of the diagonal."""
    matrix = _square(value)
    return numbers.total([matrix[i][i] for i in range(len(matrix))])


def from_diagonal(value: Any) -> Matrix:
    """The diagonal matrix of a row or column vector."""
    matrix = _checked(value)
    entries = matrix[0] if len(matrix) == 1 else tuple(row[0] for row in matrix)
    if len(matrix) > 1 and len(matrix[0]) > 1:
        raise NoValueError("a diagonal that is not a vector")
    n = len(entries)
    return tuple(tuple(entries[i] if i == j else Fraction(0) for j in range(n)) for i in range(n))


def keep_diagonal(value: Any) -> Matrix:
    """The matrix with all off-diagonal entries set to zero."""
    matrix = _square(value)
    return tuple(tuple(entry if i == j else Fraction(0) for j, entry in enumerate(row)) for i, row in enumerate(matrix))


def filled(kind: str, rows: int, cols: int) -> Matrix:
    """An `Identity`, `ZeroMatrix` or `OneMatrix` of this shape."""
    if not (0 < rows <= MAX_SIDE and 0 < cols <= MAX_SIDE):
        raise NoValueError("a matrix that is too large")
    if kind == "Identity":
        return tuple(tuple(Fraction(int(i == j)) for j in range(cols)) for i in range(rows))
    return ((Fraction(int(kind == "OneMatrix")),) * cols,) * rows
