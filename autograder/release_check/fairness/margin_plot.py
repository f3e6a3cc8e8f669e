"""Plots the errors of right and wrong answers in units of the tolerance."""

from __future__ import annotations

import io
import math
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from autograder.release_check.fairness.evidence import Evidence
from autograder.release_check.fairness.parity import CLEARLY_RIGHT, CLEARLY_WRONG

LEAST, MOST = -12.0, 14.0
"""Decimal exponents of the errors at the left and right edge; larger and smaller errors are drawn at the edges."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "autograder",
    "font.size": 9,
    "axes.unicode_minus": True,
}


def margin_plot(evidence: Evidence) -> str:
    """Return an SVG element with a row for every question that has hidden inputs.

    Right answers are circles and wrong answers are crosses. Each is drawn at its worst error for any student, in units
    of the tolerance, on a logarithmic axis.
    """
    questions = [name for name in evidence.code if name not in evidence.identical]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8, 0.32 * len(questions) + 1.2), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        for row, name in enumerate(questions):
            right = [_place(each.high) for each in evidence.answers(name, right=True)]
            wrong = [_place(each.low) for each in evidence.answers(name, right=False)]
            axes.plot(right, [row] * len(right), "o", mfc="none", mec="#1f4e9c", ms=6)
            axes.plot(wrong, [row] * len(wrong), "x", color="#8a2b06", ms=6)
        axes.axvspan(math.log10(CLEARLY_RIGHT), math.log10(CLEARLY_WRONG), color="#dddddd", zorder=0)
        axes.axvline(0, color="black", linewidth=1)
        axes.set_yticks(range(len(questions)), questions)
        axes.set_ylim(len(questions) - 0.4, -0.6)
        axes.set_xlim(LEAST - 1, MOST + 1)
        ticks = list(range(-12, 15, 4))
        axes.set_xticks(ticks, [_exponent(tick) for tick in ticks])
        axes.set_xlabel("error in units of the tolerance:   o right answers   x wrong answers")
        axes.grid(axis="y", color="#eeeeee")
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    return text[text.index("<svg") :]


def in_words(evidence: Evidence) -> str:
    """Describe the plot in words."""
    drawn = [each for each in evidence.answer_results if each.question not in evidence.identical]
    right = max((each.high for each in drawn if each.right), default=0.0)
    wrong = min((each.low for each in drawn if not each.right), default=math.inf)
    return (
        f"The largest error of a right answer is {shown(right)} of the tolerance. The smallest error of a wrong answer "
        f"is {shown(wrong)} times the tolerance. The table above has the numbers for every question."
    )


def shown(margin: float) -> str:
    """Format an error for people: "0.82", "5 · 10⁻⁸", "∞"."""
    if margin == 0 or margin == math.inf:
        return "∞" if margin else "0"
    if 1e-3 <= margin < 1e4:
        return f"{margin:.2g}" if margin < 10 else f"{margin:.0f}"
    digits, exponent = f"{margin:.0e}".split("e")
    return f"{digits} · 10{str(int(exponent)).translate(_RAISED)}"


def _place(margin: float) -> float:
    return LEAST if margin <= 10**LEAST else min(math.log10(margin), MOST)


def _exponent(tick: int) -> str:
    if tick == LEAST:
        return "0"
    return "1" if tick == 0 else f"$10^{{{tick}}}$"
