"""Right answers to `softmax`."""

import math

import numpy as np
import scipy.special


def shifted(z):
    """The largest entry of every row is subtracted first."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def by_scipy(z):
    """SciPy's own function."""
    return scipy.special.softmax(z, axis=-1)


def by_logarithms(z):
    """The logarithm of the sum is subtracted in the exponent."""
    return np.exp(z - scipy.special.logsumexp(z, axis=-1, keepdims=True))


def row_by_row(z):
    """Every vector along the last axis by itself."""

    def one(v):
        e = [math.exp(x - max(v)) for x in v]
        return np.array(e) / sum(e)

    return np.apply_along_axis(one, -1, z)


def differences(z):
    """One over the sum of exponentials of all differences, clipped before they overflow."""
    return 1 / np.exp(np.minimum(z[..., None, :] - z[..., :, None], 600)).sum(axis=-1)


def nested_lists(z):
    """A list of lists, built by recursion."""
    if z.ndim > 1:
        return [nested_lists(row) for row in z]
    e = np.exp(z - np.max(z))
    return list(e / e.sum())
