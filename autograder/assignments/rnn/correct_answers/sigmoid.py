"""Right answers to `sigmoid`."""

import math

import numpy as np
from scipy.special import expit


def from_scipy(z):
    """SciPy's own function."""
    return expit(z)


def with_masks(z):
    """Two formulas, each written into its own part of an array that was made before."""
    out = np.empty_like(z)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


def with_warnings_silenced(z):
    """The formula of the textbook, which is right even where it overflows."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def with_tanh(z):
    """A hyperbolic tangent, moved and scaled."""
    return 0.5 * (1 + np.tanh(z / 2))


def clipped(z):
    """Arguments are clipped before anything overflows."""
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def through_logarithms(z):
    """NumPy's stable logarithm of a sum of exponentials."""
    return np.exp(-np.logaddexp(0, -z))


def _scalar(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def vectorized(z):
    """A function of one number, vectorised by NumPy."""
    return np.vectorize(_scalar)(z)


def number_by_number(z):
    """A loop over all numbers, put back into shape."""
    return np.array([_scalar(v) for v in np.ravel(z)]).reshape(np.shape(z))


def as_nested_lists(z):
    """Nested lists instead of an array."""
    return expit(z).tolist()


def in_fortran_order(z):
    """An array that is laid out column by column in memory."""
    return np.asfortranarray(expit(z))
