"""Start-up imports no large library that it does not need. import-linter checks the layers, see pyproject.toml."""

import subprocess
import sys

import pytest

LEFT_OUT = {
    "autograder.batch.run": {
        "numpy",
        "sympy",
        "lark",
        "nbconvert",
        "tornado.web",
        "nbgrader.apps",
        "rfc3987_syntax.syntax_helpers",
    },
    "autograder.batch.worker": {"sympy", "lark", "nbgrader", "sqlalchemy", "rfc3987_syntax.syntax_helpers"},
    "autograder.batch.grader_cache": {"numpy", "sympy", "nbgrader", "nbformat", "sqlalchemy"},
    "autograder.cli": {"numpy", "nbformat", "nbgrader"},
}
"""Slow modules, by the module that must not import them because users would wait."""


@pytest.mark.parametrize("module", LEFT_OUT)
def test_large_modules_are_not_imported_at_start_up(module):
    lines = (
        "from autograder.processes.startup import stub_imports; stub_imports()",
        f"import {module}, sys",
        "print(*sys.modules)",
    )
    done = subprocess.run([sys.executable, "-c", "; ".join(lines)], capture_output=True, text=True, check=True)
    assert not LEFT_OUT[module] & set(done.stdout.split())
