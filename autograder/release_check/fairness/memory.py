"""Many answers to one question meet the same hidden inputs: compute once what the trusted functions give for them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from autograder.model import Question
from autograder.questions.multi_part import MultiPart
from autograder.questions.numeric import Numeric

Q = TypeVar("Q", bound=Question)


class Remembering:
    """A function of ours that is called with the same arguments many times, and changes none of them.

    It knows its results by the identity of the arguments, and keeps those, so that no two ever have the same one.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.known: dict[tuple[int, ...], tuple[tuple[Any, ...], Callable[[], Any]]] = {}
        functools.update_wrapper(self, function)

    def __call__(self, *args: Any) -> Any:
        key = tuple(map(id, args))
        if key not in self.known:
            self.known[key] = args, self._result(args)
        return self.known[key][1]()

    def _result(self, args: tuple[Any, ...]) -> Callable[[], Any]:
        try:
            result = self.function(*args)
        except Exception as error:
            return functools.partial(_raise, error)
        return lambda: result


def remembering(question: Q) -> Q:
    """Return the same question, for many answers on one student's hidden inputs."""
    if isinstance(question, MultiPart):
        return replace(question, parts=tuple(map(remembering, question.parts)))
    if isinstance(question, Numeric):
        wrong = tuple(replace(each, wrong=Remembering(each.wrong)) for each in question.misconceptions)
        return replace(question, reference=Remembering(question.reference), misconceptions=wrong)
    return question


def _raise(error: Exception) -> None:
    raise error
