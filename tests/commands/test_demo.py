"""The demo, run from this repository and from an installed wheel."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.commands.demo import show
from tests.classroom import ROOT, students

BUILT_FROM = ("autograder", "source", "release")
BESIDE = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "nbgrader_config.py")


def files(folder, *parts):
    found = (path for part in parts for path in (folder / part).rglob("*"))
    return {path.relative_to(folder) for path in found if path.is_file() and "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with an installed wheel, built from a copy of the repository."""
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


def test_a_wheel_contains_the_package_and_the_course(installed):
    assert files(ROOT, "autograder") <= files(installed, "autograder")
    course = installed / "autograder" / "commands" / "demo" / "course"
    assert files(course, ".") == files(ROOT, "source", "release") | {Path("nbgrader_config.py")}
    assert all((course / path).read_bytes() == (ROOT / path).read_bytes() for path in files(course, "."))


@pytest.mark.thorough
def test_the_demo_runs_from_an_installed_wheel(installed, tmp_path):
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


def test_every_student_submits_every_assignment(tmp_path):
    for assignment in show.build(tmp_path / "course"):
        everybody = {path.parent.name for path in (tmp_path / "course" / "submitted").glob(f"*/{assignment}")}
        assert everybody == {*students(assignment), "untouched", "instructor", "broken-file"}
        assert [command[1] for command, _ in show.steps(assignment)] == ["grade", "feedback", "report"]


@pytest.fixture
def ran(monkeypatch):
    """The commands of a demo that runs none of them."""
    commands = []

    def run(command, folder):
        commands.append(command[1])
        return 0

    monkeypatch.setattr(show, "run", run)
    return commands


def test_the_release_check_comes_last_and_is_optional(call, ran, tmp_path):
    said = call("demo", tmp_path / "course")
    assert said.code == 0
    assert ran == ["grade", "feedback", "report"] * 2 + ["check"] * 2
    assert "Press Ctrl-C to skip it" in said.output
    assert said.output.index("What to try next") < said.output.index("Press Ctrl-C to skip it")


def test_the_quick_demo_skips_the_release_check(call, ran, tmp_path):
    assert "Ctrl-C" not in call("demo", tmp_path / "course", "--quick").output
    assert ran == ["grade", "feedback", "report"]


def test_an_interrupted_release_check_ends_the_demo_well(call, monkeypatch, tmp_path):
    def run(command, folder):
        if command[1] == "check":
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr(show, "run", run)
    said = call("demo", tmp_path / "course")
    assert said.code == 0
    assert "Skipped the release check" in said.output
    assert (tmp_path / "course" / "submitted" / "untouched").is_dir()


def test_ctrl_c_lets_a_command_clean_up(tmp_path):
    (tmp_path / "slow.py").write_text(
        "import pathlib, time\n"
        "try:\n    pathlib.Path('began').touch(); time.sleep(60)\n"
        "except KeyboardInterrupt:\n    time.sleep(0.5); pathlib.Path('ended').touch()\n"
    )
    code = f"from pathlib import Path; from autograder.commands.demo.show import run; run(('slow',), Path({str(tmp_path)!r}))"
    demo = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (tmp_path / "began").exists():
        assert demo.poll() is None
        time.sleep(0.05)
    os.killpg(demo.pid, signal.SIGINT)
    demo.wait(timeout=30)
    assert (tmp_path / "ended").exists()
