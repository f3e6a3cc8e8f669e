"""Put a student's answers into the released notebook, and report everything else that changed.

Only the sources of solution cells, written cells and added cells are taken from the submission. Points, ids, tags,
locked cells and their order come from the release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from autograder.grading.submission.answer_texts import is_answer
from autograder.grading.submission.cells import Notebook, NotebookCell, Role, new_lines, normalised
from autograder.grading.submission.intake import RawCell
from autograder.grading.submission.pictures import Album, only_pictures
from autograder.grading.submission.placement import place_texts
from autograder.grading.submission.stubs import without_overwriting
from autograder.text import printable

MAX_EXTRA = 500
"""Maximum number of added cells that are kept in one notebook."""
SAVED = "*Saved in the submitted notebook, not produced during grading:*"
"""The line above saved outputs."""
COMMENT = "*Written in an HTML comment of the cell above, which is not shown:*"
"""The line above a text from a comment."""
MAX_PARTS = 20
"""Maximum number of changed copies of one cell that are used."""


def rebuild(release: Notebook, submitted: Sequence[RawCell]) -> Notebook:
    """Return the released notebook with the student's sources in it.

    Parameters
    ----------
    release : Notebook
        The released notebook.
    submitted : sequence of RawCell
        The submitted cells, in the student's order.
    """
    found = _sort_out(release, submitted)
    cells: list[NotebookCell] = _extras(found.before, start=0)
    for released in release.cells:
        filled = _fill(released, found.by_anchor[released.id], found.problems)
        at = _place(cells, filled[0])
        cells[at:at] = filled
        cells += _extras(found.after[released.id], start=sum(cell.role is Role.EXTRA for cell in cells))
    cells = without_overwriting(cells, found.problems)
    present = {name for name, raws in found.by_anchor.items() if raws}
    cells, doubts = place_texts(cells, present, found.problems, found.said)
    doubts = {**_cut(cells, found), **_drawn(cells), **doubts}
    cells = _with_hidden_parts(cells, found, bool(doubts))
    if found.album.lost:
        found.problems.append("some pictures cannot be shown here; they are in the submitted file")
    return replace(release, cells=tuple(cells), problems=tuple(found.problems), doubts=doubts)


def _place(cells: Sequence[NotebookCell], filled: NotebookCell) -> int:
    """Return where to insert a released cell: at the end, or before added cells there if it is unanswered.

    One of them may contain the answer, which the released stub must not overwrite.
    """
    if filled.role is not Role.SOLUTION or not filled.untouched:
        return len(cells)
    return max((n for n, cell in enumerate(cells, 1) if cell.role is not Role.EXTRA), default=0)


@dataclass
class _Found:
    by_anchor: dict[str, list[RawCell]] = field(default_factory=lambda: defaultdict(list))
    after: dict[str, list[RawCell]] = field(default_factory=lambda: defaultdict(list))
    before: list[RawCell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    album: Album = field(default_factory=Album)
    said: list[str] = field(default_factory=list)
    """Texts in saved outputs of the student's own code."""
    cut: bool = False
    """Whether an added cell was too long to read."""


def _sort_out(release: Notebook, submitted: Sequence[RawCell]) -> _Found:
    """Match every submitted cell to a released cell, or to the place after one."""
    found = _Found()
    anchors = {cell.id: cell for cell in release.cells}
    by_source = {(cell.kind, normalised(cell.source)): cell.id for cell in release.cells if cell.source.strip()}
    place, order, extras = None, -1, 0
    positions = {cell.id: number for number, cell in enumerate(release.cells)}
    moved: list[str] = []
    for raw in submitted:
        anchor = _anchor(raw, anchors, by_source)
        raw = _with_pictures(raw, anchors.get(anchor or ""), found.album)
        if raw.said and (anchor is None or anchors[anchor].role in (Role.SOLUTION, Role.WRITTEN)):
            found.said.append(raw.said)
        if anchor is not None:
            found.by_anchor[anchor].append(raw)
            if anchors[anchor].role is not Role.RELEASED or anchors[anchor].nbgrader:
                if positions[anchor] < order and anchors[anchor].role in (Role.SOLUTION, Role.WRITTEN):
                    moved.append(anchor)
                order = max(order, positions[anchor])
            place = anchor
            continue
        found.cut = found.cut or raw.cut
        if not raw.source.strip():
            continue
        extras += 1
        if raw.grade_id:
            found.problems.append(
                f"a cell has the id `{printable(raw.grade_id)}`, which the released notebook does not have"
            )
        if extras <= MAX_EXTRA:
            (found.before if place is None else found.after[place]).append(raw)
    if extras:
        found.problems.append(f"{extras} added cell{'s' * (extras != 1)}" + _kept(extras))
    found.problems += [f"cell `{name}` was moved; it was put back" for name in dict.fromkeys(moved)]
    return found


