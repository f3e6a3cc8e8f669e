"""The release in the repository is up to date; a release that leaks or does not fit the questions is refused."""

import shutil
from itertools import islice
from pathlib import Path

import nbformat
import pytest

import autograder.release_check.check
from autograder.assignments import names
from autograder.release_check.check import check
from autograder.store.course import Course
from tests.classroom import ROOT, make_course
from tests.end_to_end.conftest import run
from tests.templates import open_sandbox


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


@pytest.mark.thorough
@pytest.mark.parametrize("assignment", names())
def test_check_finds_no_problem_in_the_notebooks_of_this_repository(assignment, monkeypatch):
    """Each release in the repository is also what its source generates.

    `release_check/fairness/test_shipped_questions.py` tests the questions, `test_same_twice.py` the sandbox levels.
    """
    monkeypatch.setattr(autograder.release_check.check, "LEVELS", ())
    with open_sandbox() as sandbox:
        findings = list(check(Course.at(ROOT), assignment, sandbox))
    assert len(findings) == 6
    assert [finding for finding in findings if finding.problems] == []


def change(course, edit):
    path = course / "source" / "rnn" / "bptt.ipynb"
    node = nbformat.read(path, as_version=4)
    edit(node)
    nbformat.write(node, path)


def cell(node, grade_id):
    return next(c for c in node.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def rename(node):
    cell(node, "bptt").metadata.nbgrader.grade_id = "bppt"


def remove(node):
    node.cells.remove(cell(node, "states"))


def hide(node):
    cell(node, "states").source += "\n### BEGIN HIDDEN TESTS\nassert True\n### END HIDDEN TESTS"


def hide_misspelt(node):
    cell(node, "states").source += "\n### BEGIN HIDEN TEST\nassert True\n### END HIDEN TEST"


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (rename, "`bppt` has no question"),
        (remove, "`states` has no grade cell"),
        (hide, "hidden-test marker"),
        (hide_misspelt, "hidden-test marker"),
    ],
)
def test_generate_assignment_refuses_a_source_that_does_not_fit_the_questions(course, edit, reason):
    change(course, edit)
    done = run(course, "nbgrader", "generate_assignment", "rnn")
    assert done.returncode != 0
    assert reason in done.stderr


def test_generate_assignment_refuses_a_stray_file(course):
    (course / "source" / "rnn" / ".answers.py").write_text("W30 = ...")
    done = run(course, "nbgrader", "generate_assignment", "rnn")
    assert done.returncode != 0
    assert "`.answers.py` would be released" in done.stderr


def test_check_reports_a_stale_release_and_a_leaked_solution_and_leaves_the_gradebook_alone(small_course, tmp_path):
    course, gradebook = Path(shutil.copytree(small_course, tmp_path / "course")), tmp_path / "gradebook.db"
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write(f'\nc.CourseDirectory.db_url = "sqlite:///{gradebook}"\n')
    source, leaky = (course / folder / "intro" / "entropy.ipynb" for folder in ("source", "release"))
    for path, grade_id, line in (
        (source, "entropy", "# changed after the release"),
        (leaky, "entropy-code", "    return -np.sum(p * np.log(p))"),
    ):
        node = nbformat.read(path, as_version=4)
        cell(node, grade_id).source += f"\n{line}"
        nbformat.write(node, path)
    page = course / "fairness.html"
    done = run(course, "autograder", "check", "intro", "--students", "1", "--jobs", "1", "--html", page, "--while-open")
    assert done.returncode == 1
    assert "entropy.ipynb differs" in done.stdout
    assert "`entropy-code` contains a line of the solution" in done.stdout
    assert " of 12 claims fail" in page.read_text()
    assert "entropy.ipynb" not in page.read_text()
    assert "For after the deadline" not in page.read_text()
    assert not gradebook.exists()


def test_check_copies_no_source_with_files_that_cannot_be_used(small_course, tmp_path):
    course = Path(shutil.copytree(small_course, tmp_path / "course"))
    (course / "source" / "intro" / "data.csv").symlink_to("/dev/zero")
    with open_sandbox() as sandbox:
        first, second = islice(check(Course.at(course), "intro", sandbox), 2)
    assert "is a link, and links are not followed" in first.problems[0]
    assert "matches the source" not in second.claim
