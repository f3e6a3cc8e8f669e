"""If `nbgrader generate_assignment --force` is refused or fails, the old release is kept."""

import json

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests import intro
from tests.end_to_end.conftest import run

SCRATCH = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course with a release."""
    course = intro.make_course(tmp_path_factory.mktemp("release") / "course")
    done = run(course, "nbgrader", "generate_assignment", "intro")
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture
def course(released):
    """The same course; its source is restored afterwards."""
    source = released / "source" / "intro"
    before = (source / "entropy.ipynb").read_bytes()
    yield released
    for path in source.iterdir():
        path.unlink()
    (source / "entropy.ipynb").write_bytes(before)


def scratch_notebook(source):
    (source / "Untitled.ipynb").write_text(json.dumps(SCRATCH))


def truncated_notebook(source):
    (source / "entropy.ipynb").write_bytes((source / "entropy.ipynb").read_bytes()[:200])


def file_beside_it(source):
    (source / "answers.py").write_text("### BEGIN SOLUTION")


def cell_without_question(source):
    node = nbformat.read(source / "entropy.ipynb", as_version=4)
    node.cells[1].metadata.nbgrader.grade_id = "another"
    nbformat.write(node, source / "entropy.ipynb")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (scratch_notebook, "has no questions for notebook 'Untitled'"),
        (truncated_notebook, "does not appear to be JSON"),
        (file_beside_it, "file `answers.py` contains a marker of a solution"),
        (cell_without_question, "question `entropy` has no grade cell"),
    ],
)
def test_refused_release_prints_one_line_and_keeps_the_old_release(course, spoil, reason):
    release = course / "release" / "intro" / "entropy.ipynb"
    before = release.read_bytes()
    spoil(course / "source" / "intro")
    done = run(course, "nbgrader", "generate_assignment", "intro", "--force")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert reason in line
    assert release.read_bytes() == before
    assert [path.name for path in (course / "release").iterdir()] == ["intro"]


def test_old_release_is_restored_if_nbgrader_fails_later(course):
    release = course / "release" / "intro" / "entropy.ipynb"
    before = release.read_bytes()
    path = course / "source" / "intro" / "entropy.ipynb"
    path.write_text(path.read_text().replace("### END SOLUTION", "return 0"))
    done = run(course, "nbgrader", "generate_assignment", "intro", "--force")
    assert done.returncode == 1
    assert "no end solution statement found" in done.stderr.lower()
    assert release.read_bytes() == before
    assert [path.name for path in (course / "release").iterdir()] == ["intro"]


def test_valid_release_replaces_the_old_one(course):
    release = course / "release" / "intro" / "entropy.ipynb"
    path = course / "source" / "intro" / "entropy.ipynb"
    path.write_text(path.read_text().replace("shape (n,)", "shape (m,)"))
    assert run(course, "nbgrader", "generate_assignment", "intro", "--force").returncode == 0
    assert "shape (m,)" in release.read_text()
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert [each.name for each in gradebook.find_notebook("entropy", "intro").grade_cells] == ["entropy"]
