"""The demo: for somebody who has this repository, and for somebody who installed a wheel of it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.demo import show
from tests.classroom import ROOT, students

BUILT_FROM = ("autograder", "source", "release")
BESIDE = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "nbgrader_config.py")


def files(folder, *parts):
    found = (path for part in parts for path in (folder / part).rglob("*"))
    return {path.relative_to(folder) for path in found if path.is_file() and "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder into which a wheel was installed that was made of a copy of the repository."""
    copy, made = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("installed")
    for part in BUILT_FROM:
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in BESIDE:
        shutil.copy(ROOT / name, copy)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", copy, "--no-deps", "--no-build-isolation", "--wheel-dir", copy / "dist"], check=True)
    (wheel,) = (copy / "dist").glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", made, wheel], check=True)
    return made


def test_a_wheel_holds_the_whole_package_and_the_course(installed):
    assert files(ROOT, "autograder") <= files(installed, "autograder")
    course = installed / "autograder" / "demo" / "course"
    assert files(course, ".") == files(ROOT, "source", "release") | {Path("nbgrader_config.py")}
    assert all((course / path).read_bytes() == (ROOT / path).read_bytes() for path in files(course, "."))


def test_whoever_installed_a_wheel_sees_a_class_graded(installed, tmp_path):
    done = subprocess.run(
        [installed / "bin" / "autograder", "demo", "look here", "--quick"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    course = tmp_path / "look here"
    (assignment,) = (path.name for path in (course / "release").iterdir())
    for student in (*show.QUICK, "broken-file"):
        assert list((course / "feedback" / student / assignment).glob("*.html")), student
    assert (course / f"{assignment}-report.html").is_file()
    assert f"results-{assignment}.json" in os.listdir(course)
    assert "cd 'look here'" in done.stdout
    assert f"autograder regrade {assignment} --drop" in done.stdout


def test_the_whole_class_hands_in_all_assignments(tmp_path):
    for assignment in show.build(tmp_path / "course"):
        everybody = {path.parent.name for path in (tmp_path / "course" / "submitted").glob(f"*/{assignment}")}
        assert everybody == {*students(assignment), "untouched", "instructor", "broken-file"}
        commands = [command for command, _ in show.steps(assignment)]
        assert commands[0][:3] == ("autograder", "check", assignment)
        assert {command[1] for command in commands} == {"check", "generate_assignment", "grade", "feedback", "report"}
