"""The folders in which the pages' commands run: a copy of the repository and a small course."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat

from tests import prices
from tests.classroom import ROOT, hand_in
from tests.docs.pages import blocks
from tests.intro import BLOCKS, notebook
from tests.warm import commands

NOTEBOOKS = {"intro": "entropy", "rnn": "lstm"}
"""The assignments that the pages name, each with one notebook and one question, that of `docs/new-assignment.md`: the
real `rnn` takes longer than a test of pages should, and an assignment of the course's own goes before it."""


class World:
    """A copy of the repository with a course beside it, as `docs/quick-start.md` has it."""

    def __init__(self, folder: Path) -> None:
        self.repository, self.course, self.student = (folder / name for name in ("repository", "my-course", "student"))
        self._done: set[str] = set()
        self.repository.mkdir()
        self.course.mkdir()
        for name in ("requirements.lock", "nbgrader_config.py"):
            (self.repository / name).write_bytes((ROOT / name).read_bytes())
        _write_source(self.repository, "rnn")
        _write_questions(self.course, "rnn")
        for place in (self.repository, self.course):
            self._install(place / ".venv" / "bin")

    def _is_done(self, line: str) -> bool:
        check = "autograder check "
        return line in self._done or (line.startswith(check) and any(each.startswith(check) for each in self._done))

    def _install(self, folder: Path) -> None:
        """Make a virtual environment that has only these commands."""
        folder.mkdir(parents=True)
        for name in ("autograder", "nbgrader"):
            (folder / name).symlink_to(commands() / name)
        (folder / "activate").write_text(f'PATH="{self._path}"\n')

    @property
    def _path(self) -> str:
        return os.pathsep.join([str(commands()), str(Path(sys.executable).parent), os.environ["PATH"]])

    def prepare(self, page: str) -> Path:
        """Write the files that a page requires or shows, and return the folder in which it starts."""
        if page == "docs/quick-start.md":
            return self.repository
        if page == "docs/new-assignment.md":
            _write_source(self.course, "intro")
            _write_questions(self.course, "intro")
            hand_in(self.course, "s004", {"entropy": notebook()}, "intro")
            return self.course
        if page == "docs/course-files.md":
            prices.add_to(self.course)
            hand_in(self.course, "s004", {"prices": prices.notebook()}, "prices")
            return self.course
        if page == "docs/ta.md":
            (self.course / "requirements.lock").write_bytes((ROOT / "requirements.lock").read_bytes())
            for name in ("course", "gradebook"):
                (self.course.parent / name).mkdir()
        if page == "docs/students.md":
            self.student.mkdir()
            for name in ("bptt", "vanishing", "lstm"):
                nbformat.write(notebook(), self.student / f"{name}.ipynb")
            return self.student
        if page == "docs/instructors.md":
            (self.course / "downloaded" / "rnn" / "archive").mkdir(parents=True)
            with zipfile.ZipFile(self.course / "downloaded" / "rnn" / "archive" / "all.zip", "w") as archive:
                archive.write(self.course / "release" / "rnn" / "lstm.ipynb", "s006_lstm.ipynb")
            (self.course / "submitted" / "s004" / "rnn" / "timestamp.txt").write_text("2026-12-03 08:00:00 UTC")
            for block in blocks(page):
                if block.file:
                    with (self.course / block.file).open("a", encoding="utf-8") as file:
                        file.write(block.text + "\n")
        return self.course

    def run(self, page: str, lines: list[str]) -> None:
        """Run a page's lines in one shell, as a reader would.

        The page for instructors is run completely; the other pages skip lines that have been run before. `autograder
        check` takes as long as all other commands together: it runs only once, with the options that come first.

        Raises
        ------
        AssertionError
            A command failed.
        """
        folder = self.prepare(page)
        new = [line for line in lines if page == "docs/instructors.md" or not self._is_done(line)]
        script = "\n".join(f"printf '\\n$ %s\\n' {_quoted(line)} >&2\n{line}" for line in new)
        home = folder.parent / "home"
        home.mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "PATH": self._path,
            "COLUMNS": "200",
            "HOME": str(home),
            "GITHUB_STEP_SUMMARY": str(home / "summary.md"),
        }
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"exit code {done.returncode}\n{done.stderr[-3000:]}\n{done.stdout[-3000:]}"
        self._done.update(new)


def _quoted(line: str) -> str:
    return "'" + line.replace("'", "'\\''") + "'"


def _write_source(folder: Path, assignment: str) -> None:
    place = folder / "source" / assignment
    place.mkdir(parents=True)
    nbformat.write(notebook(), place / f"{NOTEBOOKS[assignment]}.ipynb")


def _write_questions(course: Path, assignment: str) -> None:
    for path, text in BLOCKS.items():
        if path.startswith("assignments/"):
            place = course / path.replace("/intro/", f"/{assignment}/")
            place.parent.mkdir(parents=True, exist_ok=True)
            named = text.replace('"intro", {"entropy"', f'"{assignment}", {{"{NOTEBOOKS[assignment]}"')
            place.write_text(named, encoding="utf-8")
