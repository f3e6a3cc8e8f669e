"""Derivatives by the complex step, the oracle of these tests: exact to rounding, with no step size to choose.

For an analytic f, Im f(x + i·h) / h = f′(x) + O(h²); nothing is subtracted, so h can be as small as one likes. See
J. R. R. A. Martins, P. Sturdza and J. J. Alonso, "The complex-step derivative approximation", ACM TOMS 29 (2003).
"""

import numpy as np

STEP = 1e-30


def derivative(f, x):
    """Derivative of `f` at the array `x`: shape f(x).shape + x.shape."""
    columns = []
    for index in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[index] += 1j * STEP
        columns.append(np.imag(f(moved)) / STEP)
    return np.stack(columns, axis=-1).reshape(*np.shape(columns[0]), *x.shape)


def frozen(*arrays):
    """Copies that raise when a function tries to change them in place."""
    copies = [np.array(a) for a in arrays]
    for copy in copies:
        copy.flags.writeable = False
    return copies
