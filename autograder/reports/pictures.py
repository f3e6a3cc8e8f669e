"""The pictures of the class report, as SVG; each has a text alternative and a table beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.model import Outcome
from autograder.reports.overview import OUTCOMES, Overview, QuestionLine

_LOOK = {
    Outcome.CORRECT: ("#2e7d32", ""),
    Outcome.PARTIAL: ("#f0b429", "//"),
    Outcome.INCORRECT: ("#b3261e", "xx"),
    Outcome.UNANSWERED: ("#cccccc", ""),
    Outcome.UNDECIDED: ("#1f4e9c", ".."),
}
"""Colour and hatching: nothing is told by colour alone."""


def distribution(overview: Overview) -> str:
    """Draw how many students have how many points."""
    figure = Figure(figsize=(7, 2.4))
    axes = figure.add_subplot()
    for low, high, count in overview.bins:
        axes.bar(low, count, width=high - low, align="edge", color="#1f4e9c", edgecolor="white")
    axes.set_xlim(0, overview.max_score or 1)
    axes.set_xlabel("points")
    axes.set_ylabel("students")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    low, middle, high = overview.quartiles
    half = f"half have between {low:.3g} and {high:.3g} points; the median is {middle:.3g}."
    told = f"Of {overview.students} students, {half}"
    return _svg(figure, "scores", told)


def outcomes(lines: Sequence[QuestionLine]) -> str:
    """Draw the outcomes of every question as parts of a bar, the hardest question on top."""
    figure = Figure(figsize=(7, 0.6 + 0.28 * max(1, len(lines))))
    axes = figure.add_subplot()
    names = [line.question for line in lines]
    left = [0] * len(lines)
    for outcome in OUTCOMES:
        colour, hatch = _LOOK[outcome]
        counts = [line.outcomes[outcome] for line in lines]
        axes.barh(names, counts, left=left, label=outcome, color=colour, hatch=hatch, edgecolor="white")
        left = [start + count for start, count in zip(left, counts, strict=True)]
    axes.invert_yaxis()
    axes.set_xlabel("students")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=len(OUTCOMES), fontsize=8, frameon=False)
    hardest = ", ".join(names[:3])
    told = f"Outcomes by question; the hardest are {hardest}. The table below has the numbers."
    return _svg(figure, "outcomes", told)


def _svg(figure: Figure, name: str, alternative: str) -> str:
    """Return an element that can stand in a page beside others, and that says in words what it shows."""
    with io.StringIO() as file, rc_context({"svg.hashsalt": "the same picture twice"}):
        figure.savefig(file, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
        drawn = file.getvalue()
    picture = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{name}-", drawn[drawn.index("<svg") :])
    words = alternative.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return re.sub(r"<svg ", f'<svg role="img" aria-label="{words}" ', picture, count=1)
