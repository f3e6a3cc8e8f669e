"""Matrix arithmetic as students write it: a gradient may be a row or a matrix, and shapes must fit."""

from __future__ import annotations

import numpy as np

from autograder.maths.paths.network import Array
from autograder.maths.unreadable import UnreadableError


def add(left: Array, right: Array) -> Array:
    """The sum of two values; a gradient may be given as a row or as a matrix.

    Raises
    ------
    UnreadableError
        If the shapes do not fit.
    """
    if left.shape == right.shape:
        return left + right
    if left.size == right.size and 1 in (left.shape[0], right.shape[0]):
        # one is a gradient as a row, the other as a matrix
        return left.reshape(1, -1) + right.reshape(1, -1)
    for number, other in ((left, right), (right, left)):
        if number.size == 1 and other.shape[1] == 1:
            return left + right
        if not number.any():
            # an empty sum is 0 without a shape, and so are products with it
            return other
    raise UnreadableError("a sum of different shapes")


def multiply(left: Array, right: Array, lenient: bool) -> Array:
    """The product of two values, scalar or matrix.

    Parameters
    ----------
    left, right : ndarray
    lenient : bool
        A row may be used as a column and vice versa if only that fits.

    Raises
    ------
    UnreadableError
        If the shapes do not fit.
    """
    if left.size == 1 or right.size == 1:
        return np.asarray(left * right)
    if left.shape[1] == right.shape[0]:
        return left @ right
    if lenient and left.shape[0] == right.shape[0] and 1 in left.shape:
        return left.T @ right
    if lenient and right.shape[0] == 1 and left.shape[1] == right.shape[1]:
        return left @ right.T
    raise UnreadableError("matrices whose shapes do not fit")


def power(base: Array, exponent: int) -> Array:
    """An integer power: of a square matrix, or of the entries of a column.

    Raises
    ------
    UnreadableError
        If the exponent is over 30 or negative, or the shape has no power.
    """
    if abs(exponent) > 30:
        raise UnreadableError("an exponent that is too large")
    if base.shape[0] == base.shape[1] and exponent >= 0:
        return np.asarray(np.linalg.matrix_power(base, exponent))
    if base.shape[1] == 1 and exponent > 0:
        return np.asarray(base**exponent)
    raise UnreadableError("a power that has no meaning")


def same_numbers(left: Array, right: Array) -> bool:
    """Whether two values have the same entries in the same order (relative error 1e-8), regardless of shape."""
    a, b = np.ravel(left), np.ravel(right)
    if a.size != b.size:
        return not a.any() and not b.any()
    scale = max(np.abs(a).max(), np.abs(b).max(), 1e-12)
    return bool(np.abs(a - b).max() <= 1e-8 * scale)


def same_up_to_layout(left: Array, right: Array) -> bool:
    """Whether two values are the same, or one is the row from which the Jacobian by a matrix is built."""
    if same_numbers(left, right):
        return True
    for whole, part in ((left, right), (right, left)):
        rows, columns = whole.shape
        if part.size > 1 and columns == rows * part.size and 1 in part.shape:
            return same_numbers(whole, np.asarray(np.kron(np.eye(rows), part.reshape(1, -1)), dtype=np.float64))
    return False
