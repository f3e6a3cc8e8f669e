"""What the author of an assignment writes: questions, misconceptions and assignments."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from autograder.model.answers import Probe, Response
from autograder.model.verdicts import Verdict

if TYPE_CHECKING:
    import numpy as np  # not at run time: starting a sandbox must not wait for it

Function = Callable[..., Any]
Namespace = Mapping[str, Any]
"""Names of a student's namespace and what they are bound to."""


@dataclass(frozen=True)
class Misconception:
    """An executable wrong answer with a name and a hint.

    Attributes
    ----------
    name : str
        A short name, shown to instructors and students ("columns scaled").
    hint : str
        The idea that is missing, and a question that leads to it; never corrected code.
    wrong : callable
        The wrong solution, with the reference's arguments. Where the question asks for a value, it takes no arguments
        and returns that value.
    credit : float
        The fraction of the points that it earns, 0 <= credit < 1.
    """

    name: str
    hint: str
    wrong: Function
    credit: float = 0.0


def misconception(credit: float = 0.0) -> Callable[[Function], Misconception]:
    """Make a wrong solution a misconception: the function's name is its name, the docstring is its hint.

    Parameters
    ----------
    credit : float
        The fraction of the points that it earns, 0 <= credit < 1.

    Raises
    ------
    ValueError
        The function has no docstring.

    Examples
    --------
    >>> @misconception(credit=0.5)
    ... def bits_for_nats(p):
    ...     '''Your result is in bits, but nats are asked for. Which logarithm has the derivative 1/x?'''
    ...     return -np.sum(p * np.log2(p))
    >>> bits_for_nats.name
    'bits for nats'
    """

    def decorate(wrong: Function) -> Misconception:
        hint = " ".join((wrong.__doc__ or "").split())
        if not hint:
            raise ValueError(f"misconception {wrong.__name__} needs a docstring: students read it as a hint")
        return Misconception(wrong.__name__.replace("_", " "), hint, wrong, credit)

    return decorate


class ChangeKind(enum.StrEnum):
    """The kind of a small mistake, as it is called in the kill matrix."""

    OPERATOR = "operator"
    ORDER = "order"
    TRANSPOSE = "transpose"
    DROPPED = "dropped"
    INDEX = "off by one"
    CONSTANT = "constant"
    CONDITION = "condition"
    STATEMENT = "statement"
    VALUE = "value"


@dataclass(frozen=True)
class ChangedValue:
    """A wrong value near the right one, which a question has to reject.

    Attributes
    ----------
    name : str
        The name in the student's namespace that is bound to it.
    value : object
    before, after : str
        The right value and this one, in words for the instructor.
    kind : ChangeKind
    """

    name: str
    value: Any
    before: str
    after: str
    kind: ChangeKind = ChangeKind.VALUE


@dataclass(frozen=True)
class Limits:
    """What a student's code may use.

    Attributes
    ----------
    seconds, cpu_seconds : float
        How long one step may wait, and how long it may compute: a cell, or all probes of one question. Waiting is the
        time in which all threads sleep, wait for a lock or for input; computing is processor time. Neither depends on
        what else the machine does.
    output_kb : int
        Output that one cell may show, in units of 1024 bytes; the rest is dropped.
    memory_mb, disk_mb : int
        What all code of one notebook may hold at any time, in units of 1024 × 1024 bytes. Cells and questions of a
        notebook share a process, so a question that needs more raises the limit for its notebook.
    processes : int
        How many threads may exist at a time; new processes cannot be started at all.
    """

    seconds: float = 15.0
    cpu_seconds: float = 5.0
    memory_mb: int = 1024
    disk_mb: int = 64
    output_kb: int = 1024
    processes: int = 64


@dataclass(frozen=True, kw_only=True)
class Question:
    """One gradable thing: a `grade_id`, what to ask the student's code, and how to judge the answers.

    Subclass it for a kind of question that is not in `autograder.questions`. A subclass needs `judge`, and `names` and
    `probes` if it asks for code; that is enough for every command. The other methods tell `autograder check` more
    about the question, so that it can test more.

    A question is a pure value: no files, no clock, no global state. It has to be picklable.

    Attributes
    ----------
    name : str
        The `grade_id` of the cell with its points.
    limits : Limits, optional
        Limits for this question's probes where they differ from the assignment's.
    uses : tuple of str
        Names of earlier questions whose functions an answer may call: if both are wrong, the student should look there
        first.
    misconceptions : sequence of Misconception
        Wrong answers that `judge` recognises by name.
    """

    name: str
    limits: Limits | None = None
    uses: tuple[str, ...] = ()
    misconceptions: Sequence[Misconception] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the solution cell has to define; none for an answer in Markdown."""
        return ()

    def probes(self, rng: np.random.Generator) -> tuple[Probe, ...]:
        """Return what to ask the student's code; nothing for an answer in Markdown.

        Parameters
        ----------
        rng : numpy.random.Generator
            The source of all hidden inputs: another one for every course, question, student and submitted code.
        """
        return ()

    def judge(self, response: Response) -> Verdict:
        """Return the verdict on an answer.

        Every response has to get a verdict, whatever a student's code has returned. An exception is reported as a fault
        of the question, and the answer needs manual grading.
        """
        raise NotImplementedError

    # --- what `autograder check` wants to know -----------------------------------------------------------------------

    def correct_answer(self) -> Namespace | None:
        """Return a right answer: the value of every name. None if only the files in `correct_answers/` have some.

        Functions in it are changed in one place at a time, and every such change has to cost points.
        """
        return None

    def answer_by(self, written: Function) -> Namespace:
        """Return the answer that a function in `correct_answers/`, or of a misconception, stands for.

        Where the question calls a function, it is that function. Where it asks for a value, it takes no arguments and
        returns the value; where it asks for several names, it returns a dict of them.
        """
        import numpy as np

        if len(self.names) != 1:
            return dict(written())
        called = any(probe.args is not None for probe in self.probes(np.random.default_rng(0)))
        return {self.names[0]: written if called else written()}

    def wrong_answers(self) -> Iterator[tuple[Misconception, Namespace]]:
        """Yield every misconception with the answer of a student who has it."""
        for each in self.misconceptions:
            yield each, self.answer_by(each.wrong)

    def changed_values(self) -> Iterator[ChangedValue]:
        """Yield wrong values near the right one, each of which has to cost points."""
        return iter(())

    def without_misconception(self, name: str) -> Self:
        """Return the question as if one of its misconceptions were unknown."""
        return replace(self, misconceptions=tuple(each for each in self.misconceptions if each.name != name))

    def memoized(self, memoize: Callable[[Function], Function]) -> Self:
        """Return the question with `memoize` applied to its trusted functions.

        `autograder check` judges many answers with the same arguments; the wrapped functions compute each result once.
        """
        return self


@dataclass(frozen=True)
class Assignment:
    """The questions of one assignment.

    Attributes
    ----------
    name : str
    notebooks : mapping of str to tuple of Question
        Questions by notebook, both in the order in which students see them.
    limits : Limits
        What a student's code may use.
    confirm_written : bool
        Whether also the derivations that were fully verified need manual grading.
    notebook_seconds : float
        How long the code of one submitted notebook may compute and wait in total, so that no submission holds up a
        class.
    notebook_output_kb : int
        What all cells of one submitted notebook may show together, in units of 1024 bytes.
    """

    name: str
    notebooks: Mapping[str, tuple[Question, ...]]
    limits: Limits = field(default_factory=Limits)
    confirm_written: bool = False
    notebook_seconds: float = 240.0
    notebook_output_kb: int = 8192
