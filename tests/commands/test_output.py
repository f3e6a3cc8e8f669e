"""Output that is not UTF-8, full, closed or cut off: no traceback, and the grades are saved."""

import os
import subprocess
from pathlib import Path

import nbformat
import pytest

from tests import intro
from tests.end_to_end.conftest import run
from tests.warm import BIN


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A graded course with a student whose id is not ASCII."""
    made = intro.make_course(tmp_path_factory.mktemp("output") / "course")
    assert run(made, "nbgrader", "generate_assignment", "intro").returncode == 0
    folder = made / "submitted" / "müller" / "intro"
    folder.mkdir(parents=True)
    nbformat.write(intro.answered(made, intro.RIGHT)["entropy"], folder / "entropy.ipynb")
    assert run(made, "autograder", "grade", "intro").returncode == 0
    return made


def shell(course: Path, line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    values = {**os.environ, "PATH": path, **environment}
    return subprocess.run(["bash", "-c", line], cwd=course, env=values, capture_output=True, check=False, timeout=120)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("ascii", b"m?ller"), pytest.param("cp437", b"m\x81ller", marks=pytest.mark.thorough)],
)
def test_characters_that_the_terminal_cannot_show_are_question_marks(course, encoding, shown):
    done = shell(course, "autograder grade intro", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert shown in done.stdout


def test_full_output_device_is_reported_and_results_are_written(course):
    done = shell(course, "autograder grade intro --json full.json > /dev/full")
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "autograder: the output could not be written (No space left on device); everything that was graded is saved"
    ]
    assert (course / "full.json").is_file()


@pytest.mark.parametrize("closed", [pytest.param(">&-", marks=pytest.mark.thorough), "<&- >&- 2>&-"])
def test_closed_streams_do_not_stop_grading(course, closed):
    done = shell(course, f"autograder grade intro --force --json closed.json {closed}")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (course / "closed.json").is_file()
    (course / "closed.json").unlink()


@pytest.mark.thorough
def test_closed_pipe_ends_the_command_without_a_traceback(course):
    assert shell(course, "autograder grade intro | true").stderr == b""