def _with_pictures(raw: RawCell, released: NotebookCell | None, album: Album) -> RawCell:
    """Return a cell with the student's pictures as attachments; released pictures are not replaced."""
    own = {name: data for name, data in raw.pictures.items() if released is None or name not in released.attachments}
    if not own:
        return raw
    source, attachments = album.keep(raw.source, own)
    return replace(raw, source=source, attachments=attachments)


def _kept(extras: int) -> str:
    return f"; the first {MAX_EXTRA} were kept" if extras > MAX_EXTRA else ""


def _anchor(raw: RawCell, anchors: dict[str, NotebookCell], by_source: dict[tuple[str, str], str]) -> str | None:
    """Return the id of the matching released cell, found by `grade_id`, by cell id, or by an unchanged source."""
    if raw.grade_id in anchors:
        return raw.grade_id
    if not raw.grade_id and raw.id in anchors and anchors[raw.id].kind == raw.kind:
        return raw.id
    return by_source.get((raw.kind, normalised(raw.source)))


def _fill(released: NotebookCell, submitted: list[RawCell], problems: list[str]) -> list[NotebookCell]:
    """Fill a released cell with what was submitted for it. Code that was split gives several cells."""
    if released.role in (Role.GRADE, Role.RELEASED):
        return _locked(released, submitted, problems)
    sources = [raw.source for raw in submitted]
    if not sources:
        problems.append(f"cell `{released.id}` was missing; the released cell was restored")
        return [released]
    if any(raw.kind != released.kind for raw in submitted):
        problems.append(f"cell `{released.id}` had another type; it was read as {released.kind}")
    written = list(dict.fromkeys(s for s in sources if s.strip() and normalised(s) != normalised(released.source)))
    if len(sources) > 1:
        used = "all changed copies were used"
        if len(written) > MAX_PARTS:
            used = f"the first {MAX_PARTS} changed copies were used"
        problems.append(f"cell `{released.id}` occurs {len(sources)} times; {used}, in order")
    written = written[:MAX_PARTS]
    if not written:
        return [replace(released, source=sources[0])]
    if released.kind == "markdown":
        pictures = {name: each for raw in submitted for name, each in raw.attachments.items()}
        return [
            replace(released, source="\n\n".join(written), attachments={**released.attachments, **pictures}),
        ]
    first = replace(released, source=written[0])
    more = [
        NotebookCell(f"{released.id}-part-{number}", released.kind, source, Role.EXTRA)
        for number, source in enumerate(written[1:], 2)
    ]
    return [first, *more]


def _locked(released: NotebookCell, submitted: list[RawCell], problems: list[str]) -> list[NotebookCell]:
    """Restore a locked cell. Code that the student added to it may be an answer, so it runs in an added cell.

    The added cell comes before a grade cell and after any other locked cell.
    """
    if not released.nbgrader:
        return [released, *_scribbles(released, submitted)]
    changed = next((raw for raw in submitted if normalised(raw.source) != normalised(released.source)), None)
    if not submitted:
        problems.append(f"locked cell `{released.id}` was missing; it was restored")
    elif changed is not None:
        problems.append(f"locked cell `{released.id}` was changed; the released version was used")
    elif len(submitted) > 1:
        problems.append(f"locked cell `{released.id}` occurs {len(submitted)} times")
    lines = "" if changed is None or changed.kind != "code" else new_lines(released.source, changed.source)
    if not lines.strip():
        return [released]
    problems.append(f"code added to locked cell `{released.id}` was moved to its own cell")
    added = NotebookCell(f"{released.id}-added", "code", lines, Role.EXTRA)
    return [added, released] if released.role is Role.GRADE else [released, added]


