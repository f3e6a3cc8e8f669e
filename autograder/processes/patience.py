"""A deadline that a stopped or overloaded machine does not reach."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_SECONDS = 0.2
"""How often a caller should look at its deadline."""
LONGEST_TICK = 3 * LOOK_SECONDS
"""The most that can pass between two looks. If more did, this process was stopped, or waited for a processor."""


class Patience:
    """A deadline in seconds during which this process could run.

    Wait in slices of at most `LOOK_SECONDS`, and call `left` after each.

    Parameters
    ----------
    seconds : float
    clock : callable, optional
        Returns the time in seconds.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._seconds, self._last = clock, seconds, clock()

    def left(self) -> float:
        """Return the seconds that are left; 0.0 if the time is up."""
        now = self._clock()
        self._seconds -= min(now - self._last, LONGEST_TICK)
        self._last = now
        return max(0.0, self._seconds)

    def slice(self) -> float:
        """Return how long to wait until the next look.

        Raises
        ------
        TimeoutError
            The time is up.
        """
        left = self.left()
        if left <= 0:
            raise TimeoutError
        return min(left, LOOK_SECONDS)
