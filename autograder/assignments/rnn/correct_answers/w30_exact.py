"""Right answers to `w30-exact`."""

import sympy as sp

_W = sp.Matrix([[sp.Rational(29, 50), sp.Rational(6, 25)], [sp.Rational(6, 25), sp.Rational(18, 25)]])


def power():
    """SymPy's own power."""
    return _W**30


def diagonalised():
    """SymPy's eigenvectors."""
    Q, D = _W.diagonalize()
    return Q * D**30 * Q.inv()


def by_hand():
    """Powers of the eigenvalues, put together by hand and not multiplied out."""
    a, b = sp.Rational(9, 10) ** 30, sp.Rational(2, 5) ** 30
    return sp.Matrix([[9 * a + 16 * b, 12 * a - 12 * b], [12 * a - 12 * b, 16 * a + 9 * b]]) / 25


def unevaluated():
    """Unevaluated SymPy powers."""
    a, b = sp.Pow(sp.Rational(9, 10), 30, evaluate=False), sp.Pow(sp.Rational(2, 5), 30, evaluate=False)
    off = sp.Rational(12, 25) * (a - b)
    return sp.ImmutableMatrix([[(9 * a + 16 * b) / 25, off], [off, (16 * a + 9 * b) / 25]])


def nested_lists():
    """The entries in nested lists."""
    return (_W**30).tolist()
