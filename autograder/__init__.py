"""Autograded homework for mathematical deep learning, on top of nbgrader.

The author of an assignment imports from here::

    from autograder import Assignment, Case, Numeric, misconception

A name is loaded when it is first used: ``import autograder`` alone loads neither NumPy nor SymPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from autograder import _deprecated

if TYPE_CHECKING:
    from autograder.assignments.course_file import (
        course_file as course_file,
    )
    from autograder.maths.paths.graph import (
        rnn_graph as rnn_graph,
        training_graph as training_graph,
    )
    from autograder.model import (
        Answer as Answer,
        Assignment as Assignment,
        ChangedValue as ChangedValue,
        ChangeKind as ChangeKind,
        Expression as Expression,
        Limits as Limits,
        Misconception as Misconception,
        Missing as Missing,
        Opaque as Opaque,
        Outcome as Outcome,
        Probe as Probe,
        Question as Question,
        Raised as Raised,
        Response as Response,
        Returned as Returned,
        Stopped as Stopped,
        Verdict as Verdict,
        correct as correct,
        credited as credited,
        incorrect as incorrect,
        misconception as misconception,
        unanswered as unanswered,
        undecided as undecided,
    )
    from autograder.model.errors import (
        AutograderError as AutograderError,
        CourseError as CourseError,
        SandboxError as SandboxError,
    )
    from autograder.questions import (
        layouts as layouts,
    )
    from autograder.questions.asked import (
        NameQuestion as NameQuestion,
    )
    from autograder.questions.choice import (
        Choice as Choice,
        Members as Members,
    )
    from autograder.questions.derivation import (
        Derivation as Derivation,
    )
    from autograder.questions.forms import (
        Form as Form,
        expanded as expanded,
        in_terms_of as in_terms_of,
    )
    from autograder.questions.induction import (
        PowerInduction as PowerInduction,
    )
    from autograder.questions.manually_graded import (
        ManuallyGraded as ManuallyGraded,
    )
    from autograder.questions.multi_part import (
        MultiPart as MultiPart,
    )
    from autograder.questions.no_value import (
        NoValue as NoValue,
        no_value as no_value,
        nothing_written as nothing_written,
    )
    from autograder.questions.numeric import (
        Case as Case,
        Numeric as Numeric,
    )
    from autograder.questions.symbolic import (
        Symbolic as Symbolic,
    )
    from autograder.questions.tolerance import (
        Tolerance as Tolerance,
    )
    from autograder.questions.value import (
        Value as Value,
    )

_HOMES = {
    "assignments.course_file": "course_file",
    "maths.paths.graph": "rnn_graph training_graph",
    "model": (
        "Answer Assignment ChangedValue ChangeKind Expression Limits Misconception Missing Opaque Outcome "
        "Probe Question Raised Response Returned Stopped Verdict correct credited incorrect misconception "
        "unanswered undecided"
    ),
    "model.errors": "AutograderError CourseError SandboxError",
    "questions": "layouts",
    "questions.asked": "NameQuestion",
    "questions.choice": "Choice Members",
    "questions.derivation": "Derivation",
    "questions.forms": "Form expanded in_terms_of",
    "questions.induction": "PowerInduction",
    "questions.manually_graded": "ManuallyGraded",
    "questions.multi_part": "MultiPart",
    "questions.no_value": "NoValue no_value nothing_written",
    "questions.numeric": "Case Numeric",
    "questions.symbolic": "Symbolic",
    "questions.tolerance": "Tolerance",
    "questions.value": "Value",
}
"""Module below this package to the public names in it."""
_HOME = {name: f"{__name__}.{module}" for module, names in _HOMES.items() for name in names.split()}

__all__ = [*_HOME]

_deprecated.install()


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(_HOME[name])
    value = globals()[name] = getattr(home, name) if hasattr(home, name) else import_module(f"{_HOME[name]}.{name}")
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
