"""Grading again gives the same result: in another order, with another judge, at another sandbox level."""

from contextlib import suppress

import msgspec
import pytest

import autograder.release_check.check
from autograder.assignments import load
from autograder.grading.grader import Grader
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import read_release, read_submission
from autograder.model.errors import SandboxError
from autograder.store.course import Course
from tests.classroom import STUDENTS, fill, hand_in, make_course, read_answers
from tests.templates import open_sandbox

NAMES = ("many-styles", "s002")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("twice"))
    for name in NAMES:
        hand_in(course, name, fill(read_answers(STUDENTS / f"{name}.md")))
    return course


def graded(course, names, level):
    """Return the summary of each submission as JSON, without the sandbox level."""
    release = read_release(course / "release" / "rnn", "rnn")
    with open_sandbox(level) as sandbox, JudgeProcess("rnn") as judge:
        grader = Grader(load("rnn"), sandbox, judge)
        written = {}
        for name in names:
            submission = read_submission(course / "submitted" / name / "rnn", name, release)
            result = msgspec.json.encode(grader.grade(submission).result).decode()
            written[name] = result.replace(f'"sandbox":"{sandbox.report.level}"', "")
    return written


@pytest.mark.thorough
def test_results_do_not_depend_on_order_or_sandbox_level(course):
    first = graded(course, NAMES, None)
    assert all('"outcome"' in text for text in first.values())
    levels = []
    for level in ("outer", "landlock"):
        with suppress(SandboxError):
            assert graded(course, NAMES[::-1], level) == first, level
            levels.append(level)
    if not levels:
        assert graded(course, NAMES[::-1], None) == first


def test_check_fails_if_grading_again_gives_another_result(small_course, monkeypatch):
    class Moody(JudgeProcess):
        made = 0

        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            Moody.made += 1
            self.number = Moody.made

        def judge(self, notebook, responses):
            if self.number > 1 and "entropy" in responses:
                response = responses["entropy"]
                responses = {**responses, "entropy": type(response)(response.probes, ())}
            return super().judge(notebook, responses)

    monkeypatch.setattr(autograder.release_check.check, "JudgeProcess", Moody)
    monkeypatch.setattr(autograder.release_check.check, "LEVELS", ())  # the first other grading is enough
    with open_sandbox() as sandbox:
        findings = {
            finding.claim: finding.problems
            for finding in autograder.release_check.check.check(Course.at(small_course), "intro", sandbox)
        }
    (problems,) = [problems for claim, problems in findings.items() if claim.startswith("grading again")]
    assert "instructor: the result differs when graded again in another order" in problems
    assert sum(bool(problems) for problems in findings.values()) == 1
