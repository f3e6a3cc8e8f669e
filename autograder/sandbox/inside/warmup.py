"""Import and use the libraries that notebooks use, so that all children share them.

Importing is enough for a few submissions; for a class it pays to use everything once. Use public library code only:
student code can read whatever a library caches here.
"""

from __future__ import annotations

import matplotlib.font_manager
import matplotlib.pyplot as plt
import numpy as np
import sympy
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import activate_matplotlib, print_figure
from matplotlib.mathtext import MathTextParser

from .figures import INLINE
from .shell import Shell, outputs

_CELLS = (
    "1",
    "raise ValueError",
    "print(1)\nimport numpy as np\nnp.eye(2)",
    "def check():\n    np.testing.assert_allclose(np.eye(2), 0)\ncheck()",  # a traceback through NumPy's sources
    "np.testing.assert_array_equal([1, 2], [1, 3])",
)


def enable_inline_figures() -> None:
    """Show figures below their cells."""
    activate_matplotlib(INLINE)


def warm_up(shell: Shell) -> None:
    """Use each library and the shell once, then reset the shell."""
    _linear_algebra()
    _symbolic_algebra()
    _figures()
    outputs.begin(1 << 20, keep=True)
    for number, cell in enumerate(_CELLS, start=1):
        shell.run(cell, cell="", count=number, show=True)
    outputs.take()
    InteractiveShell.reset(shell, new_session=True)
    shell.compile.cells.clear()


def _linear_algebra() -> None:
    import scipy.linalg
    import scipy.special

    square = np.array([[2.0, 1.0], [1.0, 3.0]])
    for use in (np.linalg.eig, np.linalg.inv, np.linalg.svd, np.linalg.eigh, scipy.linalg.expm, scipy.special.expit):
        use(square)
    np.linalg.solve(square, square), np.einsum("ij,jk->ik", square, square), repr(square)
    np.random.default_rng(0).normal(size=2), np.random.rand(2)


def _symbolic_algebra() -> None:
    x, y = sympy.symbols("x y")
    sympy.simplify(sympy.diff(1 / (1 + sympy.exp(-x)), x)), sympy.latex(x / y), sympy.solve(x**2 - 2, x)
    sympy.Matrix([[x, 1], [1, y]]).inv(), sympy.Matrix([[2, 1], [1, 3]]) ** 3, sympy.lambdify(x, x + 1)
    sigmoid = sympy.Matrix([1 / (1 + sympy.exp(-x * y)), x - y])
    sigmoid.jacobian([x, y]), sympy.diag(x, y) * sigmoid, sympy.diff(sigmoid[0], x), sympy.sympify([x, 1.5])
    sympy.integrate(sympy.exp(x), x), sympy.limit(sympy.sin(x) / x, x, 0), str(sympy.Interval(0, x))


def _figures() -> None:
    figure, (axes, other) = plt.subplots(2)
    axes.plot([0, 1], "--", label="$x$")
    axes.set_title("x")
    axes.grid(alpha=0.3)
    axes.legend()
    other.semilogy([0.1, 1, 10], ":")
    print_figure(figure, fmt="png", bbox_inches="tight")  # as in a notebook
    plt.close("all")
    _close_fonts()


def _close_fonts() -> None:
    """Close cached font files. A child inherits no open files, and would warn when it drops them."""
    for cached in (MathTextParser._parse_cached, matplotlib.font_manager._get_font):  # type: ignore[attr-defined]
        cached.cache_clear()
