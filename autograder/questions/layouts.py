"""The layout of a function's result: one array, a tuple or dict of arrays, or a collection of index tuples.

A layout splits a result, the student's or the reference's, into named parts that are arrays. Harmless differences in
type or shape are converted and noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from autograder.questions.tensors import MAX_ENTRIES, Floats, Tensor, Unfit, kind_of, tensor

Desired = Mapping[str, Floats]


@dataclass(frozen=True)
class Parts:
    """The arrays of a result, by name.

    Attributes
    ----------
    tensors : mapping of str to Tensor or Unfit
    conversions : tuple of str
        What was unusual about the container ("a list instead of a tuple").
    """

    tensors: Mapping[str, Tensor | Unfit]
    conversions: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was unusual about the container or any part, without repetition."""
        inner = [note for part in self.tensors.values() if isinstance(part, Tensor) for note in part.conversions]
        return tuple(dict.fromkeys((*self.conversions, *inner)))


class Layout(Protocol):
    """What the result of a function consists of, and how to read it."""

    @property
    def asks(self) -> str:
        """A description of the expected result for the student; "" if there is nothing to say."""

    def desired(self, result: Any) -> Desired:
        """Return the parts of the reference's result."""

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
        """Return the parts of a student's result.

        Parameters
        ----------
        value : object
        desired : mapping of str to ndarray
            The parts of the reference's result. A part that differs from it by one extra axis of length 1 is reshaped.

        Returns
        -------
        Parts or Unfit
            `Unfit` if the result cannot be split into parts.
        """


@dataclass(frozen=True)
class Array:
    """One array, or one number.

    Attributes
    ----------
    shape : str
        The array's shape as the notebook writes it ("(n, d)"), for the feedback.
    """

    shape: str = ""

    @property
    def asks(self) -> str:
        """The expected shape, in words."""
        return f"an array of shape {self.shape}" if self.shape else ""

    def desired(self, result: Any) -> Desired:
        """Return the array under the name ""."""
        return {"": np.asarray(result, dtype=np.float64)}

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
        """Convert anything that holds numbers to an array."""
        whole = _fitted(tensor(value), desired[""].shape)
        return whole if isinstance(whole, Unfit) else Parts({"": whole})


@dataclass(frozen=True)
class Tuple:
    """Several arrays in a fixed order.

    Attributes
    ----------
    names : tuple of str
        The names of the arrays, for the feedback.
    shape : str or tuple of str
        The shape of all arrays, or of each, as the notebook writes it.
    """

    names: tuple[str, ...]
    shape: str | tuple[str, ...]

    @property
    def asks(self) -> str:
        """The names and shapes of the expected arrays."""
        shapes = f"each of shape {self.shape}" if isinstance(self.shape, str) else f"of shapes {', '.join(self.shape)}"
        return f"({', '.join(self.names)}), {shapes}"

    def desired(self, result: Any) -> Desired:
        """Return the arrays of the reference's tuple by name."""
        return {name: np.asarray(part, dtype=np.float64) for name, part in zip(self.names, result, strict=True)}

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
        """Read a tuple, a list or one stacked array."""
        conversions: tuple[str, ...] = ()
        if isinstance(value, np.ndarray) and value.ndim and value.size <= MAX_ENTRIES:
            conversions = ("an array instead of a tuple",)
        elif isinstance(value, list):
            conversions = ("a list instead of a tuple",)
        elif not isinstance(value, tuple):
            return Unfit(kind_of(value))
        parts = list(value)
        if len(parts) != len(self.names):
            return Unfit(f"{kind_of(value)} with another number of entries")
        read = {name: _fitted(tensor(part), desired[name].shape) for name, part in zip(self.names, parts, strict=True)}
        return Parts(read, conversions)


@dataclass(frozen=True)
class Dict:
    """A dict of arrays, with the keys of the reference's result."""

    @property
    def asks(self) -> str:
        """The words "a dict of arrays"."""
        return "a dict of arrays"

    def desired(self, result: Any) -> Desired:
        """Return the arrays of the reference's dict by key."""
        return {name: np.asarray(part, dtype=np.float64) for name, part in result.items()}

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
        """Read the values of the expected keys; extra keys are noted."""
        if not isinstance(value, dict):
            return Unfit(kind_of(value))
        extra = ("a dict with extra keys",) if len(value) > len(desired) else ()
        read = {
            name: _fitted(tensor(value[name]), like.shape) if name in value else Unfit("missing from the dict")
            for name, like in desired.items()
        }
        return Parts(read, extra)


@dataclass(frozen=True)
class IndexTuples:
    """A collection of tuples of integers, in any order.

    Attributes
    ----------
    names : tuple of str
        The names of the integers in a tuple ("t", "k"), for the feedback.
    """

    names: tuple[str, ...]

    @property
    def asks(self) -> str:
        """The names of the integers in each tuple."""
        return f"a list of ({', '.join(self.names)})"

    def desired(self, result: Any) -> Desired:
        """Return one matrix with a row for each tuple, in lexicographic order."""
        return {"": _sorted(np.asarray(result, dtype=np.float64).reshape(-1, len(self.names)))}

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
        """Read a list, a set, the keys of a dict or an array with a row for each tuple."""
        conversions: tuple[str, ...] = ()
        if isinstance(value, set | frozenset | dict):
            value, conversions = list(value), (f"{kind_of(value)} instead of a list",)
        whole = tensor(value)
        if isinstance(whole, Unfit):
            return whole
        rows = whole.values if whole.values.size else np.zeros((0, len(self.names)))
        if rows.ndim != 2 or rows.shape[1] != len(self.names):
            return Unfit(f"{kind_of(value)} whose entries are not {len(self.names)} numbers each")
        return Parts({"": Tensor(_sorted(rows), whole.imaginary)}, conversions)


def _sorted(rows: Floats) -> Floats:
    ordered: Floats = rows[np.lexsort(rows.T[::-1])]
    return ordered


def _fitted(read: Tensor | Unfit, shape: tuple[int, ...]) -> Tensor | Unfit:
    """Drop an extra axis of length 1 where this is unambiguous: (n, 1) or (1, n) for (n,)."""
    if isinstance(read, Unfit) or read.values.shape == shape:
        return read
    found = read.values.shape
    harmless = [(*shape, 1), (1, *shape), (1, 1)] if len(shape) < 2 else [(*shape, 1)]
    if found not in harmless or (found == (1, 1) and read.values.size != np.prod(shape)):
        return read
    imaginary = read.imaginary if read.imaginary is None else read.imaginary.reshape(shape)
    return replace(
        read,
        values=read.values.reshape(shape),
        imaginary=imaginary,
        conversions=(*read.conversions, "an array with an extra axis of length 1"),
    )
