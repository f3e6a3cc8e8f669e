"""Equivalent mutants: changes that make no difference for any input that the notebook allows.

Authors declare them, with the reason, in `equivalents.toml` next to an assignment's questions:

    [[equivalent]]
    question = "sigmoid"
    before = "negative = np.real(z) < 0"
    after = "negative = np.real(z) <= 0"
    reason = "At 0 both branches give 1/2."

`before` and `after` are lines as `autograder check` prints them. Without `question`, a declaration holds for all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from autograder.model.errors import CourseError
from autograder.release_check.fairness.mutation import Mutant

FILE = "equivalents.toml"


@dataclass(frozen=True)
class Equivalent:
    """A declaration that two lines are equivalent, in one question or in all."""

    before: str
    after: str
    reason: str
    question: str = ""

    def covers(self, question: str, mutant: Mutant) -> bool:
        """Whether it declares this mutant equivalent."""
        return self.question in ("", question) and (self.before, self.after) == (mutant.before, mutant.after)

    def __str__(self) -> str:
        return f"{self.before}  ->  {self.after}"


def declared(package: str) -> tuple[Equivalent, ...]:
    """Read the declarations beside an assignment's questions.

    Raises
    ------
    CourseError
        The file cannot be read, or a declaration has no reason.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return ()
    path = Path(spec.submodule_search_locations[0]) / FILE
    if not path.is_file():
        return ()
    try:
        found = [Equivalent(**each) for each in tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", ())]
    except (tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}") from error
    if unfounded := [str(each) for each in found if not each.reason.strip()]:
        raise CourseError(f"{path}: give a reason for {'; '.join(unfounded)}")
    return tuple(found)


def reason(question: str, mutant: Mutant, known: Sequence[Equivalent]) -> str:
    """Return why a mutant is equivalent; "" if it is not declared."""
    return next((each.reason for each in known if each.covers(question, mutant)), "")
