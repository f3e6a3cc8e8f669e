"""Cards of an autograded page: one verdict per question and a summary at the top."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from itertools import groupby

import jinja2
from markupsafe import Markup, escape

from autograder.model import Outcome
from autograder.model.result import NotebookResult, QuestionResult
from autograder.store.autograded import formulas, sanitize

_MARKS = {
    Outcome.CORRECT: ("✓", "#2e7d32"),
    Outcome.PARTIAL: ("◐", "#b26a00"),
    Outcome.INCORRECT: ("✗", "#b3261e"),
    Outcome.UNANSWERED: ("–", "#666666"),
    Outcome.UNDECIDED: ("?", "#1f4e9c"),
}
_GRADED_BY_HAND = ("✎", "#1f4e9c")
_COUNTED = {
    Outcome.CORRECT: "right",
    Outcome.PARTIAL: "partly right",
    Outcome.INCORRECT: "not right yet",
    Outcome.UNANSWERED: "not answered",
    Outcome.UNDECIDED: "not graded yet",
}
_NOT_ALL = "\nThe visible checks below pass; they cover only a part of what was asked."
_DRAWN = Markup(
    '<pre style="margin: 4px 0; padding: 0; border: 0; background: none; white-space: pre; line-height: 1.3;">{}</pre>'
)


def verdict(result: QuestionResult, by_hand: bool = False) -> str:
    """Return the card of one question, as HTML without blank lines, so that it can be part of a Markdown cell.

    Parameters
    ----------
    result : QuestionResult
    by_hand : bool
        A grader decided the score.
    """
    feedback = result.feedback
    if result.visible_checks_passed and result.outcome is Outcome.INCORRECT:
        feedback += _NOT_ALL
    mark, colour = _mark(result, by_hand)
    return _templates.get_template("verdict.html").render(
        result=result,
        by_hand=by_hand,
        mark=mark,
        colour=colour,
        heading=_heading(result, by_hand),
        feedback=feedback.strip(),
    )


def summary(notebook: NotebookResult, by_hand: Collection[str] = ()) -> str:
    """Return the card at the top: the score, what still needs manual grading, and what to look at first.

    Parameters
    ----------
    notebook : NotebookResult
    by_hand : collection of str
        Questions whose score a grader decided.
    """
    checked = [each for each in notebook.questions if each.question not in by_hand]
    counts = Counter(each.outcome for each in checked)
    outcomes = [f"{counts[outcome]} {words}" for outcome, words in _COUNTED.items() if counts[outcome]]
    decided = len(notebook.questions) - len(checked)
    if decided:
        outcomes.append(f"{decided} graded manually")
    return _templates.get_template("summary.html").render(
        notebook=notebook,
        rows=[
            (each, _mark(each, each.question in by_hand)[0], _outcome(each, each.question in by_hand), _earned(each))
            for each in notebook.questions
        ],
        score=f"{notebook.score:.4g}",
        points=f"{notebook.max_score:g}",
        waiting=notebook.manual_grades_needed,
        outcomes=", ".join(outcomes),
        wrong=[each for each in checked if each.outcome in (Outcome.PARTIAL, Outcome.INCORRECT)],
        empty=[each for each in checked if each.outcome is Outcome.UNANSWERED],
        decided=decided,
    )


def _mark(result: QuestionResult, by_hand: bool) -> tuple[str, str]:
    return _GRADED_BY_HAND if by_hand else _MARKS[result.outcome]


def _outcome(result: QuestionResult, by_hand: bool) -> str:
    return "graded manually" if by_hand else str(result.outcome)


def _earned(result: QuestionResult) -> str:
    return "?" if result.score is None else f"{result.score:.4g}"


def _heading(result: QuestionResult, by_hand: bool) -> str:
    if result.score is None:
        return f"{result.question}: undecided, needs manual grading ({result.max_score:g} points)"
    confirmed = "; a grader will confirm this" if result.needs_manual_grade else ""
    points = f"{_earned(result)} of {result.max_score:g} points"
    return f"{result.question}: {_outcome(result, by_hand)}, {points}{confirmed}"


def _lines(text: str) -> Markup:
    """Return a text as HTML: `code` between backticks, lines that start with two spaces unchanged, others as prose."""
    parts = []
    shown = sanitize.formulas(text.strip("\n"))  # it may quote the student
    for fixed, group in groupby(shown.splitlines(), key=lambda line: line.startswith("  ")):
        lines = list(group)
        if fixed:
            drawn = Markup("\n").join(escape(line) for line in lines)
            parts.append(_DRAWN.format(drawn))
        else:
            prose = Markup("<br>").join(map(_prose, lines))
            parts.append(prose or Markup("<br>"))  # a blank line would end an HTML block in Markdown
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
