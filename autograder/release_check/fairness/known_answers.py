"""Answers whose verdict is known beforehand: right ones in many styles, and every misconception.

The right ones lie beside the questions, in `autograder/assignments/<assignment>/styles/<question>.py`. Every public
function there is an answer to the question, and its docstring says what is particular about it. Where the question asks
for a function, it is that function; where it asks for a value, it takes no arguments and returns it; where it asks for
several names, it returns a dict of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from inspect import getdoc, isfunction
from typing import Any

import numpy as np

from autograder.model import Misconception, Question
from autograder.questions.choice import Choice, Members
from autograder.questions.multi_part import MultiPart
from autograder.questions.numeric import Numeric
from autograder.questions.symbolic import Symbolic
from autograder.questions.value import Value


@dataclass(frozen=True)
class KnownAnswer:
    """An answer that we wrote, and what has to be concluded about it.

    Attributes
    ----------
    name : str
    about : str
        What is particular about it, in a sentence.
    namespace : mapping of str to object
        What the names that the notebook asks for are bound to.
    misconception : Misconception or None
        None for a right answer.
    """

    name: str
    about: str
    namespace: Mapping[str, Any]
    misconception: Misconception | None = None

    @property
    def right(self) -> bool:
        return self.misconception is None


def parts(question: Question) -> tuple[Question, ...]:
    """Return the questions that a question consists of: itself, or its parts."""
    return (
        tuple(each for part in question.parts for each in parts(part))
        if isinstance(question, MultiPart)
        else (question,)
    )


def asks_for_code(question: Question) -> bool:
    """Whether a solution cell answers it, as opposed to a text."""
    return bool(question.names)


def reference(question: Question) -> KnownAnswer:
    """Return the reference as an answer."""
    return KnownAnswer(
        "the reference",
        "What all answers are compared with.",
        {part.names[0]: _right(part) for part in parts(question)},
    )


def styles(package: str, question: Question) -> tuple[KnownAnswer, ...]:
    """Return the right answers that lie beside the questions, in the order in which they stand there.

    Parameters
    ----------
    package : str
        The package that holds the assignment's questions.
    question : Question
    """
    name = f"{package}.styles.{question.name.replace('-', '_')}"
    if find_spec(package) is None or find_spec(f"{package}.styles") is None or find_spec(name) is None:
        return ()
    module = import_module(name)
    written = [f for f in vars(module).values() if isfunction(f) and f.__module__ == name and f.__name__[0] != "_"]
    return tuple(
        KnownAnswer(f.__name__.replace("_", " "), " ".join((getdoc(f) or "").split()), _namespace(question, f))
        for f in written
    )


def misconceptions(question: Question) -> Iterator[KnownAnswer]:
    """Yield every misconception of a question as an answer; what else the question asks for is right."""
    right = reference(question).namespace
    for part in parts(question):
        for wrong in getattr(part, "misconceptions", ()):
            yield KnownAnswer(wrong.name, wrong.hint, {**right, part.names[0]: _wrong(part, wrong)}, wrong)


def without(question: Question, name: str) -> Question:
    """Return the question as if one of its misconceptions were not known."""
    if isinstance(question, MultiPart):
        return replace(question, parts=tuple(without(part, name) for part in question.parts))
    if isinstance(question, Numeric | Value | Choice | Members | Symbolic):
        return replace(question, misconceptions=tuple(each for each in question.misconceptions if each.name != name))
    return question


def _namespace(question: Question, answer: Any) -> Mapping[str, Any]:
    if isinstance(question, MultiPart):
        return dict(answer())
    return {question.names[0]: answer if isinstance(question, Numeric) else answer()}


def _right(question: Question) -> Any:
    match question:
        case Numeric() | Value():
            return question.reference
        case Choice() | Members():
            return question.right
        case Symbolic():
            return question.meaning(question.reference)
    raise TypeError(f"nobody knows the right answer to a {type(question).__name__}")


def _wrong(question: Question, misconception: Misconception) -> Any:
    match question:
        case Numeric():
            return misconception.wrong
        case Value():
            return np.asarray(misconception.wrong(), dtype=np.float64)
        case Symbolic():
            return question.meaning(misconception.wrong)
    return misconception.wrong()
