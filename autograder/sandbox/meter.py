"""Limits of time that do not depend on what else the machine does.

Code that computes is limited by its processor time, code that waits by the time in which all of its threads sleep. The
time in which a child waits for a processor, or is stopped, counts for neither.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Protocol

from autograder.model import Limits, Stop
from autograder.processes.patience import LONGEST_TICK, LOOK_SECONDS, Patience
from autograder.sandbox.forkserver import Usage
from autograder.sandbox.inside.usage import Threads
from autograder.sandbox.steps import Budget

SLOWEST = 60
"""A step that neither computes nor sleeps for this many times its limit of waiting time is given up: something keeps it
from running."""
DISTURBED_SECONDS, DISTURBED_SHARE = 1.0, 0.25
"""A step was disturbed if for this long, and for this share of it, the machine did not let it or the grader run."""

_RANDOM = random.SystemRandom()
"""Looks come at random times: code that knew them could be awake for each, and sleep in between."""


class Metered(Protocol):
    """A child, as far as its meter is concerned."""

    charged: float

    def usage(self) -> Usage:
        """Return what the child has used so far."""

    def interrupt(self) -> None:
        """Interrupt the cell that is running."""


class ChildEnded(Exception):
    """The child has to be ended, or has ended.

    Attributes
    ----------
    why : Stop
        The limit that was exceeded, or the way in which the child failed.
    """

    def __init__(self, why: Stop) -> None:
        super().__init__(why)
        self.why = why


class StepMeter:
    """Measures one step of a child against its limits, and charges its time to the budget of the notebook.

    Parameters
    ----------
    child : Metered
    limits : Limits
    budget : Budget
    interrupt_after : float, optional
        Interrupt the cell after so many seconds of waiting.
    clock : callable, optional
        Returns the time in seconds.
    """

    def __init__(
        self,
        child: Metered,
        limits: Limits,
        budget: Budget,
        interrupt_after: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.child, self.limits, self.budget = child, limits, budget
        self._interrupt_after, self._clock = interrupt_after, clock
        self._ultimate = Patience(SLOWEST * limits.seconds, clock)
        self._began = self._last = clock()
        self._next = self._began + min(LOOK_SECONDS, budget.next_look(self._began))
        self._cpu_at_first: float | None = None
        self._cpu = self._waited = self._hindered = 0.0

    def watch(self) -> float:
        """Look at the child if it is time to. Call it repeatedly while waiting.

        Returns
        -------
        float
            Seconds until the next call.

        Raises
        ------
        ChildEnded
            A limit is exceeded.
        """
        now = self._clock()
        if now >= self._next:
            self._look()
            now = self._clock()
            self._next = now + _RANDOM.uniform(0.5, 1.5) * LOOK_SECONDS
            self.budget.looked(now)
        return max(0.001, self._next - now)

    def _look(self) -> None:
        used = self.child.usage()
        now = self._clock()  # after the answer: the fork server may have been stopped, too
        passed, self._last = now - self._last, now
        counted = min(passed, LONGEST_TICK)
        if self._cpu_at_first is None:
            self._cpu_at_first = self._cpu = used.cpu_seconds
            computed = 0.0
        else:
            computed, self._cpu = max(0.0, used.cpu_seconds - self._cpu), max(self._cpu, used.cpu_seconds)
        waited = max(0.0, counted - computed) if used.threads is Threads.ASLEEP else 0.0
        self._waited += waited
        self._hindered += passed - counted
        if used.threads is Threads.STOPPED or (used.threads is Threads.RUNNABLE and computed < counted / 2):
            self._hindered += counted
        self.budget.spend(max(0.0, used.cpu_seconds - self.child.charged) + waited)
        self.child.charged = max(self.child.charged, used.cpu_seconds)
        self._enforce(used, now - self._began)

    def _enforce(self, used: Usage, passed: float) -> None:
        if used.disk_bytes > self.limits.disk_mb << 20:
            raise ChildEnded(Stop.OUTPUT)
        if self._cpu - (self._cpu_at_first or 0.0) > self.limits.cpu_seconds:
            raise ChildEnded(Stop.TIME)
        disturbed = self._hindered > max(DISTURBED_SECONDS, DISTURBED_SHARE * passed)
        if self._waited > self.limits.seconds:
            raise ChildEnded(Stop.BUSY if disturbed else Stop.TIME)
        if self.budget.left() <= 0:
            raise ChildEnded(Stop.BUDGET)
        if self._ultimate.left() <= 0:
            raise ChildEnded(Stop.BUSY)
        if self._interrupt_after is not None and self._waited > self._interrupt_after and not disturbed:
            self._interrupt_after = None
            self.child.interrupt()
