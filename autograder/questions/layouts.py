"""How a result is laid out: one array, several in order, a dict of arrays, or a list of terms.

A layout turns a result into named parts, each an array; the reference's result and the student's alike. What is only
a matter of conversions is noted on the way.
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
    """The arrays that a result consists of, by name, and what was unusual about how they came together."""

    tensors: Mapping[str, Tensor | Unfit]
    conversions: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was unusual about any part of it, each thing once."""
        inner = [note for part in self.tensors.values() if isinstance(part, Tensor) for note in part.conversions]
        return tuple(dict.fromkeys((*self.conversions, *inner)))


class Layout(Protocol):
    """Read results of one kind."""

    @property
    def asks(self) -> str:
        """What is asked for, in words; "" if there is nothing to say."""

    def desired(self, result: Any) -> Desired:
        """Return the parts of a trusted result."""

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
        """Return the parts of a student's result; `desired` tells which there should be, and their shapes."""


@dataclass(frozen=True)
class Array:
    """One array; `shape` is how the notebook writes its shape."""

    shape: str = ""

    @property
    def asks(self) -> str:
        return f"an array of shape {self.shape}" if self.shape else ""

    def desired(self, result: Any) -> Desired:
        return {"": np.asarray(result, dtype=np.float64)}

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
        whole = _fitted(tensor(value), desired[""].shape)
        return whole if isinstance(whole, Unfit) else Parts({"": whole})


@dataclass(frozen=True)
class Tuple:
    """Several arrays in a fixed order; `shape` is how the notebook writes the one of all, or the shape of each."""

    names: tuple[str, ...]
    shape: str | tuple[str, ...]

    @property
    def asks(self) -> str:
        shapes = f"each of shape {self.shape}" if isinstance(self.shape, str) else f"of shapes {', '.join(self.shape)}"
        return f"({', '.join(self.names)}), {shapes}"

    def desired(self, result: Any) -> Desired:
        return {name: np.asarray(part, dtype=np.float64) for name, part in zip(self.names, result, strict=True)}

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
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
    """A dict of arrays; the reference tells the keys."""

    @property
    def asks(self) -> str:
        return "a dict of arrays"

    def desired(self, result: Any) -> Desired:
        return {name: np.asarray(part, dtype=np.float64) for name, part in result.items()}

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
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
    """A collection of tuples of integers, in any order: its one part is the sorted matrix with a row for each."""

    names: tuple[str, ...]

    @property
    def asks(self) -> str:
        return f"a list of ({', '.join(self.names)})"

    def desired(self, result: Any) -> Desired:
        return {"": _sorted(np.asarray(result, dtype=np.float64).reshape(-1, len(self.names)))}

    def read(self, value: object, desired: Desired) -> Parts | Unfit:
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
    return rows[np.lexsort(rows.T[::-1])]


def _fitted(read: Tensor | Unfit, shape: tuple[int, ...]) -> Tensor | Unfit:
    """Drop an axis of length 1 that nobody asked for, where nothing else can be meant: (n, 1) or (1, n) for (n,)."""
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
