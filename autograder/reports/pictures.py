"""The charts of the class report as SVG, each with a text alternative."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.model import Outcome
from autograder.reports.overview import OUTCOMES, Overview, QuestionRow

_LOOK = {
    Outcome.CORRECT: ("#2e7d32", ""),
    Outcome.PARTIAL: ("#f0b429", "//"),
    Outcome.INCORRECT: ("#b3261e", "xx"),
    Outcome.UNANSWERED: ("#cccccc", ""),
    Outcome.UNDECIDED: ("#1f4e9c", ".."),
}
"""Colour and hatching, so that colour is never the only difference."""


def distribution(overview: Overview) -> str:
    """Draw a histogram of the scores."""
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
    return _svg(figure, "scores", f"Of {overview.students} students, {half}")


def outcomes(rows: Sequence[QuestionRow]) -> str:
    """Draw a stacked bar of outcomes for every question, the hardest question on top."""
    figure = Figure(figsize=(7, 0.6 + 0.28 * max(1, len(rows))))
    axes = figure.add_subplot()
    names = [row.question for row in rows]
    left = [0] * len(rows)
    for outcome in OUTCOMES:
        colour, hatch = _LOOK[outcome]
        counts = [row.outcomes[outcome] for row in rows]
        axes.barh(names, counts, left=left, label=outcome, color=colour, hatch=hatch, edgecolor="white")
        left = [start + count for start, count in zip(left, counts, strict=True)]
    axes.invert_yaxis()
    axes.set_xlabel("students")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=len(OUTCOMES), fontsize=8, frameon=False)
    hardest = ", ".join(names[:3])
    words = f"Outcomes by question; the hardest are {hardest}. The table below has the numbers."
    return _svg(figure, "outcomes", words)


def _svg(figure: Figure, name: str, alternative: str) -> str:
    """Return the figure as an SVG element with a text alternative and with ids that are unique on the page."""
    with io.StringIO() as file, rc_context({"svg.hashsalt": "the same picture twice"}):
        figure.savefig(file, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
        drawn = file.getvalue()
    picture = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{name}-", drawn[drawn.index("<svg") :])
    words = alternative.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return re.sub(r"<svg ", f'<svg role="img" aria-label="{words}" ', picture, count=1)
