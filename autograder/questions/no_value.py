"""Explains to students why there is no value to compare, and recognises answers that were never started."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.model import Answer, Missing, Raised, Response, Returned, Stop, Stopped
from autograder.text import identifier

_STOPPED = {
    Stop.TIME: "ran too long and was stopped; does every loop end?",
    Stop.MEMORY: "used too much memory and was stopped.",
    Stop.OUTPUT: "printed too much and was stopped.",
    Stop.DIED: "ended the Python process in which it ran.",
    Stop.PROTOCOL: "interfered with the connection to the grader.",
}


@dataclass(frozen=True)
class NoValue:
    """Why there is no value to compare.

    Attributes
    ----------
    text : str
        A sentence for the student.
    unknown : bool
        The grader failed, not the student: the answer is unknown and must not count as wrong.
    raised : bool
        The code raised an exception.
    """

    text: str
    unknown: bool = False
    raised: bool = False


def no_value(name: str, answer: Answer, call: bool = True) -> NoValue | None:
    """Return what is wrong with an answer that has no value; None if it has one.

    Parameters
    ----------
    name : str
        The name that the notebook asks for.
    answer : Answer
    call : bool
        Whether the question calls a function, or reads the value of a name.
    """
    match answer:
        case Returned(value=None):
            return NoValue(f"`{name}` returned None: does every branch return?" if call else f"`{name}` is None.")
        case Returned():
            return None
        case Raised():
            if identifier(answer.kind) == "NotImplementedError":
                return NoValue(f"`{name}` still raises NotImplementedError{_place(answer)}: remove it.", raised=True)
            return NoValue(f"`{name}` raised {identifier(answer.kind)}{_place(answer)}.", raised=True)
        case Missing():
            return NoValue(f"There is no function `{name}`." if call else f"`{name}` is not defined.")
        case Stopped(why=why) if why in _STOPPED:
            return NoValue(f"`{name}` {_STOPPED[why]}")
        case Stopped(why=Stop.BUSY):
            return NoValue(
                f"`{name}` could not be tested because the machine that grades was too busy; it needs manual grading.",
                unknown=True,
            )
    return NoValue(f"`{name}` could not be tested because of a grader problem; it needs manual grading.", unknown=True)


def nothing_written(response: Response) -> bool:
    """Whether the cell is still as it was released, and no other cell defines the answer."""
    return response.untouched and all(map(_empty, response.answers))


def answers_of(response: Response) -> tuple[Answer, ...]:
    """Return an answer for every probe; probes that were never asked count as stopped by the sandbox."""
    missing = len(response.probes) - len(response.answers)
    return (*response.answers, *[Stopped(Stop.SANDBOX)] * missing)[: len(response.probes)]


def _empty(answer: Answer) -> bool:
    match answer:
        case Missing() | Returned(value=None) | Raised(kind="NotImplementedError"):
            return True
    return False


def _place(answer: Raised) -> str:
    if answer.line is None:
        return ""
    cell = f" of your cell `{re.sub(r'[^A-Za-z0-9_-]', '', answer.cell[:80])}`" if answer.cell else ""
    return f" in line {int(answer.line)}{cell}"
