"""Answers whose verdict is known: right answers, written in many ways, and every misconception.

Right answers are in `correct_answers/<question>.py`, next to the questions. Every public function there is one answer;
its docstring says what is special about it. `Question.answer_by` describes what such a function returns.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from inspect import getdoc, isfunction
from typing import Any

from autograder.model import Misconception, Question

FOLDER, OLD_FOLDER = "correct_answers", "styles"
REFERENCE = "the reference"


@dataclass(frozen=True)
class KnownAnswer:
    """An answer by the course's authors and its expected verdict.

    Attributes
    ----------
    name : str
    about : str
        What is special about it, in a sentence; for a misconception, its hint.
    namespace : mapping of str to object
        The values of the names that the notebook asks for.
    misconception : Misconception or None
        None for a right answer.
    """

    name: str
    about: str
    namespace: Mapping[str, Any]
    misconception: Misconception | None = None

    @property
    def right(self) -> bool:
        """Whether it has to earn all points."""
        return self.misconception is None


def asks_for_code(question: Question) -> bool:
    """Whether the answer is code, not text."""
    return bool(question.names)


def correct_answers(package: str, question: Question) -> tuple[KnownAnswer, ...]:
    """Return the right answers to a question: the reference, if it has one, and those in `correct_answers/`."""
    answer = question.correct_answer()
    reference = () if answer is None else (KnownAnswer(REFERENCE, "All answers are compared with it.", answer),)
    return (*reference, *other_correct_answers(package, question))


def other_correct_answers(package: str, question: Question) -> tuple[KnownAnswer, ...]:
    """Return the right answers in `correct_answers/`, in the order of their file.

    Parameters
    ----------
    package : str
        The package that holds the assignment's questions.
    question : Question
    """
    name = _module(package, question.name.replace("-", "_"))
    if name is None:
        return ()
    functions = [
        each
        for each in vars(import_module(name)).values()
        if isfunction(each) and each.__module__ == name and each.__name__[0] != "_"
    ]
    return tuple(
        KnownAnswer(each.__name__.replace("_", " "), " ".join((getdoc(each) or "").split()), question.answer_by(each))
        for each in functions
    )


def misconceptions(question: Question) -> Iterator[KnownAnswer]:
    """Yield every misconception of a question as an answer; other names that the question asks for are right."""
    for wrong, namespace in question.wrong_answers():
        yield KnownAnswer(wrong.name, wrong.hint, namespace, wrong)


def _module(package: str, question: str) -> str | None:
    """Return the name of the module with a question's right answers; None if there is none."""
    if find_spec(package) is None:
        return None
    for folder in (FOLDER, OLD_FOLDER):
        name = f"{package}.{folder}.{question}"
        if find_spec(f"{package}.{folder}") is not None and find_spec(name) is not None:
            if folder == OLD_FOLDER:
                message = (
                    f"the folder {OLD_FOLDER}/ of right answers is now {FOLDER}/: rename it before the next release"
                )
                warnings.warn(message, FutureWarning, stacklevel=2)
            return name
    return None
