"""How close two arrays are, in units of the tolerated error. Shapes are never broadcast, and NaN is never accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autograder.questions.tensors import Floats

TINY = 1e-12
"""Largest absolute value that counts as zero where the desired value is exactly zero, and only there."""
SINGLE = 100 * float(np.finfo(np.float32).eps)
"""Relative error that a chain of operations in single precision may make."""


@dataclass(frozen=True)
class Tolerance:
    """The error that an array of any shape may have; it is accepted if it meets either `rtol` or `atol`.

    Attributes
    ----------
    rtol : float
        Relative tolerance for the array as one vector: ‖actual − desired‖ ≤ rtol · ‖desired‖ in the Euclidean norm.
        Very small values are therefore distinguished from zeros.
    atol : float
        Absolute tolerance for every entry; 0 turns it off.
    by_entry : bool
        Whether `rtol` applies to every entry, for arrays whose entries differ by orders of magnitude.
    """

    rtol: float = 1e-6
    atol: float = 0.0
    by_entry: bool = False

    def excess(self, actual: Floats, desired: Floats) -> float:
        """Return the error divided by the tolerance.

        Parameters
        ----------
        actual, desired : ndarray of float64
            Arrays of the same shape, such as (), (n,) or (n, d).

        Returns
        -------
        float
            At most 1 if the array is accepted; infinite for a different shape, and for NaN or infinity.
        """
        if actual.shape != desired.shape:
            return np.inf
        if actual.size == 0:
            return 0.0
        with np.errstate(all="ignore"):
            error = np.abs(actual - desired)
            if not np.all(np.isfinite(error)):
                return np.inf
            relative = self._by_entry(error, desired) if self.by_entry else self._by_norm(error, desired)
            absolute = float(error.max() / self.atol) if self.atol else np.inf
        return min(relative, absolute)

    def holds(self, actual: Floats, desired: Floats) -> bool:
        """Whether `actual` is accepted for `desired`; arrays of different shapes never agree."""
        return self.excess(actual, desired) <= 1.0

    def in_single_precision(self) -> Tolerance:
        """Return the tolerance for values computed in single precision."""
        return replace(self, rtol=max(self.rtol, SINGLE), atol=self.atol and max(self.atol, SINGLE))

    def _by_entry(self, error: Floats, desired: Floats) -> float:
        allowed = np.where(desired == 0, TINY, self.rtol * np.abs(desired))
        return float(np.max(np.where(error == 0, 0.0, error / allowed)))

    def _by_norm(self, error: Floats, desired: Floats) -> float:
        scale = float(np.abs(desired).max())  # the squares of very small numbers would underflow
        if scale == 0:
            return float(error.max()) / TINY
        distance = float(np.linalg.norm(error / scale))
        return distance and float(np.divide(distance, self.rtol * np.linalg.norm(desired / scale)))
