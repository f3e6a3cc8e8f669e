"""An assignment without its references: what it takes to ask, but not to judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from autograder.model import Assignment, Probe, Question

if TYPE_CHECKING:
    import numpy as np  # who starts a sandbox does without

    Ask = Callable[[str, str, np.random.Generator], tuple[Probe, ...]]


@dataclass(frozen=True, kw_only=True)
class Sketch(Question):
    """A question whose probes are made elsewhere.

    Attributes
    ----------
    defines : tuple of str
        The names that the solution cell has to define.
    ask : callable
        Returns the probes; None before somebody is there to be asked.
    """

    defines: tuple[str, ...] = ()
    ask: Callable[[np.random.Generator], tuple[Probe, ...]] | None = field(default=None, compare=False, repr=False)

    def probes(self, rng: np.random.Generator) -> tuple[Probe, ...]:
        """What is asked of the student's code."""
        assert self.ask is not None
        return self.ask(rng)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the solution cell has to define."""
        return self.defines


def outline(assignment: Assignment) -> Assignment:
    """Return an assignment with sketches of its questions."""
    sketched = {name: tuple(map(_sketch, questions)) for name, questions in assignment.notebooks.items()}
    return replace(assignment, notebooks=sketched)


def connected(outlined: Assignment, ask: Ask) -> Assignment:
    """Return an outline whose questions know where to ask for their probes.

    Parameters
    ----------
    outlined : Assignment
    ask : callable
        Takes a notebook's and a question's name and the source of hidden inputs.
    """
    notebooks = {
        name: tuple(replace(each, ask=partial(ask, name, each.name)) for each in questions)  # type: ignore[call-arg]
        for name, questions in outlined.notebooks.items()
    }
    return replace(outlined, notebooks=notebooks)


def _sketch(question: Question) -> Sketch:
    return Sketch(name=question.name, limits=question.limits, uses=question.uses, defines=question.names)
