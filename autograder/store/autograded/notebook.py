"""Create autograded notebooks: a summary, the cells with their outputs, and a verdict for every question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec
import nbformat
from nbformat import NotebookNode

from autograder.grading.grader import GradedNotebook
from autograder.grading.submission import Role
from autograder.grading.submission.cells import cell_id, new_cell
from autograder.model.result import NotebookResult, QuestionResult
from autograder.sandbox import CellResult
from autograder.store.autograded import cards, sanitize

_SUMMARY = "autograder-summary"


@dataclass(frozen=True)
class GradebookStatus:
    """What the gradebook says about a question, which a grader may have changed after autograding.

    Attributes
    ----------
    manual : bool
        A grader entered the score.
    """

    score: float
    needs_manual_grade: bool
    manual: bool


def autograded_notebook(graded: GradedNotebook) -> NotebookNode:
    """Return the notebook for `autograded/`.

    Its metadata hold a copy of the result, from which `update_cards` brings the cards up to date.
    """
    result = graded.result
    by_name = {question.question: question for question in result.questions}
    node: NotebookNode = graded.notebook.to_node()
    node.metadata.autograder.sandbox = nbformat.from_dict(msgspec.to_builtins(graded.sandbox))
    node.metadata.autograder.result = nbformat.from_dict(msgspec.to_builtins(result))
    cells = [new_cell("markdown", cards.summary(result), _SUMMARY)]
    for made, cell in zip(node.cells, graded.notebook.cells, strict=True):
        cells.append(made)
        if cell.kind == "code":
            _show_outputs(made, graded.cells.get(cell.id))
        elif cell.role in (Role.WRITTEN, Role.EXTRA, Role.SAVED):
            _disarm(made)
        if cell.role is Role.GRADE and cell.kind == "code":
            made.outputs.insert(0, _score_output(by_name[cell.id], made.execution_count))
        elif cell.role in (Role.GRADE, Role.WRITTEN):
            cells.append(new_cell("markdown", cards.verdict(by_name[cell.id]), _card_id(cell.id)))
    node.cells = cells
    return node


def update_cards(node: NotebookNode, statuses: Mapping[str, GradebookStatus]) -> None:
    """Update the cards with what graders have decided since the notebook was autograded.

    Parameters
    ----------
    node : NotebookNode
        Made by `autograded_notebook`, changed in place; any other notebook is left unchanged.
    statuses : mapping
        By question.
    """
    stored = node.metadata.get("autograder", {}).get("result")
    if stored is None or not node.cells or node.cells[0].get("id") != _SUMMARY:
        return
    result = msgspec.convert(stored, NotebookResult)
    by_hand = {each.question for each in result.questions if _is_by_hand(each, statuses.get(each.question))}
    current = {
        each.question: _current(each, statuses.get(each.question), each.question in by_hand)
        for each in result.questions
    }
    by_id = {cell.get("id"): cell for cell in node.cells}
    for cell in question_cells(node):
        name = cell.metadata.autograder.id
        card = cards.verdict(current[name], name in by_hand)
        if cell.metadata.autograder.role == Role.GRADE and cell.cell_type == "code":
            cell.outputs[0].data["text/html"] = card
        else:
            by_id[_card_id(name)].source = card
    node.cells[0].source = cards.summary(replace(result, questions=tuple(current.values())), by_hand)


def question_cells(node: NotebookNode) -> Iterator[NotebookNode]:
    """Yield the cells of an autograded notebook that have points."""
    for cell in node.cells:
        if cell.metadata.get("autograder", {}).get("role") in (Role.GRADE, Role.WRITTEN):
            yield cell


def _is_by_hand(question: QuestionResult, status: GradebookStatus | None) -> bool:
    """Whether a grader decided the score: by entering one, or by marking the answer as graded."""
    if status is None:
        return False
    return status.manual or (question.needs_manual_grade and not status.needs_manual_grade)


def _current(question: QuestionResult, status: GradebookStatus | None, by_hand: bool) -> QuestionResult:
    if status is None:
        return question
    score = status.score if by_hand or question.score is not None else None
    return replace(question, score=score, needs_manual_grade=status.needs_manual_grade)


def _card_id(question: str) -> str:
    """Return the id of the cell with the card of a written answer."""
    return cell_id(f"{question}-verdict")


def _show_outputs(made: NotebookNode, ran: CellResult | None) -> None:
    if ran is not None:
        made.execution_count = ran.execution_count
        made.outputs = [nbformat.from_dict(sanitize.output(shown)) for shown in ran.outputs]


def _disarm(made: NotebookNode) -> None:
    """Remove HTML from a student's text. A raw cell becomes Markdown, because raw cells are exported as they are."""
    made.cell_type = "markdown"
    made.source = sanitize.markdown(made.source, made.get("attachments", {}))


def _score_output(question: QuestionResult, count: int | None) -> NotebookNode:
    """Return the verdict as an output that nbgrader reads as exactly this score; 0 while undecided."""
    data = {"text/plain": repr(float(question.score or 0.0)), "text/html": cards.verdict(question)}
    output: NotebookNode = nbformat.from_dict(
        {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count}
    )
    return output
