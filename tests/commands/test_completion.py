"""Shell completion: suggestions are correct, fast, and harmless for any student names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
HOSTILE = ("$(touch owned)", "`id`", "a;b", "x y", "--force", "-rf", "\x1b[2J", "a\nb", "\u202eevil", "a'b", "*")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course made of empty folders and files, since completion opens none."""
    for student in ("s002", "s004", "zoë", *HOSTILE):
        (tmp_path / "submitted" / student / "rnn").mkdir(parents=True)
    (tmp_path / "submitted" / "other" / "training").mkdir(parents=True)
    (tmp_path / "release" / "rnn").mkdir(parents=True)
    (tmp_path / "release" / "rnn" / "lstm.ipynb").touch()
    (tmp_path / "assignments").mkdir()
    (tmp_path / "assignments" / "intro.py").touch()
    (tmp_path / "nbgrader_config.py").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def completed(*words, environment=()):
    """Return what bash would offer for the last word."""
    asked = {"_AUTOGRADER_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [BIN / "autograder"],
        env={**os.environ, **asked, **dict(environment)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    return done.stdout.decode().split()


def test_assignments_include_those_of_the_course(course):
    assert completed("autograder", "grade", "''") == ["intro", "rnn", "training"]


def test_students_with_hostile_names_are_not_offered(course):
    assert completed("autograder", "grade", "rnn", "--student", "''") == ["s002", "s004", "zoë"]
    assert completed("autograder", "feedback", "rnn", "--student", "z", environment={"LC_ALL": "C"}) == ["zoë"]


def test_notebooks_and_levels_are_completed(course):
    assert completed("autograder", "grade", "rnn", "--notebook", "l") == ["lstm"]
    assert completed("autograder", "grade", "rnn", "--level", "o") == ["outer"]


def test_completion_uses_the_course_option(course, monkeypatch):
    monkeypatch.chdir("/")
    assert completed("autograder", "report", "--course", str(course), "i") == ["intro"]


def test_completion_is_silent_outside_a_course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "submitted").touch()
    assert completed("autograder", "grade", "rnn", "--student", "''") == []


def test_help_and_completion_do_not_import_nbgrader():
    look = (
        "import sys, autograder.cli; print(sorted({'nbgrader', 'numpy', 'sympy', 'jupyter_core'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_installed_bash_completion_completes_students(course):
    taught = """
        eval "$(autograder --show-completion)"
        COMP_WORDS=(autograder grade rnn --student s) COMP_CWORD=4
        _autograder_completion autograder
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", taught],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["s002", "s004"], done.stderr
