"""Check documented commands that tests cannot run, because they run the tests or need other machines."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.machinery import PathFinder
from pathlib import Path

import typer
from nbgrader.apps.nbgraderapp import NbGraderApp

from autograder.cli import app
from tests.classroom import ROOT
from tests.docs.pages import program

BIN = Path(sys.executable).parent

NO_SUCH_HOST = {
    "autograder grade rnn --scheduler tcp://scheduler:8786",
    "autograder grade rnn --scheduler tcp://localhost:8786",
}
"""Commands that need a cluster; `tests/batch/test_cluster.py` tests schedulers and workers."""

NO_SUCH_PROGRAM = {
    "helm repo add dask https://helm.dask.org",
    "helm repo update",
    "helm install grading dask/dask --values values.yaml",
    "kubectl port-forward service/grading-scheduler 8786:tcp-comm",
}
"""Commands of programs that are not installed here; the page says that they have not been tried."""


def examine(command: list[str]) -> None:
    """Check that a command and its options exist.

    Raises
    ------
    AssertionError
        A part of it does not exist, or no examiner knows the command.
    """
    if " ".join(command) in NO_SUCH_PROGRAM:
        return
    name = program(command)
    assert name in _EXAMINERS, f"no test knows the command `{' '.join(command)}`; is it text? Then write ```text"
    _EXAMINERS[name](command[1:])


def autograder(words: list[str]) -> None:
    """Check that the command exists and has the options."""
    group = typer.main.get_command(app)
    if words[0].startswith("-"):
        assert words[0] in _options([str(BIN / "autograder"), "--help"])
        return
    assert words[0] in group.commands, f"there is no command `autograder {words[0]}`"
    known = {name for each in group.commands[words[0]].params for name in (*each.opts, *each.secondary_opts)}
    for word in words[1:]:
        option = word.partition("=")[0]
        assert not word.startswith("-") or option in {*known, "--help"}, f"`autograder {words[0]}` has no {option}"


def nbgrader(words: list[str]) -> None:
    """Check that the subcommand exists; nbgrader would exit with 0 if it did not."""
    assert words[0] in NbGraderApp.subcommands or words[0].startswith("--"), f"there is no `nbgrader {words[0]}`"


def _make(words: list[str]) -> None:
    targets = [word for word in words if not word.startswith("-") and "=" not in word]
    subprocess.run(["make", "--dry-run", *targets], cwd=ROOT, check=True, capture_output=True)


def _pip(words: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "requirements.lock").read_text()
    assert words[0] == "install"
    known = _options([sys.executable, "-m", "pip", "install", "--help"])
    for word in words[1:]:
        if word.startswith("-"):
            assert word in known, word
        elif extra := re.fullmatch(r"\.\[(\w+)\]", word):
            assert extra[1] in project["optional-dependencies"]
        else:
            assert (ROOT / word).exists() or re.search(rf"^{word}==", lock, re.MULTILINE), word


def _python(words: list[str]) -> None:
    assert words[0] == "-m"
    assert PathFinder.find_spec(words[1])


def _apt_get(words: list[str]) -> None:
    wanted = (ROOT / "Makefile").read_text()
    assert words[0] == "install"
    for package in words[1:]:
        assert re.search(rf"[ ']{package}:", wanted), f"`make` does not install {package}"


def _dask(words: list[str]) -> None:
    known = _options([str(BIN / "dask"), words[0], "--help"])
    for word in words[1:]:
        assert not word.startswith("--") or word in known, word


def _git(words: list[str]) -> None:
    if words[0] == "-C":
        words = words[2:]
    shown = subprocess.run(["git", words[0], "-h"], capture_output=True, text=True, check=False)
    assert "usage: git" in shown.stdout + shown.stderr, f"there is no `git {words[0]}`"


def _options(command: list[str]) -> set[str]:
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"(?<![\w-])(--?[a-zA-Z][\w-]*)", shown))


_EXAMINERS = {
    "apt-get": _apt_get,
    "autograder": autograder,
    "dask": _dask,
    "git": _git,
    "make": _make,
    "nbgrader": nbgrader,
    "pip": _pip,
    "python3": _python,
}
