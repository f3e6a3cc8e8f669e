"""Find the questions that texts outside of the answer cells belong to.

A text is moved into an answer cell if only one fits: the text repeats the released cell, names the question or its
heading, or is in the section of a single unanswered question. Otherwise all unanswered questions need manual grading,
because the text may be the answer to any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from autograder.grading.submission.answer_texts import heading_of, is_answer, text_in_code, text_of
from autograder.grading.submission.cells import NOT_AN_ANSWER, NotebookCell, Role, new_lines
from autograder.text import printable

_ALIKE = 0.85
_QUOTED = 80


@dataclass
class _Text:
    place: int
    """Position of its cell among all cells."""
    content: str
    heading: str


def place_texts(
    cells: Sequence[NotebookCell], submitted: Collection[str], problems: list[str], outputs: Sequence[str] = ()
) -> tuple[list[NotebookCell], dict[str, str]]:
    """Move texts into the answer cells that they belong to, as far as that is clear.

    Parameters
    ----------
    cells : sequence of NotebookCell
        The released cells, with the student's added cells between them.
    submitted : collection of str
        Ids of the released cells that the submission contains.
    problems : list of str
        Gets a note for every text that was moved.
    outputs : sequence of str
        Texts that are in saved outputs only.

    Returns
    -------
    cells : list of NotebookCell
    doubts : dict
        For each unanswered question, where else its answer may be.
    """
    cells = _moved(cells, problems, lambda text, now: _named(text, now))
    cells, at_end = _continued(cells, submitted, problems)
    cells = _moved(cells, problems, lambda text, now: _near(text, now, submitted))
    unplaced = [text.content for text in _texts(cells)]
    in_code = (text_in_code(new_lines(cell.released, cell.source)) for cell in cells if _is_code(cell))
    return cells, _doubts(cells, [*unplaced, *at_end, *filter(None, in_code), *outputs])


def _moved(
    cells: Sequence[NotebookCell], problems: list[str], question_of: Callable[[_Text, list[NotebookCell]], int | None]
) -> list[NotebookCell]:
    """Return the cells with each text moved into the answer cell that `question_of` finds for it."""
    now = list(cells)
    if not any(map(_open, cells)):
        return now
    gone: set[int] = set()
    targets = [(text, question_of(text, now)) for text in _texts(cells)]
    for text, at in targets:
        if at is None:
            continue
        answer = now[at]
        begun = f"{answer.source}\n\n" if answer.answer else ""
        pictures = {**answer.attachments, **now[text.place].attachments}
        now[at] = replace(answer, source=f"{begun}{text.content.strip()}", attachments=pictures)
        where = "above" if text.place < at else "below"
        problems.append(f"text {where} `{answer.id}` was read as the answer to it")
        gone.add(text.place)
    return [cell for place, cell in enumerate(now) if place not in gone]


def _continued(
    cells: Sequence[NotebookCell], submitted: Collection[str], problems: list[str]
) -> tuple[list[NotebookCell], list[str]]:
    """Join cells that were added right beside an answer to it: students often continue an answer in a new cell.

    Text that follows an answer at the very end of the notebook is also returned: it may answer another question.
    """
    result: list[NotebookCell] = []
    at_end: list[str] = []
    last = max((place for place, cell in enumerate(cells) if cell.id in submitted), default=-1)
    for place, cell in enumerate(cells):
        joined = _joined(result[-1], cell) if result else None
        if joined is None:
            result.append(cell)
            continue
        if place > last and not _open(result[-1]) and is_answer(cell.source):
            at_end.append(cell.source)
        result[-1] = joined
        what = "text right after" if joined.kind == "markdown" else "cell right beside"
        problems.append(f"an added {what} `{joined.id}` was read as part of that answer")
    return result, at_end


def _joined(first: NotebookCell, second: NotebookCell) -> NotebookCell | None:
    """Return an answer joined with the cell that was added beside it; None if the two do not belong together.

    A text is continued by a text below it. Added code, above or below, replaces an empty answer.
    """
    answer, added = (first, second) if first.role is Role.WRITTEN else (second, first)
    if answer.role is not Role.WRITTEN or added.role is not Role.EXTRA:
        return None
    if answer.kind == "markdown":
        text = text_of(added.kind, added.source).strip()
        if answer is not first or not text:
            return None
        pictures = {**answer.attachments, **added.attachments}
        return replace(answer, source=f"{answer.source}\n\n{text}", attachments=pictures)
    return None if answer.answer or added.kind != "code" else replace(answer, source=added.source)


def _open(cell: NotebookCell) -> bool:
    """Whether a cell is an answer cell that was left empty."""
    return cell.role is Role.WRITTEN and cell.unanswered


def _texts(cells: Sequence[NotebookCell]) -> list[_Text]:
    """Return the texts that the student added, each with the heading that the student put above it."""
    found: list[_Text] = []
    heading = ""
    for place, cell in enumerate(cells):
        if cell.role is not Role.EXTRA:
            heading = ""
            continue
        content = text_of(cell.kind, cell.source)
        heading = heading_of(content) or heading
        if is_answer(content):
            found.append(_Text(place, content, heading))
    return found


def _named(text: _Text, cells: Sequence[NotebookCell]) -> int | None:
    """Return the place of the one empty answer cell that a text names."""
    named = [place for place in _open_texts(cells) if _names(text, cells, place)]
    return named[0] if len(named) == 1 else None


def _near(text: _Text, cells: Sequence[NotebookCell], submitted: Collection[str]) -> int | None:
    """Return the place of the empty answer cell that is next below a text, or the only one in its section."""
    following = next((n for n in range(text.place, len(cells)) if _is_submitted(cells[n], submitted)), None)
    if following is not None and following in _open_texts(cells):
        return following
    first, last = _span(text.place, cells, submitted)
    near = [place for place in _open_texts(cells) if first <= place <= last]
    return near[0] if len(near) == 1 else None


def _open_texts(cells: Sequence[NotebookCell]) -> list[int]:
    return [place for place, cell in enumerate(cells) if _open(cell) and cell.kind == "markdown"]


def _names(text: _Text, cells: Sequence[NotebookCell], place: int) -> bool:
    """Whether a text says which question it answers: by its id, its heading or the released text of its cell."""
    cell = cells[place]
    start = "\n".join((text.heading, *text.content.splitlines()[:3]))
    if re.search(rf"(?<![\w-]){re.escape(cell.id)}(?![\w-])", start):
        return True
    released = [line.strip() for line in cell.released.splitlines() if line.strip()]
    own = [line for line in released if line not in NOT_AN_ANSWER]
    if own and all(line in text.content for line in own):
        return True
    return bool(text.heading) and _alike(text.heading, _section_heading(cells, place))


def _section_heading(cells: Sequence[NotebookCell], place: int) -> str:
    above = (heading_of(cell.source) for cell in reversed(cells[:place]) if _begins_section(cell))
    return next(above, "")


def _alike(one: str, other: str) -> bool:
    if not other:
        return False
    first, second = (re.sub(r"[^\w ]|\d", "", text[:120]).casefold().strip() for text in (one, other))
    return bool(first and second) and SequenceMatcher(None, first, second).ratio() >= _ALIKE


def _begins_section(cell: NotebookCell) -> bool:
    return cell.role is Role.RELEASED and cell.kind == "markdown" and bool(heading_of(cell.source))


def _span(place: int, cells: Sequence[NotebookCell], submitted: Collection[str]) -> tuple[int, int]:
    """Return the range of cells in which to look for the question of a text.

    It reaches from the beginning of the section of the last submitted cell above the text, to the end of the section of
    the next submitted cell below it.
    """
    known = [n for n, cell in enumerate(cells) if _is_submitted(cell, submitted)]
    above = max((n for n in known if n < place), default=0)
    below = min((n for n in known if n > place), default=len(cells) - 1)
    first = next((n for n in range(above, -1, -1) if _begins_section(cells[n])), 0)
    last = next((n - 1 for n in range(below + 1, len(cells)) if _begins_section(cells[n])), len(cells) - 1)
    return first, last


def _is_submitted(cell: NotebookCell, submitted: Collection[str]) -> bool:
    """Whether a cell is a released one that the submission contains."""
    return cell.role is not Role.EXTRA and cell.id in submitted


def _is_code(cell: NotebookCell) -> bool:
    """Whether a cell contains the student's code, which may display an answer or have one in its comments."""
    return cell.kind == "code" and cell.role in (Role.EXTRA, Role.SOLUTION)


def _doubts(cells: Sequence[NotebookCell], texts: Sequence[str]) -> dict[str, str]:
    """Return, for each empty answer cell, what else may be its answer."""
    doubts: dict[str, str] = {}
    code = [cell for cell in cells if cell.role is Role.EXTRA and cell.kind == "code" and cell.source.strip()]
    for cell in filter(_open, cells):
        if is_answer(cell.answer):
            begin = printable(" ".join(cell.answer.split()), _QUOTED)
            doubts[cell.id] = f"its cell shows nothing, but there is text in an HTML comment: “{begin}…”"
        elif cell.kind == "markdown" and texts:
            begin = printable(" ".join(texts[0].split()), _QUOTED)
            doubts[cell.id] = f"its cell is empty, but there is text outside of the answer cells: “{begin}…”"
        elif cell.kind == "code" and code:
            doubts[cell.id] = f"its cell is empty, but code was added to the notebook, in cell `{code[0].id}`"
    return doubts
