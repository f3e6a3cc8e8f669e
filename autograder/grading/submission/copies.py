"""Choose between copies of one notebook. The one with more answers counts; a grader compares copies that differ.

Browsers, Jupyter and students make copies. The file with the right name is often the untouched one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.grading.submission.cells import Notebook, Role, normalised
from autograder.text import printable


@dataclass(frozen=True)
class Copy:
    """One file that holds a notebook.

    Attributes
    ----------
    file : str
        Its path in the submission.
    notebook : Notebook
        What was read from it.
    rank : tuple
        Decides between copies with the same work; the largest is taken.
    """

    file: str
    notebook: Notebook
    rank: tuple[object, ...]


def answers_in(notebook: Notebook) -> dict[str, str]:
    """Return the student's answers by question; without those questions that are unanswered."""
    cells = {cell.id: cell for cell in notebook.cells}
    answers = {}
    for name in notebook.questions:
        cell = cells[name] if cells[name].role is Role.WRITTEN else cells.get(f"{name}-code", cells[name])
        text = cell.answer if cell.role is Role.WRITTEN else "" if cell.untouched else cell.source
        if text.strip():
            answers[name] = normalised(text)
    return answers


def best_copy(copies: Sequence[Copy]) -> tuple[Copy, dict[str, str]]:
    """Return the copy that counts, and the questions for which a grader has to compare the copies.

    Returns
    -------
    chosen : Copy
        The one with the most answers.
    doubts : dict
        By question, why: a copy with as many answers has another one, or only another copy has any.
    """
    chosen = max(copies, key=lambda copy: (len(answers_in(copy.notebook)), _added(copy.notebook), copy.rank))
    work = answers_in(chosen.notebook)
    doubts: dict[str, str] = {}
    for other in copies:
        if other is chosen:
            continue
        theirs = answers_in(other.notebook)
        draft = len(theirs) < len(work)
        for question, answer in theirs.items():
            if question not in work or (work[question] != answer and not draft):
                doubts.setdefault(
                    question,
                    f"the copies `{printable(chosen.file)}` and `{printable(other.file)}` have different answers",
                )
    return chosen, doubts


def doubt_unanswered(notebook: Notebook, why: str) -> Notebook:
    """Return a notebook whose unanswered questions a grader has to look at, for one more reason."""
    answered = answers_in(notebook)
    doubts = {name: why for name in notebook.questions if name not in answered}
    return replace(notebook, doubts={**doubts, **notebook.doubts})


def _added(notebook: Notebook) -> int:
    """Count the cells that the student added beside the answer cells: they may hold an answer."""
    return sum(cell.role is Role.EXTRA and bool(cell.source.strip()) for cell in notebook.cells)
