"""Each class of the suite is graded once; the tests examine the results.

Every third submission of a family is graded in every run, and all of them in a thorough one.
"""

from __future__ import annotations

from itertools import groupby

import pytest

from tests.attacks.submissions import selected
from tests.attacks.suite import ATTACKS, CLASSES, Graded, grade_class
from tests.end_to_end.conftest import run


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests for every submission or every class; tests of one class share a process, which grades it once."""
    if {"graded", "submission"} <= set(metafunc.fixturenames):
        everybody = [
            pytest.param(name, each, id=each.name, marks=[pytest.mark.xdist_group(name), *_thorough(number)])
            for name, (_, submissions) in CLASSES.items()
            for _, family in groupby(submissions, key=lambda each: each.family)
            for number, each in enumerate(family)
        ]
        metafunc.parametrize(("graded", "submission"), everybody, indirect=["graded"], scope="session")
    elif "graded" in metafunc.fixturenames:
        names = ATTACKS if metafunc.module.__name__.endswith("test_pages") else CLASSES
        classes = [pytest.param(name, id=name, marks=pytest.mark.xdist_group(name)) for name in names]
        metafunc.parametrize("graded", classes, indirect=True)


def _thorough(number: int) -> list[pytest.MarkDecorator]:
    return [pytest.mark.thorough] if number % 3 else []


@pytest.fixture(scope="session")
def graded(request, tmp_path_factory) -> Graded:
    """Return one of the classes after it was graded and its sandbox was closed."""
    limits, submissions = CLASSES[request.param]
    chosen = selected(request.session) or {each.student for each in submissions}
    asked = tuple(each for each in submissions if each.student in chosen)
    return grade_class(tmp_path_factory.mktemp("world"), limits, asked)


@pytest.fixture(scope="session")
def pages(graded) -> dict[str, str]:
    """Return the feedback page of every student."""
    done = run(graded.course, "autograder", "feedback", "rnn")
    assert done.returncode == 0, done.stderr
    folder = graded.course / "feedback"
    return {student: (folder / student / "rnn" / "bptt.html").read_text(encoding="utf-8") for student in graded.reports}
