"""What travels through the grader: probe -> answer -> verdict, and the questions that connect them.

Everything here is an immutable value. Nothing here knows nbgrader, the sandbox or a file.
"""

from autograder.model.answers import (
    Answer,
    Expression,
    Missing,
    Opaque,
    Probe,
    Raised,
    Response,
    Returned,
    Stop,
    Stopped,
)
from autograder.model.questions import (
    Assignment,
    ChangedValue,
    ChangeKind,
    Limits,
    Misconception,
    Question,
    misconception,
)
from autograder.model.verdicts import (
    Outcome,
    TestLevel,
    Verdict,
    correct,
    credited,
    incorrect,
    unanswered,
    undecided,
)

__all__ = [
    "Answer",
    "Assignment",
    "ChangeKind",
    "ChangedValue",
    "Expression",
    "Limits",
    "Misconception",
    "Missing",
    "Opaque",
    "Outcome",
    "Probe",
    "Question",
    "Raised",
    "Response",
    "Returned",
    "Stop",
    "Stopped",
    "TestLevel",
    "Verdict",
    "correct",
    "credited",
    "incorrect",
    "misconception",
    "unanswered",
    "undecided",
]
