"""Fixtures that run commands in this process and capture their output and exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from autograder import cli
from tests.classroom import hand_in, make_course, released


@dataclass(frozen=True)
class Ended:
    code: int
    output: str
    complaint: str


@pytest.fixture
def call(monkeypatch, capsys):
    """Return a function that calls the command line with arguments."""

    def called(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        monkeypatch.setenv("TERMINAL_WIDTH", "200")
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.run()
        said = capsys.readouterr()
        return Ended(ended.value.code or 0, said.out, said.err)

    return called


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one ungraded submission, as the current folder."""
    folder = make_course(tmp_path / "course")
    hand_in(folder, "s002", released())
    monkeypatch.chdir(folder)
    return folder
