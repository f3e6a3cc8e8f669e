"""Imports go down only; what runs inside the sandbox knows nothing of the package; only two rooms know nbgrader."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "autograder"

LAYERS = [
    {"__main__"},
    {"cli"},
    {"commands"},
    {"demo"},
    {"nbgrader"},
    {"reports", "release_check"},
    {"batch"},
    {"store"},
    {"grading"},
    {"assignments", "sandbox"},
    {"questions"},
    {"maths"},
    {"model"},
    {"processes"},
    {"text", "startup", "_deprecated"},
]
"""From top to bottom. A room may use the rooms below it."""

KNOW_NBGRADER = {"nbgrader", "store", "batch"}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(parts: tuple[str, ...]) -> str:
    return parts[0].removesuffix(".py")


def imported(path: Path) -> set[tuple[str, ...]]:
    """Return the modules that a file imports, as parts of their names; relative ones are resolved."""
    here = ("autograder", *path.relative_to(PACKAGE).parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else ()
            stem = (*base, *(node.module.split(".") if node.module else ()))
            found |= {(*stem, alias.name) for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down_only(path):
    height = {name: level for level, names in enumerate(LAYERS) for name in names}
    mine = room(path.relative_to(PACKAGE).parts)
    assert mine in height, f"{mine} has no place in the layers"
    for parts in imported(path):
        if parts[0] == "autograder" and len(parts) > 1 and (PACKAGE / parts[1]).with_suffix("") != PACKAGE:
            other = parts[1]
            if other in height and other != mine:
                assert height[mine] < height[other], f"{mine} imports {'.'.join(parts)}"


def test_only_the_rooms_at_the_top_know_nbgrader():
    knowing = {
        room(path.relative_to(PACKAGE).parts) for path in MODULES if any(p[0] == "nbgrader" for p in imported(path))
    }
    assert knowing == KNOW_NBGRADER


INSIDE = sorted((PACKAGE / "sandbox" / "inside").glob("*.py"))


@pytest.mark.parametrize("path", INSIDE, ids=lambda path: path.name)
def test_nothing_of_the_package_is_imported_inside_the_sandbox(path):
    for parts in imported(path):
        assert parts[0] != "autograder" or parts[:3] == ("autograder", "sandbox", "inside"), parts


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
"""What takes long to import and is not needed there: whoever waits for a result would wait for it."""


@pytest.mark.parametrize("module", LEFT_OUT)
def test_nothing_is_imported_that_one_would_wait_for(module):
    lines = (
        "from autograder.startup import stub_imports; stub_imports()",
        f"import {module}, sys",
        "print(*sys.modules)",
    )
    done = subprocess.run([sys.executable, "-c", "; ".join(lines)], capture_output=True, text=True, check=True)
    assert not LEFT_OUT[module] & set(done.stdout.split())
