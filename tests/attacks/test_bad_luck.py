"""`autograder grade` and `nbgrader autograde` give unlucky submissions of the whole notebook the same grades.

`test_submissions.py` tests the grades of all of them in a small notebook.
"""

from __future__ import annotations

import json

import pytest

from tests.attacks.submissions import EVERY, selected
from tests.attacks.world import make_world
from tests.classroom import make_course, released
from tests.end_to_end.conftest import grades, run

UNLUCKY = [each for each in EVERY if each.family == "bad-luck"]
EVERY_SIXTEENTH = [
    pytest.param(each, id=each.path.stem, marks=[pytest.mark.thorough] if number % 16 else [])
    for number, each in enumerate(UNLUCKY)
]
STOPPED = """from dataclasses import replace

from autograder.assignments.rnn import assignment as shipped

limits = replace(shipped.limits, seconds=1.5, cpu_seconds=0.6)
assignment = replace(shipped, limits=limits)
"""
"""The assignment of a class whose code has to be stopped, with lower limits than usual."""
ROADS = {
    "autograder": ["autograder grade rnn --notebook bptt --json results.json"],
    "nbgrader": ["nbgrader generate_assignment rnn", "nbgrader autograde rnn --notebook bptt --log-level=ERROR"],
}
POINTS = {"sigmoid": 1, "jacobian": 3, "states": 2, "first-index": 1, "bptt-derivation": 4}

pytestmark = pytest.mark.xdist_group("attacks: bad luck")


@pytest.fixture(scope="module")
def roads(request, tmp_path_factory):
    """Return the gradebook of the class by command, and the problems of each student.

    The gradebook holds, for each question, the score, whether it needs manual grading, and the comment. Only
    submissions that are tested in this run are graded.
    """
    found, reported = {road: {} for road in ROADS}, []
    chosen = selected(request.session)
    for short in (False, True):
        for road, commands in ROADS.items():
            with make_world(tmp_path_factory.mktemp(road)) as world:
                _submit_class(world, chosen, short)
                for command in commands:
                    done = run(world.course, *command.split())
                    assert done.returncode in (0, 1), done.stderr
                found[road] |= {key: value for key, value in grades(world.course).items() if key[1] == "bptt"}
                if road == "autograder":
                    reported += json.loads((world.course / "results.json").read_text())["submissions"]
    return found, {each["student"]: each["problems"] for each in reported}


def _submit_class(world, chosen, short):
    make_course(world.course)
    if short:
        (world.course / "assignments").mkdir()
        (world.course / "assignments" / "rnn.py").write_text(STOPPED)
    for each in UNLUCKY:
        if each.short is short and each.student in chosen:
            each.hand_in(world, released()["bptt"])


@pytest.mark.parametrize("submission", EVERY_SIXTEENTH)
def test_both_commands_give_the_same_grades(roads, submission):
    fast, stock = (
        {key: value for key, value in road.items() if key[0] == submission.student} for road in roads[0].values()
    )
    assert fast
    assert fast == stock


@pytest.mark.parametrize("submission", EVERY_SIXTEENTH)
def test_right_answers_earn_their_points_or_need_manual_grading(roads, submission):
    for (student, _, question), (score, needs_manual_grade, comment) in roads[0]["nbgrader"].items():
        if student == submission.student and question in submission.honest | submission.person:
            assert score == POINTS[question] or (question in submission.person and needs_manual_grade), comment


@pytest.mark.parametrize("submission", EVERY_SIXTEENTH)
def test_problems_are_reported(roads, submission):
    problems = roads[1][submission.student]
    for expected in submission.reported:
        assert any(expected in problem for problem in problems), problems
