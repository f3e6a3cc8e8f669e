"""Right answers to `sum-terms`."""

from itertools import combinations_with_replacement

import numpy as np


def inner_sum_first(T):
    """Lists, ordered by k and then by t."""
    return [[t, k, t - k] for k in range(T + 1) for t in range(k, T + 1)]


def set_of_tuples(T):
    """A set: the order does not matter."""
    return {(t, k, t - k) for t in range(T + 1) for k in range(t + 1)}


def backwards_with_numpy_integers(T):
    """A tuple of tuples, from the last step to the first, with NumPy's integers inside."""
    return tuple((np.int16(t), k, t - k) for t in range(T, -1, -1) for k in range(t + 1))


def array(T):
    """An array with a row for every term."""
    return np.array([(t, k, t - k) for t in range(T + 1) for k in range(t + 1)])


def triangle_of_indices(T):
    """The indices of a lower triangle, as small unsigned integers."""
    t, k = np.tril_indices(T + 1)
    return np.stack([t, k, t - k], axis=1).astype(np.uint8)


def pairs(T):
    """Pairs with repetition from the standard library."""
    return [(t, k, t - k) for k, t in combinations_with_replacement(range(T + 1), 2)]


def while_loops(T):
    """Counters that are increased by hand."""
    terms, t = [], 0
    while t <= T:
        k = 0
        while k <= t:
            terms.append((t, k, t - k))
            k += 1
        t += 1
    return terms


def recursive(T):
    """The terms of one step, behind those of all steps before."""
    before = recursive(T - 1) if T else []
    return [*before, *[(T, k, float(T - k)) for k in range(T + 1)]]
