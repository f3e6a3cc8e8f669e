"""Lay out a graded notebook: summary, cells with outputs, and a card with the verdict at every question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.grading.grader import NotebookReport, Result
from autograder.grading.submission import Role
from autograder.grading.submission.cells import cell_id, new_cell
from autograder.model import Outcome
from autograder.store.autograded import cards, sanitize
from autograder.store.autograded.cards import About, Line

_SUMMARY = "autograder-summary"
_NOT_ALL = "\nThe visible checks below pass; they cover only a part of what was asked."


@dataclass(frozen=True)
class Standing:
    """How a question stands in the gradebook, where a person may have decided since it was judged."""

    score: float
    waits: bool
    by_person: bool


def autograded_page(report: NotebookReport) -> NotebookNode:
    """Return the notebook that nbgrader keeps as the autograded one.

    Cell metadata `autograder.verdict` holds each question's verdict for whoever records it.
    """
    results = {result.question: result for result in report.results}
    node: NotebookNode = report.notebook.to_node()
    node.metadata.autograder.sandbox = nbformat.from_dict(asdict(report.sandbox))
    node.metadata.autograder.problems = list(report.problems)
    about = _about(report.notebook.name, node)
    cells = [new_cell("markdown", cards.summary(about, [_line(result, report) for result in report.results]), _SUMMARY)]
    for made, cell in zip(node.cells, report.notebook.cells, strict=True):
        cells.append(made)
        if cell.kind == "code":
            _show_outputs(made, report)
        elif cell.role in (Role.WRITTEN, Role.EXTRA, Role.SAVED):
            _disarm(made)
        if cell.role in (Role.GRADE, Role.WRITTEN):
            result = results[cell.id]
            line = _line(result, report)
            made.metadata.autograder.verdict = nbformat.from_dict(_record(result, report))
            card = cards.verdict(line)
            if cell.role is Role.GRADE:
                made.outputs.insert(0, _scored_output(result, card, made.execution_count))
            else:
                cells.append(new_cell("markdown", card, _below(cell.id)))
    node.cells = cells
    return node


def bring_up_to_date(notebook: str, node: NotebookNode, standings: Mapping[str, Standing]) -> None:
    """Let the cards of an autograded page say what a person has decided since.

    Parameters
    ----------
    notebook : str
        Its name.
    node : NotebookNode
        What `autograded_page` made, changed in place; any other notebook stays as it is.
    standings : mapping
        By question, as the gradebook has them now.
    """
    if not node.cells or node.cells[0].get("id") != _SUMMARY:
        return
    by_id = {cell.get("id"): cell for cell in node.cells}
    lines = []
    for cell in node.cells:
        ours = cell.metadata.get("autograder", {})
        if "verdict" not in ours:
            continue
        line = _decided(_recorded(ours.id, ours.verdict, cell.metadata.nbgrader.points), standings.get(ours.id))
        lines.append(line)
        if ours.role == Role.GRADE:
            cell.outputs[0].data["text/html"] = cards.verdict(line)
        else:
            by_id[_below(ours.id)].source = cards.verdict(line)
    node.cells[0].source = cards.summary(_about(notebook, node), lines)


def _about(notebook: str, node: NotebookNode) -> About:
    state = node.metadata.autograder
    return About(notebook, state.sandbox.level, state.problems, bool(state.unreadable), bool(state.absent))


def _below(question: str) -> str:
    """Return the id of the cell with the card of a written answer."""
    return cell_id(f"{question}-verdict")


def _show_outputs(made: NotebookNode, report: NotebookReport) -> None:
    ran = report.cells.get(made.metadata.autograder.id)
    if ran is not None:
        made.execution_count = ran.execution_count
        made.outputs = [nbformat.from_dict(sanitize.output(shown)) for shown in ran.outputs]


def _disarm(made: NotebookNode) -> None:
    """Leave no HTML in a text that a student wrote. A raw cell would be passed on as it is: make it a text."""
    made.cell_type = "markdown"
    made.source = sanitize.markdown(made.source, made.get("attachments", {}))


def _scored_output(result: Result, card: str, count: int | None) -> NotebookNode:
    """Return the verdict as an output that nbgrader itself reads as exactly this score; 0 while undecided."""
    data = {"text/plain": repr(float(result.score or 0.0)), "text/html": card}
    output: NotebookNode = nbformat.from_dict(
        {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count}
    )
    return output


def _line(result: Result, report: NotebookReport) -> Line:
    verdict = result.verdict
    return Line(
        question=result.question,
        outcome=verdict.outcome,
        score=result.score,
        points=result.points,
        waits=result.needs_person,
        feedback=_told(verdict.outcome, verdict.feedback, _passed(result, report)),
        misconception=verdict.misconception,
    )


def _passed(result: Result, report: NotebookReport) -> bool:
    ran = report.cells.get(result.question)
    return ran is not None and not ran.raised and not ran.stopped and not result.written


def _told(outcome: Outcome, feedback: str, passed: bool) -> str:
    return f"{feedback}{_NOT_ALL}" if passed and outcome is Outcome.INCORRECT else feedback


def _record(result: Result, report: NotebookReport) -> dict[str, Any]:
    verdict = result.verdict
    return {
        "outcome": str(verdict.outcome),
        "score": result.score,
        "suggested_score": None if verdict.suggestion is None else verdict.suggestion * result.points,
        "needs_person": result.needs_person,
        "misconception": verdict.misconception,
        "near_miss": verdict.near_miss,
        "feedback": verdict.feedback,
        "visible_checks_passed": _passed(result, report),
    }


def _recorded(question: str, record: NotebookNode, points: float) -> Line:
    outcome = Outcome(record.outcome)
    return Line(
        question=question,
        outcome=outcome,
        score=record.score,
        points=points,
        waits=record.needs_person,
        feedback=_told(outcome, record.feedback, record.get("visible_checks_passed", False)),
        misconception=record.misconception,
    )


def _decided(line: Line, standing: Standing | None) -> Line:
    """Return what is said of a question now. One that waited and waits no more was settled by a person."""
    if standing is None:
        return line
    by_person = standing.by_person or (line.waits and not standing.waits)
    score = standing.score if by_person or line.score is not None else None
    return replace(line, score=score, waits=standing.waits, by_person=by_person)
