"""A notebook as the grader sees it: the released cells in order, with a student's sources."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

NOT_AN_ANSWER = ("YOUR ANSWER HERE", "<!-- BEGIN SOLUTION -->", "<!-- END SOLUTION -->")
"""Lines in a written cell that come from nbgrader or the instructor."""

_MORE: Mapping[str, Mapping[str, Any]] = {"code": {"execution_count": None, "outputs": []}}
"""Further fields of a cell, by cell type."""


class Role(enum.StrEnum):
    """What a cell is for."""

    SOLUTION = "solution"
    """A student's code; the grade cell of its question has the points."""
    GRADE = "grade"
    """A question's locked cell with points and visible checks."""
    WRITTEN = "written"
    """Question and answer in one cell: text, or manually graded code."""
    RELEASED = "released"
    """Any other released cell: explanations and locked code."""
    EXTRA = "extra"
    """A cell that the student added."""
    SAVED = "saved"
    """Pictures and texts that were saved as outputs of a student's code."""


@dataclass(frozen=True)
class NotebookCell:
    """One cell.

    Attributes
    ----------
    id : str
        The `grade_id` if the cell has one, otherwise its cell id; unique in the notebook.
    kind : str
        "code", "markdown" or "raw".
    source, released : str
        The submitted and the released text ("" for a cell that the student added).
    nbgrader : mapping
        The cell's nbgrader metadata, from the release; empty if it has none.
    attachments : mapping
        The pictures of a text by name: the release's, and the student's re-encoded.
    """

    id: str
    kind: str
    source: str
    role: Role
    released: str = ""
    nbgrader: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """The maximum score."""
        return float(self.nbgrader.get("points", 0))

    @property
    def answer(self) -> str:
        """The lines that the student wrote, without the released ones."""
        rest = new_lines(self.released, self.source).splitlines()
        return "\n".join(line for line in rest if line.strip() not in NOT_AN_ANSWER).strip()

    @property
    def unanswered(self) -> bool:
        """Whether a written cell shows nothing that the student wrote: a comment in HTML is not shown."""
        return not (without_comments(self.answer).strip() if self.kind == "markdown" else self.answer)

    @property
    def untouched(self) -> bool:
        """Whether the cell is empty or still the released one."""
        return not self.source.strip() or normalised(self.source) == normalised(self.released)


@dataclass(frozen=True)
class Notebook:
    """A released or submitted notebook.

    Attributes
    ----------
    unreadable : str
        Why the file could not be read; "" if it was read.
    absent : bool
        No such file was submitted.
    problems : tuple of str
        What was repaired or dropped, for the report.
    doubts : mapping
        Questions that need manual grading because the answer may be in another place, with that place.
    """

    name: str
    cells: tuple[NotebookCell, ...]
    problems: tuple[str, ...] = ()
    unreadable: str = ""
    absent: bool = False
    doubts: Mapping[str, str] = field(default_factory=dict)

    def cell(self, cell_id: str) -> NotebookCell:
        """Return the cell with this id."""
        return next(cell for cell in self.cells if cell.id == cell_id)

    @property
    def questions(self) -> tuple[str, ...]:
        """Names of the graded cells, in order."""
        return tuple(cell.id for cell in self.cells if cell.role in (Role.GRADE, Role.WRITTEN))

    def to_node(self) -> NotebookNode:
        """Return the notebook in the current format; the metadata hold all that `from_node` needs."""
        node: NotebookNode = new_notebook()
        node.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
        node.metadata.language_info = {"name": "python"}
        node.metadata.autograder = {
            "problems": list(self.problems),
            "unreadable": self.unreadable,
            "absent": self.absent,
            "doubts": dict(self.doubts),
        }
        for cell in self.cells:
            made = new_cell(cell.kind, cell.source, cell_id(cell.id))
            made.metadata.autograder = {"id": cell.id, "role": str(cell.role), "released": cell.released}
            if cell.nbgrader:
                made.metadata.nbgrader = nbformat.from_dict(dict(cell.nbgrader))
            if cell.attachments:
                made.attachments = nbformat.from_dict(dict(cell.attachments))
            node.cells.append(made)
        return node

    @classmethod
    def from_node(cls, name: str, node: NotebookNode) -> Notebook:
        """Return the notebook that `to_node` wrote."""
        state = node.metadata.autograder
        cells = tuple(
            NotebookCell(
                id=cell.metadata.autograder.id,
                kind=cell.cell_type,
                source=cell.source,
                role=Role(cell.metadata.autograder.role),
                released=cell.metadata.autograder.released,
                nbgrader=dict(cell.metadata.get("nbgrader", {})),
                attachments=dict(cell.get("attachments", {})),
            )
            for cell in node.cells
        )
        return cls(name, cells, tuple(state.problems), state.unreadable, state.absent, dict(state.doubts))


def new_cell(kind: str, source: str, name: str) -> NotebookNode:
    """Return a cell of a notebook.

    nbformat's own functions validate every cell, which takes longer than everything else about a page. Notebooks are
    validated once, when they are written.
    """
    cell: NotebookNode = nbformat.from_dict(
        {"cell_type": kind, "id": name, "metadata": {}, "source": source, **_MORE.get(kind, {})}
    )
    return cell


def new_lines(released: str, written: str) -> str:
    """Return the lines of `written` without the common first and last lines of both texts."""
    before, after = released.splitlines(), written.splitlines()
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    return "\n".join(after[start : len(after) - end])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the number of common first lines."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def without_comments(text: str) -> str:
    """Return a text without its HTML comments. Takes linear time, whatever the text is."""
    kept, place = [], 0
    while (begin := text.find("<!--", place)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[place:begin])
        place = end + 3
    return "".join(kept) + text[place:]


def normalised(source: str) -> str:
    """Return the source with line ends, trailing blanks and outer blank lines normalised, which editors change."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip("\n")


def cell_id(text: str) -> str:
    """Return a valid nbformat cell id (1 to 64 letters, digits, - and _) for a name."""
    kept = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in text)
    return kept[:64] or "cell"
