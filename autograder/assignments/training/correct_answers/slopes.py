"""Right answers to `slopes`: a dict of the three functions."""

import numpy as np
from scipy.special import expit


def formulas():
    """The formulas of the textbook."""

    def sigma(z):
        return 1 / (1 + np.exp(-z))

    return {
        "d_sigmoid": lambda z: sigma(z) * (1 - sigma(z)),
        "d_tanh": lambda z: 1 / np.cosh(z) ** 2,
        "d_relu": lambda z: (z > 0).astype(float),
    }


def exponentials():
    """Nothing but exponentials, and truth values for ReLU."""

    def bump(z):
        e = np.exp(-np.abs(z))
        return e / (1 + e) ** 2

    return {
        "d_sigmoid": bump,
        "d_tanh": lambda z: 4 * bump(2 * z),
        "d_relu": lambda z: z > 0,
    }


def complex_step():
    """No formula for a slope: the functions are differentiated by the complex step."""
    step = 1e-30

    def slope(function):
        return lambda z: np.imag(function(z + step * 1j)) / step

    return {
        "d_sigmoid": slope(lambda z: 1 / (1 + np.exp(-z))),
        "d_tanh": slope(np.tanh),
        "d_relu": slope(lambda z: np.where(z.real > 0, z, 0)),
    }


def entry_by_entry():
    """Functions of one number, applied in a loop; the results are nested lists."""

    def all_of(function):
        def run(z):
            return [run(part) for part in z] if np.ndim(z) else function(float(z))

        return run

    return {
        "d_sigmoid": all_of(lambda v: expit(v) * expit(-v)),
        "d_tanh": all_of(lambda v: float(np.cosh(v)) ** -2),
        "d_relu": all_of(lambda v: 1 if v > 0 else 0),
    }


def in_fortran_order():
    """NumPy's ufuncs, written into arrays that are laid out column by column."""

    def laid_out(function):
        def run(z):
            out = np.empty_like(z, order="F")
            out[...] = function(z)
            return out

        return run

    return {
        "d_sigmoid": laid_out(lambda z: np.exp(-np.logaddexp(0, z) - np.logaddexp(0, -z))),
        "d_tanh": laid_out(lambda z: np.square(np.reciprocal(np.cosh(z)))),
        "d_relu": laid_out(lambda z: np.heaviside(z, 0.5)),
    }
