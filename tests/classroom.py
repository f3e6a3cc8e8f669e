"""The class of the demo, which tests submit to courses with the release of this repository."""

from pathlib import Path

from autograder.commands.demo import classroom
from autograder.commands.demo.classroom import (
    COURSE,
    STUB,
    SUBMISSIONS,
    Answers,
    fill,
    hand_in,
    read_answers,
    released,
    solved,
    students,
)

ROOT = Path(__file__).parent.parent
SECRET = "00" * 32
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
    "write_secret",
]


def make_course(folder: Path, assignment: str = "rnn") -> Path:
    """Create a course whose hidden inputs are the same in every run of the tests."""
    course = classroom.make_course(folder, assignment)
    write_secret(course)
    return course


def write_secret(course: Path) -> None:
    """Give a course a known secret."""
    (course / ".autograder").mkdir(mode=0o700, exist_ok=True)
    (course / ".autograder" / "secret").write_text(SECRET)
