"""Questions whose answer is one of several given words, or a set of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.maths.symbolic.expression import read
from autograder.maths.unreadable import UnreadableError
from autograder.model import ChangedValue, Expression, Verdict, correct, credited, incorrect
from autograder.model.questions import Namespace
from autograder.questions import changed_values
from autograder.questions.asked import NameQuestion
from autograder.questions.tensors import kind_of

MAX_WORDS = 100
MAX_LENGTH = 1_000


@dataclass(frozen=True, kw_only=True)
class Choice(NameQuestion):
    """Asks for one of several words; upper case and surrounding spaces do not matter.

    Attributes
    ----------
    options : tuple of str
        The words that the notebook offers.
    right : str
        The right word.
    """

    options: tuple[str, ...]
    right: str

    def judge_value(self, value: object) -> Verdict:
        """Compare the word with the right one."""
        found = words(value, whole=True)
        if found is None or len(found) != 1:
            kind = "" if isinstance(value, str) else f"{kind_of(value)}, "
            return incorrect(f"`{self.answer}` is {kind}not one of the words {_quoted(self.options)}.")
        word = found[0]
        if word == _plain(self.right):
            return correct()
        if word not in map(_plain, self.options):
            return incorrect(f"`{self.answer}` is not one of the words {_quoted(self.options)}.")
        for wrong in self.misconceptions:
            if word == _plain(wrong.wrong()):
                return credited(wrong.credit, wrong.hint, misconception=wrong.name)
        return incorrect(f"`{self.answer}` is one of the words {_quoted(self.options)}, but not the right one.")

    def correct_answer(self) -> Namespace:
        """Return the right word."""
        return {self.answer: self.right}

    def changed_values(self) -> Iterator[ChangedValue]:
        """Yield every other word."""
        return changed_values.words(self.answer, self.right, self.options)


@dataclass(frozen=True, kw_only=True)
class Members(NameQuestion):
    """Asks for a set of given words, in any container.

    Attributes
    ----------
    options : tuple of str
        The words that the notebook offers.
    right : frozenset of str
        The words that belong to the set.
    off_by_one_credit : float
        Credit for a set with exactly one word missing or one word too many.
    hints : tuple of (str, str)
        Feedback if words are missing, and if there are too many.
    """

    options: tuple[str, ...]
    right: frozenset[str]
    off_by_one_credit: float = 0.0
    hints: tuple[str, str] = ("Something is missing.", "Something does not belong there.")

    def judge_value(self, value: object) -> Verdict:
        """Compare the set with the right one."""
        found = words(value, whole=False)
        if found is None:
            text = f"`{self.answer}` is {kind_of(value)} instead of a set of some of the words"
            return incorrect(f"{text} {_quoted(self.options)}.")
        options, right = set(map(_plain, self.options)), set(map(_plain, self.right))
        chosen = set(found)
        if len(found) == 1 and not chosen <= options and set(found[0]) <= options:
            chosen = set(found[0])  # "fio" means "f", "i" and "o"
        if not chosen <= options:
            return incorrect(
                f"`{self.answer}` contains something that is not one of the words {_quoted(self.options)}."
            )
        if chosen == right:
            return correct()
        for wrong in self.misconceptions:
            if chosen == set(map(_plain, wrong.wrong())):
                return credited(wrong.credit, wrong.hint, misconception=wrong.name)
        differences = (right - chosen, chosen - right)
        hints = [text for text, words in zip(self.hints, differences, strict=True) if words]
        return credited(self.off_by_one_credit if len(chosen ^ right) == 1 else 0.0, " ".join(hints))

    def correct_answer(self) -> Namespace:
        """Return the right set."""
        return {self.answer: self.right}

    def changed_values(self) -> Iterator[ChangedValue]:
        """Yield every other set of the words."""
        return changed_values.sets(self.answer, self.right, self.options)


def words(value: object, whole: bool) -> list[str] | None:
    """Return the words in a text or container, case-folded and stripped; None if it holds something else.

    Parameters
    ----------
    value : object
        A text, a symbol, a container of these, or a dict from words to bool.
    whole : bool
        Whether a text is one word; if not, it is split at spaces and commas.
    """
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist() if value.size <= MAX_WORDS else None
    if isinstance(value, Expression):
        value = _named(value)
    if isinstance(value, str):
        if len(value) > MAX_LENGTH:
            return None
        return [_plain(value)] if whole else re.findall(r"[^\s,;{}()\[\]\"']+", value.casefold())[:MAX_WORDS]
    if isinstance(value, dict):
        flags = all(isinstance(flag, bool | np.bool_) for flag in value.values())
        value = [key for key, flag in value.items() if flag] if flags else list(value)
    if not isinstance(value, list | tuple | set | frozenset) or len(value) > MAX_WORDS:
        return None
    items = [_named(item) if isinstance(item, Expression) else item for item in value]
    if not all(isinstance(item, str) and len(item) <= MAX_LENGTH for item in items):
        return None
    return [_plain(str(item)) for item in items]


def _plain(word: str) -> str:
    return word.strip().strip("\"'").strip().casefold()


def _named(expression: Expression) -> object:
    """Return the name of a symbol, or the names in a SymPy set or tuple; None for anything else."""
    try:
        node = read(expression)
    except UnreadableError:
        return None
    if hasattr(node, "name"):
        return str(node.name)
    if type(node).__name__ in ("FiniteSet", "Tuple"):
        return [str(getattr(item, "name", "")) for item in node.args]
    return None


def _quoted(options: Sequence[str]) -> str:
    return ", ".join(f'"{option}"' for option in options)
