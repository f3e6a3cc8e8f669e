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
    from autograder.maths.paths.graph import (
        rnn_graph as rnn_graph,
    )
    from autograder.maths.paths.graph import (
        training_graph as training_graph,
    )
    from autograder.model import (
        Answer as Answer,
    )
    from autograder.model import (
        Assignment as Assignment,
    )
    from autograder.model import (
        ChangedValue as ChangedValue,
    )
    from autograder.model import (
        ChangeKind as ChangeKind,
    )
    from autograder.model import (
        Expression as Expression,
    )
    from autograder.model import (
        Limits as Limits,
    )
    from autograder.model import (
        Misconception as Misconception,
    )
    from autograder.model import (
        Missing as Missing,
    )
    from autograder.model import (
        Opaque as Opaque,
    )
    from autograder.model import (
        Outcome as Outcome,
    )
    from autograder.model import (
        Probe as Probe,
    )
    from autograder.model import (
        Question as Question,
    )
    from autograder.model import (
        Raised as Raised,
    )
    from autograder.model import (
        Response as Response,
    )
    from autograder.model import (
        Returned as Returned,
    )
    from autograder.model import (
        Stopped as Stopped,
    )
    from autograder.model import (
        Verdict as Verdict,
    )
    from autograder.model import (
        correct as correct,
    )
    from autograder.model import (
        credited as credited,
    )
    from autograder.model import (
        incorrect as incorrect,
    )
    from autograder.model import (
        misconception as misconception,
    )
    from autograder.model import (
        unanswered as unanswered,
    )
    from autograder.model import (
        undecided as undecided,
    )
    from autograder.model.errors import (
        AutograderError as AutograderError,
    )
    from autograder.model.errors import (
        CourseError as CourseError,
    )
    from autograder.model.errors import (
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
    )
    from autograder.questions.choice import (
        Members as Members,
    )
    from autograder.questions.derivation import (
        Derivation as Derivation,
    )
    from autograder.questions.forms import (
        Form as Form,
    )
    from autograder.questions.forms import (
        expanded as expanded,
    )
    from autograder.questions.forms import (
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
    )
    from autograder.questions.no_value import (
        no_value as no_value,
    )
    from autograder.questions.no_value import (
        nothing_written as nothing_written,
    )
    from autograder.questions.numeric import (
        Case as Case,
    )
    from autograder.questions.numeric import (
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
