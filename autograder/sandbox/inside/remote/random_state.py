"""The state of `random` and `numpy.random`, which goes along with calls: a seed in a test governs what they draw."""

from __future__ import annotations

import random
from typing import Any

import numpy as np


def current() -> tuple[Any, ...]:
    """Return the state, to be compared with another one."""
    _, words, place, has_gauss, gauss = np.random.get_state()
    return np.asarray(words).tobytes(), place, has_gauss, gauss, random.getstate()


def plain(state: tuple[Any, ...]) -> list[Any]:
    """Return a state as values that can travel."""
    words, place, has_gauss, gauss, (version, numbers, next_gauss) = state
    return [words, int(place), int(has_gauss), float(gauss), version, list(numbers), next_gauss]


def restore(state: list[Any]) -> None:
    """Set a state that `plain` returned in the tests' process."""
    words, place, has_gauss, gauss, version, numbers, next_gauss = state
    np.random.set_state(("MT19937", np.frombuffer(words, np.uint32), place, has_gauss, gauss))
    random.setstate((version, tuple(numbers), next_gauss))
