"""The class of the demo, which tests submit to courses with the release of this repository."""

from pathlib import Path

from autograder.commands.demo.classroom import (
    COURSE,
    STUB,
    SUBMISSIONS,
    Answers,
    fill,
    hand_in,
    make_course,
    read_answers,
    released,
    solved,
    students,
)

ROOT = Path(__file__).parent.parent
STUDENTS = SUBMISSIONS / "rnn"

__all__ = [
    "COURSE",
    "ROOT",
    "STUB",
    "STUDENTS",
    "Answers",
    "fill",
    "hand_in",
    "make_course",
    "read_answers",
    "released",
    "solved",
    "students",
]
