"""Grade classes of attackers, with an honest submission before each family and at the end, and record what happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from autograder.assignments import load
from autograder.batch.worker import finished
from autograder.grading.grader import Grader
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import read_release, read_submission
from autograder.model import Assignment, Limits
from autograder.model.result import QuestionResult, SubmissionResult
from autograder.sandbox import Sandbox
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from autograder.store.records import Records
from tests.attacks.notebooks import HONEST, QUESTIONS
from tests.attacks.processes import adopting_orphans, descendants, settle
from tests.attacks.submissions import EVERY, Handed
from tests.attacks.world import World, make_world
from tests.templates import open_sandbox

USUAL = Limits(seconds=8, cpu_seconds=8, memory_mb=512, disk_mb=16)
SHORT = replace(USUAL, seconds=1.5, cpu_seconds=0.6)
INTAKE = ("files", "tampering")

_ATTACKS = tuple(each for each in EVERY if each.family != "bad-luck")
_UNLUCKY = tuple(each for each in EVERY if each.family == "bad-luck")
ATTACKS = ("notebooks", "code that ends", "code that is ended")
CLASSES = {
    "notebooks": (USUAL, tuple(each for each in _ATTACKS if not each.short and each.family in INTAKE)),
    "code that ends": (USUAL, tuple(each for each in _ATTACKS if not each.short and each.family not in INTAKE)),
    "code that is ended": (SHORT, tuple(each for each in _ATTACKS if each.short)),
    "bad luck": (USUAL, tuple(each for each in _UNLUCKY if not each.short)),
    "bad luck that is ended": (SHORT, tuple(each for each in _UNLUCKY if each.short)),
}
"""Separate classes, so that test processes can grade them in parallel."""


@dataclass
class Graded:
    """The results of a class, and what was observed while it was graded."""

    world: World
    line: tuple[Handed, ...]
    """All submissions, witnesses included, in the order in which they were graded."""
    reports: dict[str, SubmissionResult] = field(default_factory=dict)
    left_running: dict[str, int] = field(default_factory=dict)
    """How many additional processes were left after each submission."""
    left_at_the_end: int = 0
    connections: int = 0
    changed_files: set[str] = field(default_factory=set)

    @property
    def course(self) -> Path:
        return self.world.course

    def results(self, submission: Handed) -> dict[str, QuestionResult]:
        return {result.question: result for result in self.reports[submission.student].questions}


def grade_class(root: Path, limits: Limits, submissions: Sequence[Handed], level: str | None = None) -> Graded:
    """Submit, grade, close the sandbox."""
    with make_world(root) as world, adopting_orphans():
        found = Graded(world, tuple(_with_witnesses(submissions, world.secrets["classmate"])))
        for each in found.line:
            each.hand_in(world)
        open_sandbox(level).close()  # what it is cloned from stays
        before, processes = world.files(), len(settle(len(descendants()) - 1, seconds=0.5))
        with open_sandbox(level) as sandbox:
            _grade(found, sandbox, limits)
        found.left_at_the_end = len(settle(processes)) - processes
        found.connections = world.connections()
        after = world.files()
        found.changed_files = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return found


def _grade(found: Graded, sandbox: Sandbox, limits: Limits) -> None:
    course = Course.at(found.course)
    release = read_release(course.release("rnn"), "rnn")
    usual = 0
    with open_gradebook(course.db_url) as gradebook, JudgeProcess("rnn") as judge:
        records, grader = Records(course, gradebook, release), Grader(small(limits), sandbox, judge)
        for student in (each.student for each in found.line):
            submission = read_submission(course.submitted(student, "rnn"), student, release)
            graded = grader.grade(submission)
            records.write(finished(graded, sandbox.report))
            usual = usual or len(descendants())
            found.left_running[student] = max(0, len(settle(usual)) - usual)
            found.reports[student] = graded.result


def small(limits: Limits) -> Assignment:
    """Return the assignment with only the questions of the small notebook."""
    questions = {question.name: question for question in load("rnn").notebooks["bptt"]}
    asked = tuple(replace(questions[name], limits=None) for name in QUESTIONS)
    return Assignment("rnn", {"bptt": asked}, limits=limits, notebook_seconds=40, notebook_output_kb=2048)


def _with_witnesses(submissions: Sequence[Handed], secret: str) -> list[Handed]:
    line: list[Handed] = []
    for family, attackers in groupby(submissions, key=lambda each: each.family):
        line += [_witness(f"before-{family}", secret), *attackers]
    return [*line, _witness("at-the-end", secret)]


def _witness(when: str, secret: str) -> Handed:
    return Handed(
        path=Path(f"witnesses/{when}.md"),
        sentence="An honest student, with a secret in a comment.",
        honest=frozenset({"sigmoid", "jacobian", "states", "first-index"}),
        student=f"witness-{when}",
        answers={"first-index-code": f"{HONEST['first-index-code']}# {secret}\n"},
    )
