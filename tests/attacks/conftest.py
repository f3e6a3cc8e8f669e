"""The suite is graded once, as several classes; the tests look at what came out."""

from __future__ import annotations

import glob

import pytest

from tests.attacks.suite import CLASSES, Graded, grade_class
from tests.end_to_end.conftest import run


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test for everybody, or at least for every class; all of a class in one process, to grade it once."""
    if {"graded", "submission"} <= set(metafunc.fixturenames):
        everybody = [
            pytest.param(name, submission, id=submission.name, marks=pytest.mark.xdist_group(name))
            for name, (_, submissions) in CLASSES.items()
            for submission in submissions
        ]
        metafunc.parametrize(("graded", "submission"), everybody, indirect=["graded"])
    elif "graded" in metafunc.fixturenames:
        classes = [pytest.param(name, id=name, marks=pytest.mark.xdist_group(name)) for name in CLASSES]
        metafunc.parametrize("graded", classes, indirect=True)


@pytest.fixture(scope="session")
def graded(request, tmp_path_factory) -> Graded:
    """One of the classes, graded; the sandbox is closed again."""
    return grade_class(tmp_path_factory.mktemp("world"), *CLASSES[request.param])


@pytest.fixture(scope="session")
def pages(graded) -> dict[str, str]:
    """Everybody's feedback page, as nbgrader's own command writes it; it passes over ids that are file patterns."""
    done = run(graded.course, "nbgrader", "generate_feedback", "rnn", "--log-level=ERROR")
    assert done.returncode == 0, done.stderr
    folder = graded.course / "feedback"
    return {
        student: (folder / student / "rnn" / "bptt.html").read_text(encoding="utf-8")
        for student in graded.reports
        if glob.escape(student) == student
    }