def _scribbles(released: NotebookCell, submitted: list[RawCell]) -> list[NotebookCell]:
    """Return what a student wrote into an explanation as added cells, because it may be an answer."""
    texts: dict[str, RawCell] = {}
    for raw in submitted:
        if normalised(raw.source) != normalised(released.source):
            texts.setdefault(new_lines(released.source, raw.source).strip(), raw)
    kept = [(text, raw) for text, raw in texts.items() if text][:MAX_PARTS]
    return [
        NotebookCell(f"{released.id}-added-{number}", "markdown", text, Role.EXTRA, attachments=raw.attachments)
        for number, (text, raw) in enumerate(kept, 1)
    ]


def _cut(cells: Sequence[NotebookCell], found: _Found) -> dict[str, str]:
    """Return, for each question that looks unanswered, which limit may have cut off its answer."""
    extras = sum(map(len, (found.before, *found.after.values())))
    lost = "an added cell is too long to read" if found.cut else ""
    if extras >= MAX_EXTRA:
        lost = lost or f"only the first {MAX_EXTRA} added cells were read"
    doubts: dict[str, str] = {}
    for cell in cells:
        if cell.role not in (Role.WRITTEN, Role.SOLUTION):
            continue
        raws = found.by_anchor[cell.id]
        question = cell.id if cell.role is Role.WRITTEN else cell.id.removesuffix("-code")
        empty = not cell.answer if cell.role is Role.WRITTEN else cell.untouched
        if any(raw.cut for raw in raws):
            doubts[question] = f"cell `{cell.id}` is too long to read"
        elif empty and len(raws) > MAX_PARTS:
            doubts[question] = f"cell `{cell.id}` occurs {len(raws)} times, and only {MAX_PARTS} of them were read"
        elif empty and lost:
            doubts[question] = f"its cell is empty, but {lost}"
    return doubts


def _drawn(cells: Sequence[NotebookCell]) -> dict[str, str]:
    """Return a note for each answer that is a picture."""
    return {
        cell.id: "the answer is a picture"
        for cell in cells
        if cell.role is Role.WRITTEN and cell.kind == "markdown" and only_pictures(cell.answer)
    }


def _with_hidden_parts(cells: Sequence[NotebookCell], found: _Found, doubtful: bool) -> list[NotebookCell]:
    """Return the cells with new cells for what a grader would not see otherwise.

    Below a manually graded code cell: its saved pictures. Below an answer: the text of its HTML comments. At the end,
    if any question is in doubt: the texts of saved outputs.
    """
    result: list[NotebookCell] = []
    for cell in cells:
        result.append(cell)
        if cell.role is Role.WRITTEN and cell.kind == "markdown" and cell.unanswered and is_answer(cell.answer):
            text = cell.answer.replace("<!--", "").replace("-->", "").strip()
            result.append(NotebookCell(f"{cell.id}-comment", "markdown", f"{COMMENT}\n\n{text}", Role.SAVED))
        if cell.role is not Role.WRITTEN or cell.kind != "code":
            continue
        saved = {f"saved-{n}": data for n, data in enumerate(d for raw in found.by_anchor[cell.id] for d in raw.saved)}
        text = "\n\n".join(f"![saved output](attachment:{name})" for name in saved)
        source, pictures = found.album.keep(text, saved)
        if pictures:
            result.append(
                NotebookCell(f"{cell.id}-saved", "markdown", f"{SAVED}\n\n{source}", Role.SAVED, attachments=pictures)
            )
    for number, text in enumerate(found.said[:MAX_PARTS] if doubtful else (), 1):
        result.append(NotebookCell(f"saved-text-{number}", "markdown", f"{SAVED}\n\n{text}", Role.SAVED))
    return result


def _extras(raws: list[RawCell], start: int) -> list[NotebookCell]:
    return [
        NotebookCell(f"extra-{start + number}", raw.kind, raw.source, Role.EXTRA, attachments=raw.attachments)
        for number, raw in enumerate(raws, 1)
    ]
