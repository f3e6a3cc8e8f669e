"""Otter-Grader on the same notebooks: every visible check becomes an Otter test, with one `otter run` per notebook.

It gets its own virtual environment, because its requirements may clash with ours.
"""

from __future__ import annotations

import json
import subprocess
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from benchmarks.courses import ASSIGNMENT
from benchmarks.meter import measure
from tests.classroom import released

NEEDED = ("otter-grader", "ipykernel", "numpy", "scipy", "sympy", "matplotlib")
INSTALL_SECONDS = 600

_TEST = """OK_FORMAT = False
from otter.test_files import test_case
name, points = {name!r}, {points}
@test_case(points={points})
def check(env):
    exec({source!r}, env)
"""


class OtterMissingError(Exception):
    """Otter-Grader cannot be installed here."""


@dataclass(frozen=True)
class Otter:
    """An installation of Otter-Grader with the tests of every notebook."""

    command: Path
    tests: dict[str, Path]

    @classmethod
    def installed(cls, folder: Path) -> Otter:
        """Install it below a folder.

        Raises
        ------
        OtterMissingError
            That failed; the message is pip's last line.
        """
        place = folder / "otter"
        venv.create(place, with_pip=True, symlinks=True)
        command = [place / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *NEEDED]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise OtterMissingError("installing it took too long") from None
        if done.returncode:
            raise OtterMissingError((done.stderr.strip() or "pip failed").splitlines()[-1])
        return cls(place / "bin" / "otter", {name: _zipped(place, name, node) for name, node in released().items()})

    def seconds(self, course: Path, number: int) -> float:
        """Return the wall time per submission, for the first submissions of a course."""
        folders = sorted((course / "submitted").iterdir())[:number]
        out = self.command.parent.parent / "out"
        out.mkdir(exist_ok=True)
        total = 0.0
        for folder in folders:
            for name, tests in self.tests.items():
                notebook = folder / ASSIGNMENT / f"{name}.ipynb"
                run = [self.command, "run", notebook, "-a", tests, "-o", out, "--no-logo"]
                total += measure(run, cwd=out, PATH=f"{self.command.parent}:/usr/bin:/bin").wall
        return total / len(folders)


def _zipped(place: Path, name: str, notebook: nbformat.NotebookNode) -> Path:
    path = place / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python"}))
        for cell in notebook.cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("grade") and cell.cell_type == "code":
                test = _TEST.format(name=about["grade_id"], points=about["points"], source=cell.source)
                archive.writestr(f"tests/{about['grade_id'].replace('-', '_')}.py", test)
    return path
