"""Lay out a graded notebook: summary, cells with outputs, and a card with the verdict at every question."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import groupby
from typing import Any

import jinja2
import nbformat
from markupsafe import Markup, escape
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from autograder.grading import NotebookReport, Result
from autograder.model import Outcome
from autograder.pages import harmless
from autograder.submission import Role
from autograder.submission.cells import cell_id

_MARKS = {
    Outcome.CORRECT: ("✓", "#2e7d32"),
    Outcome.PARTIAL: ("◐", "#b26a00"),
    Outcome.INCORRECT: ("✗", "#b3261e"),
    Outcome.UNANSWERED: ("–", "#666666"),
    Outcome.UNDECIDED: ("?", "#1f4e9c"),
}

_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("autograder.pages"), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
)


def _lines(text: str) -> Markup:
    """Escape a text: `code` between backticks, lines that begin with two blanks as they are, the others as prose."""
    parts = []
    shown = harmless.formulas(text.strip("\n"))  # it may quote what a student wrote, and pages typeset formulas
    for fixed, group in groupby(shown.splitlines(), key=lambda line: line.startswith("  ")):
        lines = [str(escape(line)) for line in group]
        if fixed:
            parts.append('<pre style="margin: 4px 0;">' + "\n".join(lines) + "</pre>")
        else:
            prose = "<br>".join(re.sub(r"`([^`]+)`", r"<code>\1</code>", line) for line in lines)
            parts.append(prose or "<br>")  # a blank line would end the HTML where Markdown is read
    return Markup("\n".join(parts))


_templates.filters["lines"] = _lines


def autograded_page(report: NotebookReport) -> NotebookNode:
    """Return the notebook that nbgrader keeps as the autograded one.

    Cell metadata `autograder.verdict` holds each question's verdict for whoever records it.
    """
    results = {result.question: result for result in report.results}
    node: NotebookNode = report.notebook.to_node()
    node.metadata.autograder.sandbox = nbformat.from_dict(asdict(report.sandbox))
    cells = [new_markdown_cell(_summary(report), id="autograder-summary")]
    for made, cell in zip(node.cells, report.notebook.cells, strict=True):
        cells.append(made)
        if cell.kind == "code":
            _show_outputs(made, report)
        elif cell.role in (Role.WRITTEN, Role.EXTRA):
            _disarm(made)
        if cell.role in (Role.GRADE, Role.WRITTEN):
            result = results[cell.id]
            made.metadata.autograder.verdict = nbformat.from_dict(_record(result))
            card = _card(result, report)
            if cell.role is Role.GRADE:
                made.outputs.insert(0, _scored_output(result, card, made.execution_count))
            else:
                cells.append(new_markdown_cell(card, id=cell_id(f"{cell.id}-verdict")))
    node.cells = cells
    return node


def _show_outputs(made: NotebookNode, report: NotebookReport) -> None:
    ran = report.cells.get(made.metadata.autograder.id)
    if ran is not None:
        made.execution_count = ran.execution_count
        made.outputs = [nbformat.from_dict(harmless.output(shown)) for shown in ran.outputs]


def _disarm(made: NotebookNode) -> None:
    """Leave no HTML in a text that a student wrote. A raw cell would be passed on as it is: make it a text."""
    made.cell_type = "markdown"
    made.source = harmless.markdown(made.source)


def _scored_output(result: Result, card: str, count: int | None) -> NotebookNode:
    """Return the verdict as an output that nbgrader itself reads as exactly this score; 0 while undecided."""
    data = {"text/plain": repr(float(result.score or 0.0)), "text/html": card}
    output: NotebookNode = new_output("execute_result", data=data, execution_count=count)
    return output


def _record(result: Result) -> dict[str, Any]:
    verdict = result.verdict
    return {
        "outcome": str(verdict.outcome),
        "score": result.score,
        "suggested_score": None if verdict.suggestion is None else verdict.suggestion * result.points,
        "needs_person": result.needs_person,
        "misconception": verdict.misconception,
        "near_miss": verdict.near_miss,
        "feedback": verdict.feedback,
    }


def _card(result: Result, report: NotebookReport) -> str:
    mark, colour = _MARKS[result.verdict.outcome]
    feedback = result.verdict.feedback
    ran = report.cells.get(result.question)
    if (
        result.verdict.outcome is Outcome.INCORRECT
        and ran
        and not ran.raised
        and not ran.stopped
        and not result.written
    ):
        feedback += "\nThe visible checks below pass; they cover only a part of what was asked."
    return _templates.get_template("verdict.html").render(
        mark=mark,
        colour=colour,
        heading=_heading(result),
        misconception=result.verdict.misconception,
        feedback=feedback.strip(),
    )


def _heading(result: Result) -> str:
    if result.score is None:
        return f"{result.question}: undecided, a person decides (of {result.points:g} points)"
    waits = "; a person confirms this" if result.needs_person else ""
    return f"{result.question}: {result.verdict.outcome}, {result.score:.4g} of {result.points:g} points{waits}"


def _summary(report: NotebookReport) -> str:
    rows = [
        {
            "question": result.question,
            "mark": _MARKS[result.verdict.outcome][0],
            "outcome": str(result.verdict.outcome),
            "points": f"{'?' if result.score is None else f'{result.score:.4g}'} / {result.points:g}",
        }
        for result in report.results
    ]
    return _templates.get_template("summary.html").render(
        notebook=report.notebook.name,
        score=f"{report.score:.4g}",
        points=f"{report.max_score:g}",
        waiting=sum(result.needs_person for result in report.results),
        rows=rows,
        problems=report.problems,
        level=report.sandbox.level,
        forced=report.sandbox.level == "none",
    )
