"""How close two arrays are, in units of what is tolerated: norm by norm, never broadcast, never forgiving NaN."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autograder.questions.tensors import Floats

TINY = 1e-12
"""What still counts as zero where the desired value is exactly zero, and only there."""
SINGLE = 100 * float(np.finfo(np.float32).eps)
"""The error that a chain of operations in single precision may make."""


@dataclass(frozen=True)
class Tolerance:
    """A tolerance.

    Attributes
    ----------
    rtol : float
        For the whole array: ‖actual − desired‖ ≤ rtol · ‖desired‖ in the Euclidean norm. So a vanishing array is not
        the same as zeros.
    atol : float
        Where it is not zero, it is enough that every entry is this close.
    by_entry : bool
        Whether `rtol` holds for every entry by itself, for arrays whose entries differ by orders of magnitude.
    """

    rtol: float = 1e-6
    atol: float = 0.0
    by_entry: bool = False

    def excess(self, actual: Floats, desired: Floats) -> float:
        """Return the error divided by the tolerated one: right up to 1; infinite for another shape, NaN or infinity."""
        if actual.shape != desired.shape:
            return np.inf
        if actual.size == 0:
            return 0.0
        with np.errstate(all="ignore"):
            error = np.abs(actual - desired)
            if not np.all(np.isfinite(error)):
                return np.inf
            relative = self._by_entry(error, desired) if self.by_entry else self._as_a_whole(error, desired)
            absolute = float(error.max() / self.atol) if self.atol else np.inf
        return min(relative, absolute)

    def holds(self, actual: Floats, desired: Floats) -> bool:
        """Whether the two agree."""
        return self.excess(actual, desired) <= 1.0

    def in_single_precision(self) -> Tolerance:
        """Return what can be expected of single precision."""
        return replace(self, rtol=max(self.rtol, SINGLE), atol=self.atol and max(self.atol, SINGLE))

    def _by_entry(self, error: Floats, desired: Floats) -> float:
        allowed = np.where(desired == 0, TINY, self.rtol * np.abs(desired))
        return float(np.max(np.where(error == 0, 0.0, error / allowed)))

    def _as_a_whole(self, error: Floats, desired: Floats) -> float:
        scale = float(np.abs(desired).max())  # squares of vanishing numbers would underflow
        if scale == 0:
            return float(error.max()) / TINY
        distance = float(np.linalg.norm(error / scale))
        return distance and float(np.divide(distance, self.rtol * np.linalg.norm(desired / scale)))
