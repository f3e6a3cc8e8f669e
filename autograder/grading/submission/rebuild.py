"""Put a student's sources into the released notebook, and say what else was found.

Only sources are taken, and only where the release has a place for them: a solution cell, a written cell, or a cell of
the student's own between them. Points, ids, tags, locked cells and their order are the release's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from autograder.grading.submission.cells import Notebook, NotebookCell, Role, new_lines, normalised
from autograder.grading.submission.intake import RawCell
from autograder.grading.submission.placement import place_texts
from autograder.grading.submission.stubs import without_overwriting
from autograder.text import printable

MAX_EXTRA = 500
"""Added cells that are kept in one notebook."""
MAX_PARTS = 20
"""Changed copies of one cell that are kept."""


def rebuild(release: Notebook, submitted: Sequence[RawCell]) -> Notebook:
    """Return the released notebook with the student's sources in it.

    Parameters
    ----------
    release : Notebook
        What was handed out.
    submitted : sequence of RawCell
        What came back, in the student's order.
    """
    found = _sort_out(release, submitted)
    cells: list[NotebookCell] = _extras(found.before, start=0)
    for released in release.cells:
        filled = _fill(released, found.by_anchor[released.id], found.problems)
        at = _place(cells, filled[0])
        cells[at:at] = filled
        cells += _extras(found.after[released.id], start=sum(cell.role is Role.EXTRA for cell in cells))
    cells = without_overwriting(cells, found.problems)
    cells, doubts = place_texts(cells, {name for name, raws in found.by_anchor.items() if raws}, found.problems)
    return replace(release, cells=tuple(cells), problems=tuple(found.problems), doubts=doubts)


def _place(cells: Sequence[NotebookCell], filled: NotebookCell) -> int:
    """Return where a released cell goes: to the end, but an unanswered one before the cells that were added there.

    The answer may stand in one of them, and what was handed out must not overwrite it.
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


def _sort_out(release: Notebook, submitted: Sequence[RawCell]) -> _Found:
    """Give every submitted cell its place: a released cell, or right after one."""
    found = _Found()
    anchors = {cell.id: cell for cell in release.cells}
    by_source = {(cell.kind, normalised(cell.source)): cell.id for cell in release.cells if cell.source.strip()}
    place, order, extras = None, -1, 0
    positions = {cell.id: number for number, cell in enumerate(release.cells)}
    moved: list[str] = []
    for raw in submitted:
        anchor = _anchor(raw, anchors, by_source)
        if raw.pictures - set(anchors[anchor].attachments if anchor else ()):
            cell = f"cell `{anchor}`" if anchor else "an added cell"
            found.problems.append(f"{cell} holds pictures, which are to be seen in the submitted file alone")
        if anchor is not None:
            found.by_anchor[anchor].append(raw)
            if anchors[anchor].role is not Role.RELEASED or anchors[anchor].nbgrader:
                if positions[anchor] < order and anchors[anchor].role in (Role.SOLUTION, Role.WRITTEN):
                    moved.append(anchor)
                order = max(order, positions[anchor])
            place = anchor
            continue
        if not raw.source.strip():
            continue
        extras += 1
        if raw.grade_id:
            found.problems.append(
                f"a cell says that it is `{printable(raw.grade_id)}`, which this notebook does not have"
            )
        if extras <= MAX_EXTRA:
            (found.before if place is None else found.after[place]).append(raw)
    if extras:
        found.problems.append(f"{extras} added cell{'s' * (extras != 1)}" + _kept(extras))
    found.problems += [f"cell `{name}` had been moved; it was put back in its place" for name in dict.fromkeys(moved)]
    return found


def _kept(extras: int) -> str:
    return f"; the first {MAX_EXTRA} were kept" if extras > MAX_EXTRA else ""


def _anchor(raw: RawCell, anchors: dict[str, NotebookCell], by_source: dict[tuple[str, str], str]) -> str | None:
    """Find the released cell that a submitted one is: by its grade_id, by its cell id, or by an unchanged text."""
    if raw.grade_id in anchors:
        return raw.grade_id
    if not raw.grade_id and raw.id in anchors and anchors[raw.id].kind == raw.kind:
        return raw.id
    return by_source.get((raw.kind, normalised(raw.source)))


def _fill(released: NotebookCell, submitted: list[RawCell], problems: list[str]) -> list[NotebookCell]:
    """Put what was submitted for one released cell in its place; more than one cell where code was split."""
    if released.role in (Role.GRADE, Role.RELEASED):
        return _locked(released, submitted, problems)
    sources = [raw.source for raw in submitted]
    if not sources:
        problems.append(f"cell `{released.id}` was missing; it was put back as it was handed out")
        return [released]
    if any(raw.kind != released.kind for raw in submitted):
        problems.append(f"cell `{released.id}` had been turned into another type; it was read as {released.kind}")
    written = list(dict.fromkeys(s for s in sources if s.strip() and normalised(s) != normalised(released.source)))
    if len(sources) > 1:
        used = "every part that was changed was used"
        if len(written) > MAX_PARTS:
            used = f"the first {MAX_PARTS} parts that were changed were used"
        problems.append(f"cell `{released.id}` was there {len(sources)} times; {used}, in order")
    written = written[:MAX_PARTS]
    if not written:
        return [replace(released, source=sources[0])]
    if released.kind == "markdown":
        return [replace(released, source="\n\n".join(written))]
    first = replace(released, source=written[0])
    more = [
        NotebookCell(f"{released.id}-part-{number}", released.kind, source, Role.EXTRA)
        for number, source in enumerate(written[1:], 2)
    ]
    return [first, *more]


def _locked(released: NotebookCell, submitted: list[RawCell], problems: list[str]) -> list[NotebookCell]:
    """Put a locked cell back; what was written into it may be an answer, so it is run as a cell of the student's own.

    That cell comes before the checks of a question, and after anything else.
    """
    if not released.nbgrader:
        return [released, *_scribbles(released, submitted)]
    changed = next((raw for raw in submitted if normalised(raw.source) != normalised(released.source)), None)
    if not submitted:
        problems.append(f"locked cell `{released.id}` was missing; it was put back")
    elif changed is not None:
        problems.append(f"locked cell `{released.id}` had been changed; the released one was used")
    elif len(submitted) > 1:
        problems.append(f"locked cell `{released.id}` was there {len(submitted)} times")
    lines = "" if changed is None or changed.kind != "code" else new_lines(released.source, changed.source)
    if not lines.strip():
        return [released]
    problems.append(f"what was written into locked cell `{released.id}` was put into a cell of its own")
    added = NotebookCell(f"{released.id}-added", "code", lines, Role.EXTRA)
    return [added, released] if released.role is Role.GRADE else [released, added]


def _scribbles(released: NotebookCell, submitted: list[RawCell]) -> list[NotebookCell]:
    """Return what a student wrote into an explanation, as cells of the student's own: it may be an answer."""
    changed = (raw for raw in submitted if normalised(raw.source) != normalised(released.source))
    texts = dict.fromkeys(new_lines(released.source, raw.source).strip() for raw in changed)
    return [
        NotebookCell(f"{released.id}-added-{number}", "markdown", text, Role.EXTRA)
        for number, text in enumerate([text for text in texts if text][:MAX_PARTS], 1)
    ]


def _extras(raws: list[RawCell], start: int) -> list[NotebookCell]:
    return [
        NotebookCell(f"extra-{start + number}", raw.kind, raw.source, Role.EXTRA) for number, raw in enumerate(raws, 1)
    ]
