"""Determines the role of each formula in a proof by induction: base case, assumption, or neither.

The text is read once, in order. A mention of n = 0 or of a base case starts the base case, which lasts until something
general is mentioned. An assumption lasts until its formula, the end of its sentence, or a word such as "then".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from autograder.maths.induction import keywords
from autograder.maths.induction.exponents import Exponent, exponent
from autograder.maths.induction.matrix_algebra import Letters, Substitution
from autograder.maths.latex import Chain, Document, Expr, Group, Product, Prose, Symbol
from autograder.maths.unreadable import UnreadableError

MAX_RELATIONS = 8
MAX_HEADING = 4
"""A sentence with no more words counts as a heading."""

_ASSIGNMENT = re.compile(r"(?<![\w^])(?P<letter>[A-Za-z])\s*=\s*(?P<value>\d|[A-Za-z](?:\s*[+−-]\s*1)?)(?![\w^])")
_LETTER = re.compile(r"(?<![\w\\^=])(?P<name>[A-Za-z])(?!\s*[=\w.(])")

_BY = re.compile(
    r"\b(?:by|from|due to|nach|laut|gemäß|wegen|por|par|per)(?:\s+(?:the|our|its|la|las|los|le|les|der|den|l'))?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Context:
    """The role of one formula.

    Attributes
    ----------
    cases : tuple of Substitution
        Values of letters that the text has fixed, such as n = 1.
    first : bool
        The formula belongs to the base case.
    assumed : bool
        The formula is assumed.
    universal : bool
        The formula is claimed for all numbers, without a bound.
    """

    cases: tuple[Substitution, ...] = ()
    first: bool = False
    assumed: bool = False
    universal: bool = False


@dataclass
class Contexts:
    """The roles of all formulas.

    Attributes
    ----------
    by_part : mapping of int to Context
        By the position of the formula among the parts of the document. Formulas about numbers only are left out.
    assumed : set of Exponent
        Numbers for which the text assumes the statement.
    relations : list of Substitution
        Letters defined by others, such as n = k + 1.
    first_case : bool
        The text mentions a base case.
    """

    by_part: dict[int, Context] = field(default_factory=dict)
    assumed: set[Exponent] = field(default_factory=set)
    relations: list[Substitution] = field(default_factory=list)
    first_case: bool = False


def find_contexts(document: Document, letters: Letters) -> Contexts:
    """The roles of all formulas of an answer."""
    return _ContextFinder(document, letters).found


def rest_of_sentence(document: Document, i: int) -> str:
    """The rest of the sentence after the formula at position i."""
    part, follower = document.parts[i], document.parts[i + 1 : i + 2]
    if not follower or not isinstance(follower[0], Prose) or follower[0].line not in (0, part.line):
        return ""
    return keywords.SENTENCE_END.split(follower[0].text)[0]


def start_of_sentence(document: Document, i: int) -> str:
    """The start of the sentence that contains the formula at position i."""
    part = document.parts[i - 1] if i else None
    return keywords.SENTENCE_END.split(part.text)[-1] if isinstance(part, Prose) else ""


def labels(document: Document, i: int) -> str:
    """The text above, below and next to the signs of the formula at position i."""
    following = document.parts[i + 1 : i + 4]
    return " ".join(part.text for part in following if isinstance(part, Prose) and part.line == 0)


def _beside(document: Document, i: int) -> list[Chain]:
    return [part for part in document.parts[i + 1 : i + 3] if isinstance(part, Chain)]


class _ContextFinder:
    def __init__(self, document: Document, letters: Letters) -> None:
        self.letters, self.found = letters, Contexts()
        self.cases: tuple[Substitution, ...] = ()
        self.first = self.assuming = self.letting = False
        for i, part in enumerate(document.parts):
            if isinstance(part, Prose):
                self._prose(part.text)
            elif (numbers := self._numbers(part)) is not None:
                self._about_numbers(part, numbers)
            elif not part.retracted:
                bounded = any(
                    "≤" in follower.relations or "<" in follower.relations for follower in _beside(document, i)
                )
                self.found.by_part[i] = self._context(rest_of_sentence(document, i), bounded)
                self.assuming = self.letting = False

    def _context(self, after: str, bounded: bool) -> Context:
        """The role of a formula, from the text so far and the rest of its sentence."""
        cases, first = self.cases, self.first
        if not cases:
            written = ((m["letter"], _exponent(m["value"])) for m in _ASSIGNMENT.finditer(after))
            cases = tuple(
                {letter: number} for letter, number in written if number.constant in (0, 1) and not number.letters
            )
            first = first or bool(cases) or bool(keywords.BASE.search(after))
        self.found.first_case = self.found.first_case or first
        assumed = self.assuming or self.letting or bool(keywords.HYPOTHESIS.search(after))
        universal = bool(keywords.ALL.search(after)) and not bounded and not re.search("[<≤]", after)
        return Context(cases, first, assumed, universal)

    def _prose(self, text: str) -> None:
        start = 0
        for end in [*(match.end() for match in keywords.SENTENCE_END.finditer(text)), len(text)]:
            self._sentence(text[start:end])
            heading = keywords.HYPOTHESIS.search(text[start:end]) and len(text[start:end].split()) <= MAX_HEADING
            over = keywords.SENTENCE_END.search(text[start:end]) and not heading
            if over and start < end:
                self.assuming = self.letting = False
            start = end

    def _sentence(self, text: str) -> None:
        marks: list[tuple[int, Callable[[], None]]] = []
        actions: Mapping[re.Pattern[str], Callable[[], None]] = {
            keywords.ASSUME: self._assume,
            keywords.LET: self._let,
            keywords.THEN: self._stop,
            keywords.GOAL: self._stop,
            keywords.BASE: self._begin,
        }
        for cue, action in actions.items():
            marks += [
                (match.start(), action) for match in cue.finditer(text) if not self._refers(text[: match.start()])
            ]
        for match in _ASSIGNMENT.finditer(text):
            marks.append((match.start(), self._mentioning(match["letter"], _exponent(match["value"]))))
        for match in _LETTER.finditer(text):
            if match["name"] in self.letters.counting:
                marks.append((match.start(), self._mentioning(None, _exponent(match["name"]))))
        for _, action in sorted(marks, key=lambda mark: mark[0]):
            action()

    def _assume(self) -> None:
        self.cases, self.first, self.assuming = (), False, True

    def _refers(self, ahead: str) -> bool:
        """Whether the next keyword only gives the reason for a base case: "n = 1 holds by assumption"."""
        return self.first and bool(_BY.search(ahead))

    def _let(self) -> None:
        self.letting = True

    def _stop(self) -> None:
        self.assuming = self.letting = False

    def _begin(self) -> None:
        self.first = self.found.first_case = True

    def _mentioning(self, letter: str | None, number: Exponent) -> Callable[[], None]:
        return lambda: self._mention(letter, number)

    def _mention(self, letter: str | None, number: Exponent) -> None:
        """Record a mention of n = 1, n = k + 1 or just k."""
        if self.assuming and number.general:
            self.found.assumed.add(number)
        new = letter is not None and number.letters and number != _exponent(letter)
        if letter is not None and new and {letter: number} not in self.found.relations[:MAX_RELATIONS]:
            self.found.relations = [*self.found.relations, {letter: number}][:MAX_RELATIONS]
        if number.letters:
            self.cases, self.first = (), False
        elif number.constant in (0, 1):
            self.first = self.found.first_case = True
            self.cases = tuple({name: number} for name in ([letter] if letter else sorted(self.letters.counting)))

    def _about_numbers(self, chain: Chain, numbers: list[Exponent]) -> None:
        first = chain.sides[0]
        if isinstance(first, Symbol) and set(chain.relations) == {"="}:
            for number in numbers[1:]:
                self._mention(first.name, number)
            return
        for number in numbers:
            if number.general or not chain.relations:  # n ≥ 1 is no base case
                self._mention(None, number)

    def _numbers(self, chain: Chain) -> list[Exponent] | None:
        """The sides of a formula about numbers only (n = 1, k ≥ 0, P(n)); None for other formulas."""
        numbers = [self._number(side) for side in chain.sides]
        return [number for number in numbers if number is not None] if None not in numbers else None

    def _number(self, side: Expr) -> Exponent | None:
        match side:
            case Product((Symbol(name, None), Group(body))) if name not in self.letters.matrices:
                return self._number(body)
            case Symbol(name) if name in self.letters.matrices | self.letters.values:
                return None
        try:
            return exponent(side)
        except UnreadableError:
            return None


def _exponent(text: str) -> Exponent:
    name = text.strip()[0]
    start = Exponent((), int(name)) if name.isdigit() else Exponent(((name, 1),), 0)
    return start.shifted(0 if len(text.strip()) == 1 else 1 if "+" in text else -1)
