"""The release that is in the repository, and the gate before it."""

import nbformat
import pytest

from autograder.assignments import names
from tests.classroom import ROOT, make_course
from tests.end_to_end.conftest import run


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def test_check_passes_on_the_project_as_it_is():
    """Also that the committed releases are what the sources make."""
    done = run(ROOT, "autograder", "check", "--students", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAIL " not in done.stdout
    for assignment in names():
        assert f"{assignment}: the release is what the source makes" in done.stdout


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
def test_nothing_is_generated_from_a_source_that_does_not_fit(course, edit, reason):
    change(course, edit)
    done = run(course, "nbgrader", "generate_assignment", "rnn")
    assert done.returncode != 0
    assert reason in done.stderr


def test_nothing_is_generated_with_a_stray_file(course):
    (course / "source" / "rnn" / ".answers.py").write_text("W30 = ...")
    done = run(course, "nbgrader", "generate_assignment", "rnn")
    assert done.returncode != 0
    assert "`.answers.py` would be handed out" in done.stderr


def test_check_names_a_stale_release_and_a_leak(course):
    change(course, lambda node: node.cells[0].update(source="# Another title"))
    leaky = course / "release" / "rnn" / "bptt.ipynb"
    node = nbformat.read(leaky, as_version=4)
    cell(node, "jacobian-code").source += "\n    return np.diag(y * (1 - y)) @ W"
    nbformat.write(node, leaky)
    page = course / "fairness.html"
    done = run(course, "autograder", "check", "rnn", "--students", "1", "--jobs", "2", "--html", page, "--while-open")
    assert done.returncode == 1
    assert "bptt.ipynb differs" in done.stdout
    assert "`jacobian-code` holds a line of the solution" in done.stdout
    assert " of 12 claims fail" in page.read_text()
    assert "bptt.ipynb" not in page.read_text()
    assert "For after the deadline" not in page.read_text()
