"""A small assignment that is fair, and variants with one mistake of the author; `load` takes the name of the mistake."""

from collections.abc import Iterator

import numpy as np

from autograder.model import Assignment, Question, misconception, undecided
from autograder.questions.choice import Choice
from autograder.questions.manually_graded import ManuallyGraded
from autograder.questions.multi_part import MultiPart
from autograder.questions.numeric import Numeric
from autograder.questions.symbolic import Symbolic
from autograder.questions.tolerance import Tolerance
from autograder.questions.value import Value
from tests.release_check.fairness.lesson import reference


def cases(rng):
    for n, d in ((3, 2), (2, 4), (3, 3)):
        yield rng.normal(size=(n, d)), rng.normal(size=d)


def square_and_symmetric(rng):
    yield rng.normal() * np.eye(2), rng.normal(size=2)


@misconception(credit=0.5)
def column_missing(W, x):
    """Where is the column?"""
    return W @ x


@misconception()
def column_only(W, x):
    """Where is the product?"""
    return 2.0 * W[:, 0]


@misconception()
def column_missing_again(W, x):
    """What else is missing?"""
    return np.einsum("ij,j->i", W, x)


@misconception()
def nothing_wrong(W, x):
    """What is wrong with this?"""
    return reference.mixed(W, x)


class Moody(Numeric):
    """Cannot decide every seventh time."""

    asked = 0

    def judge(self, response):
        Moody.asked += 1
        return super().judge(response) if Moody.asked % 7 else undecided("Not now.")


KNOWN = (column_missing, column_only)

MISTAKES = {
    "none": {},
    "a tolerance that is too large": {"tolerance": Tolerance(rtol=10.0)},
    "a tolerance that rounding comes near": {"tolerance": Tolerance(rtol=1e-15)},
    "cases that are all identical": {"cases": square_and_symmetric},
    "a misconception that is right": {"misconceptions": (*KNOWN, nothing_wrong)},
    "two misconceptions that are the same": {"misconceptions": (*KNOWN, column_missing_again)},
}


def mixed(mistake: str) -> Question:
    kind = Moody if mistake == "a check that changes its mind" else Numeric
    made = {"name": "mixed", "reference": reference.mixed, "cases": cases, "misconceptions": KNOWN}
    return kind(**{**made, **MISTAKES.get(mistake, {})})


def numbers(rng) -> Iterator[tuple[int]]:
    yield (int(rng.integers(3, 9)),)
    yield (1,)


@misconception()
def word_taken_for_no() -> str:
    """Why not?"""
    return "no"


def load(mistake: str) -> Assignment:
    """Return the lesson with a mistake of its author, or with other questions."""
    asked: tuple[Question, ...] = (mixed(mistake),)
    if mistake == "an endless loop":
        asked = (Numeric(name="counted", reference=reference.counted, cases=numbers),)
    if mistake == "values":
        asked = (
            Value(name="number", answer="number", reference=2.5, bands={1e-6: 1.0}),
            Symbolic(name="formula", answer="formula", reference="x**2 + 1"),
            MultiPart(
                name="words",
                parts=(
                    Choice(
                        name="word",
                        answer="word",
                        options=("yes", "no"),
                        right="yes",
                        misconceptions=(word_taken_for_no,),
                    ),
                    Numeric(name="mixed", reference=reference.mixed, cases=cases),
                ),
            ),
            ManuallyGraded(name="essay"),
        )
    return Assignment(mistake, {"lesson": asked})
