"""Right answers to `jacobian-symbolic`."""

import sympy as sp

_W = sp.Matrix(2, 2, sp.symbols("w11 w12 w21 w22"))
_X = sp.Matrix(sp.symbols("x1 x2"))


def differentiated():
    """SymPy's own Jacobian of the two outputs."""
    y = (_W * _X).applyfunc(lambda z: 1 / (1 + sp.exp(-z)))
    return y.jacobian(_X)


def product_of_exponentials():
    """The slope as a quotient with a square."""
    slopes = [sp.exp(-z) / (1 + sp.exp(-z)) ** 2 for z in _W * _X]
    return sp.diag(*slopes) * _W


def immutable():
    """The same in a matrix that cannot be changed."""
    return sp.ImmutableMatrix(product_of_exponentials())


def simplified():
    """What is left after SymPy has simplified it."""
    return sp.simplify(product_of_exponentials())


def with_hyperbolic_cosine():
    """The slope written with a hyperbolic cosine."""
    return sp.diag(*[1 / (4 * sp.cosh(z / 2) ** 2) for z in _W * _X]) * _W


def positive_symbols():
    """Symbols of the same names that were declared real."""
    names = {symbol: sp.Symbol(symbol.name, real=True) for symbol in [*_W, *_X]}
    return differentiated().subs(names)
