"""Right answers to `sigmoid-slope`."""

import sympy as sp

_X = sp.Symbol("x")


def differentiated():
    """SymPy's derivative."""
    return sp.diff(1 / (1 + sp.exp(-_X)), _X)


def product():
    """σ(x) (1 − σ(x)), written out."""
    s = 1 / (1 + sp.exp(-_X))
    return s * (1 - s)


def positive_exponents():
    """With the exponential of x instead of −x."""
    return sp.exp(_X) / (sp.exp(_X) + 1) ** 2


def hyperbolic_cosine():
    """The symmetric form."""
    return 1 / (4 * sp.cosh(_X / 2) ** 2)


def real_symbol():
    """A symbol of the same name that was declared real."""
    x = sp.Symbol("x", real=True)
    return sp.simplify(sp.diff(1 / (1 + sp.exp(-x)), x))
