"""Cards of an autograded page: one verdict per question and a summary at the top."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import jinja2
from markupsafe import Markup, escape

from autograder.model import Outcome
from autograder.store.autograded import formulas, sanitize

_MARKS = {
    Outcome.CORRECT: ("✓", "#2e7d32"),
    Outcome.PARTIAL: ("◐", "#b26a00"),
    Outcome.INCORRECT: ("✗", "#b3261e"),
    Outcome.UNANSWERED: ("–", "#666666"),
    Outcome.UNDECIDED: ("?", "#1f4e9c"),
}
_BY_PERSON = ("✎", "#1f4e9c")
_COUNTED = {
    Outcome.CORRECT: "right",
    Outcome.PARTIAL: "partly right",
    Outcome.INCORRECT: "not right yet",
    Outcome.UNANSWERED: "not answered",
    Outcome.UNDECIDED: "not graded yet",
}
_DRAWN = Markup(
    '<pre style="margin: 4px 0; padding: 0; border: 0; background: none; white-space: pre; line-height: 1.3;">{}</pre>'
)


@dataclass(frozen=True)
class Line:
    """One question as shown on a card.

    Attributes
    ----------
    score : float or None
        Points earned; None before manual grading.
    waits : bool
        A grader has to grade the answer or confirm the verdict.
    by_person : bool
        A grader gave the score.
    """

    question: str
    outcome: Outcome
    score: float | None
    points: float
    waits: bool
    feedback: str = ""
    misconception: str | None = None
    by_person: bool = False

    @property
    def mark(self) -> str:
        return _BY_PERSON[0] if self.by_person else _MARKS[self.outcome][0]

    @property
    def colour(self) -> str:
        return _BY_PERSON[1] if self.by_person else _MARKS[self.outcome][1]

    @property
    def result(self) -> str:
        return "graded manually" if self.by_person else str(self.outcome)

    @property
    def earned(self) -> str:
        return "?" if self.score is None else f"{self.score:.4g}"

    @property
    def heading(self) -> str:
        if self.score is None:
            return f"{self.question}: undecided, needs manual grading ({self.points:g} points)"
        waits = "; a grader will confirm this" if self.waits else ""
        return f"{self.question}: {self.result}, {self.earned} of {self.points:g} points{waits}"


@dataclass(frozen=True)
class About:
    """A notebook as shown on its summary card."""

    notebook: str
    level: str
    problems: Sequence[str] = ()
    unreadable: bool = False
    absent: bool = False


def verdict(line: Line) -> str:
    """Return the card of one question, as HTML without blank lines so that it can be embedded in Markdown."""
    return _templates.get_template("verdict.html").render(line=line, feedback=line.feedback.strip())


def summary(about: About, lines: Sequence[Line]) -> str:
    """Return the card at the top: the score, what needs manual grading, and what to look at first."""
    counts = Counter(line.outcome for line in lines if not line.by_person)
    told = [f"{counts[outcome]} {words}" for outcome, words in _COUNTED.items() if counts[outcome]]
    if decided := sum(line.by_person for line in lines):
        told.append(f"{decided} graded manually")
    return _templates.get_template("summary.html").render(
        about=about,
        lines=lines,
        score=f"{sum(line.score or 0.0 for line in lines):.4g}",
        points=f"{sum(line.points for line in lines):g}",
        waiting=sum(line.waits for line in lines),
        told=", ".join(told),
        wrong=[each for each in lines if each.outcome in (Outcome.PARTIAL, Outcome.INCORRECT) and not each.by_person],
        empty=[each for each in lines if each.outcome is Outcome.UNANSWERED and not each.by_person],
        decided=decided,
    )


def _lines(text: str) -> Markup:
    """Escape a text: `code` between backticks, lines that begin with two blanks as they are, the others as prose."""
    parts = []
    shown = sanitize.formulas(text.strip("\n"))  # it may quote what a student wrote
    for fixed, group in groupby(shown.splitlines(), key=lambda line: line.startswith("  ")):
        lines = list(group)
        if fixed:
            drawn = Markup("\n").join(escape(line) for line in lines)
            parts.append(_DRAWN.format(drawn))
        else:
            prose = Markup("<br>").join(map(_prose, lines))
            parts.append(prose or Markup("<br>"))  # a blank line would end the HTML where Markdown is read
    return Markup("\n").join(parts)


def _prose(line: str) -> Markup:
    pieces = re.split(r"`([^`]+)`", line)
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if odd % 2 else formulas.in_text(piece)
        for odd, piece in enumerate(pieces)
    )


_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("autograder.store.autograded"),
    autoescape=True,
    trim_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_templates.filters["lines"] = _lines
