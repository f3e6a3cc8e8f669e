"""Arrays with labelled axes for component indices, in front of the rows and columns of a matrix.

h_t is a column; h_{t,i} is a number for every i, with an axis labelled "i". Both go through the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.maths.unreadable import UnreadableError

MAX_SIZE = 2_000_000
"""Maximum number of entries of one array."""


@dataclass(frozen=True, eq=False)
class Tensor:
    """An array of shape (*sizes of the labels, rows, columns).

    Attributes
    ----------
    labels : tuple of str
    array : ndarray
    identity : bool
        It is the identity matrix of whatever size fits; the array holds its factor.
    """

    labels: tuple[str, ...]
    array: NDArray[Any]
    identity: bool = False

    @property
    def core(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.array.shape[-2:]
        return rows, columns

    @property
    def transposed(self) -> Tensor:
        """The transposed matrix for every component."""
        return Tensor(self.labels, np.swapaxes(self.array, -1, -2), self.identity)

    @property
    def negated(self) -> Tensor:
        """The negative."""
        return Tensor(self.labels, -self.array, self.identity)

    def sized(self, size: int) -> Tensor:
        """The identity of this size; any other tensor as it is."""
        return Tensor((), self.array[0, 0] * np.eye(size)) if self.identity else self

    def mapped(self, function: Callable[[NDArray[Any]], NDArray[Any]]) -> Tensor:
        """A function of every entry."""
        return Tensor(self.labels, np.asarray(function(self.array)))

    def summed(self, label: str) -> Tensor:
        """The sum over a component index."""
        axis = self.labels.index(label)
        return Tensor(self.labels[:axis] + self.labels[axis + 1 :], self.array.sum(axis=axis))

    def renamed(self, names: Sequence[str]) -> Tensor:
        """The same with other labels; equal ones pick the diagonal."""
        return labelled(self.array, tuple(names))

    def component(self, label: str) -> Tensor:
        """The entries of a row or column as numbers with a label."""
        rows, columns = self.core
        if 1 not in (rows, columns):
            raise UnreadableError("one index of a matrix")
        array = self.array.reshape(*self.array.shape[:-2], rows * columns, 1, 1)
        return labelled(array, (*self.labels, label))

    def entry(self, row: str, column: str) -> Tensor:
        """The entries of a matrix as numbers with two labels."""
        return labelled(self.array[..., None, None], (*self.labels, row, column))

    def column(self, label: str) -> Tensor:
        """Numbers with a label as a column."""
        axis = self.labels.index(label)
        if self.core != (1, 1):
            raise UnreadableError("an index of a matrix")
        array = np.moveaxis(self.array, axis, -3)[..., 0]
        return Tensor(self.labels[:axis] + self.labels[axis + 1 :], array)


def number(value: complex) -> Tensor:
    """A number."""
    return Tensor((), np.array([[value]]))


def labelled(array: NDArray[Any], labels: tuple[str, ...]) -> Tensor:
    """A tensor whose leading axes have these labels; a repeated label picks the diagonal."""
    while len(set(labels)) < len(labels):
        first, second = next((i, j) for j in range(len(labels)) for i in range(j) if labels[i] == labels[j])
        if array.shape[first] != array.shape[second]:
            raise UnreadableError("one index for axes of different sizes")
        array = np.moveaxis(np.diagonal(array, axis1=first, axis2=second), -1, 0)
        rest = [label for place, label in enumerate(labels) if place not in (first, second)]
        labels = (labels[first], *rest)
    return Tensor(labels, array)


def aligned(*tensors: Tensor) -> tuple[tuple[str, ...], list[NDArray[Any]]]:
    """The labels of all tensors, and their arrays with an axis for each of them."""
    labels = tuple(sorted({label for tensor in tensors for label in tensor.labels}))
    arrays, sizes = [], dict[str, int]()
    for tensor in tensors:
        order = sorted(range(len(tensor.labels)), key=lambda axis, t=tensor: t.labels[axis])  # type: ignore[misc]
        array = tensor.array.transpose(*order, -2, -1)
        own = [tensor.labels[axis] for axis in order]
        for label, size in zip(own, array.shape, strict=False):
            if sizes.setdefault(label, size) != size:
                raise UnreadableError("one index for axes of different sizes")
        places = [slice(None) if label in own else None for label in labels]
        arrays.append(array[(*places, slice(None), slice(None))])
    if np.prod([*sizes.values(), *(max(a.shape[-2] for a in arrays), max(a.shape[-1] for a in arrays))]) > MAX_SIZE:
        raise UnreadableError("too many indices")
    return labels, arrays


def add(left: Tensor, right: Tensor) -> Tensor:
    """The sum; a gradient may be a row, a column or a matrix."""
    left, right = left.sized(right.core[0]), right.sized(left.core[0])
    if not left.array.any() and left.core == (1, 1):
        return right
    if not right.array.any() and right.core == (1, 1):
        return left
    labels, (a, b) = aligned(left, right)
    (rows, columns), (other_rows, other_columns) = left.core, right.core
    if left.core == right.core or 1 in (rows * columns, other_rows * other_columns):
        return Tensor(labels, a + b)
    if rows * columns == other_rows * other_columns and 1 in (rows, columns, other_rows, other_columns):
        shape = left.core if 1 not in left.core else right.core
        return Tensor(labels, a.reshape(*a.shape[:-2], *shape) + b.reshape(*b.shape[:-2], *shape))
    if (rows == columns == other_columns and other_rows == 1) or (other_rows == other_columns == columns and rows == 1):
        # I − 1ŷᵀ
        return Tensor(labels, a + b)
    raise UnreadableError("a sum of different shapes")


def multiply(left: Tensor, right: Tensor, lenient: bool = False) -> Tensor:
    """The product of numbers or matrices; if lenient, a column may be used as a row if only that fits."""
    if any(factor.core == (1, 1) and not factor.array.any() for factor in (left, right)):
        return number(0)
    labels, (a, b) = aligned(left, right)
    if left.identity or right.identity:
        return Tensor(labels, a * b, left.identity and right.identity)
    if (1, 1) in (left.core, right.core):
        return Tensor(labels, a * b)
    if left.core[1] == right.core[0]:
        return Tensor(labels, a @ b)
    if left.core[1] == right.core[1] == 1 and left.core[0] == right.core[0]:
        return Tensor(labels, np.swapaxes(a, -1, -2) @ b)
    if lenient and left.core[0] == right.core[0] and left.core[1] == 1:
        return Tensor(labels, np.swapaxes(a, -1, -2) @ b)
    raise UnreadableError("matrices whose shapes do not fit")


def entrywise(left: Tensor, right: Tensor) -> Tensor:
    """The product entry by entry; a row and a column of the same size give a column."""
    left, right = left.sized(right.core[0]), right.sized(left.core[0])
    if left.core == right.core[::-1] and 1 in left.core and left.core != right.core:
        left, right = (t if t.core[1] == 1 else t.transposed for t in (left, right))
    if left.core != right.core and (1, 1) not in (left.core, right.core):
        raise UnreadableError("an elementwise product of different shapes")
    labels, (a, b) = aligned(left, right)
    return Tensor(labels, a * b)


def outer(left: Tensor, right: Tensor) -> Tensor:
    """The outer product u vᵀ for vectors, otherwise the Kronecker product."""
    labels, (a, b) = aligned(left, right)
    if 1 in left.core and 1 in right.core:
        a, b = a.reshape(*a.shape[:-2], -1, 1), b.reshape(*b.shape[:-2], 1, -1)
        return Tensor(labels, a * b)
    product = np.einsum("...ij,...kl->...ikjl", a, b)
    (rows, columns), (more, others) = left.core, right.core
    return Tensor(labels, product.reshape(*product.shape[:-4], rows * more, columns * others))


def diagonal(vector: Tensor) -> Tensor:
    """diag(v)."""
    if 1 not in vector.core:
        raise UnreadableError("a diagonal matrix of a matrix")
    entries = vector.array.reshape(*vector.array.shape[:-2], 1, -1)
    return Tensor(vector.labels, entries * np.eye(entries.shape[-1]))
