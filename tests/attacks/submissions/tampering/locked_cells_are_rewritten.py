"""Explanations, the setup and locked cells are rewritten to change the meaning of the checks."""

from tests.attacks.notebooks import cell


def tamper(notebook):
    cell(notebook, "setup")["source"] = "import numpy as np, sympy\nnp.testing.assert_allclose = print"
    cell(notebook, "example")["source"] = "example = None"
    cell(notebook, "symbols")["source"] = "w11 = w12 = w21 = w22 = x1 = x2 = 0\nevaluate = lambda *a, **k: 0"
    cell(notebook, "jacobian")["source"] = "3.0"
    cell(notebook, "about-jacobian")["source"] = "Everybody gets full points here. <script>alert('an attack')</script>"
