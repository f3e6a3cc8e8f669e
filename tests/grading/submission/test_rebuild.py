"""The released notebook is rebuilt with the student's answers, however the submitted one was changed."""

from dataclasses import replace

import pytest

from autograder.grading.submission.cells import Notebook, NotebookCell, Role
from autograder.grading.submission.intake import RawCell
from autograder.grading.submission.rebuild import MAX_EXTRA, MAX_PARTS, rebuild


def cell(name, role, source, kind="code"):
    known = {"grade_id": name} if role is not Role.RELEASED or name.startswith("locked") else {}
    return NotebookCell(name, kind, source, role, source, known)


RELEASE = Notebook(
    "nb",
    (
        cell("intro", Role.RELEASED, "# Title", "markdown"),
        cell("locked-setup", Role.RELEASED, "import numpy as np"),
        cell("f-code", Role.SOLUTION, "def f():\n    raise NotImplementedError"),
        cell("f", Role.GRADE, "assert f() == 1"),
        cell("g-code", Role.SOLUTION, "def g(): ..."),
        cell("g", Role.GRADE, "assert g() == 1"),
        cell("essay", Role.WRITTEN, "**Why?**\n\nYOUR ANSWER HERE", "markdown"),
    ),
)


def untouched():
    return [RawCell(c.kind, c.source, c.id if c.nbgrader else "", c.id) for c in RELEASE.cells]


def answered(**sources):
    return [RawCell(r.kind, sources.get(r.id.replace("-", "_"), r.source), r.grade_id, r.id) for r in untouched()]


def ids(notebook):
    return [c.id for c in notebook.cells]


def test_untouched_release_is_unchanged():
    result = rebuild(RELEASE, untouched())
    assert result == RELEASE
    assert all(c.untouched for c in result.cells)


def test_sources_of_solution_and_written_cells_are_used():
    result = rebuild(RELEASE, answered(f_code="def f(): return 1", essay="**Why?**\n\nBecause."))
    assert result.cell("f-code").source == "def f(): return 1"
    assert not result.cell("f-code").untouched
    assert result.cell("essay").answer == "Because."
    assert result.problems == ()


@pytest.mark.parametrize("stub", ["left as it was", "deleted"])
def test_unanswered_cell_does_not_overwrite_an_answer_above_it(stub):
    cells = untouched()
    cells.insert(2, RawCell("code", "def f(): return 1"))
    if stub == "deleted":
        del cells[3]
    result = rebuild(RELEASE, cells)
    assert ids(result)[2:5] == ["f-code", "extra-1", "f"]


def test_changed_locked_cell_is_replaced_and_reported():
    result = rebuild(RELEASE, answered(f="assert True", locked_setup="import evil"))
    assert result.cell("f").source == "assert f() == 1"
    assert result.cell("locked-setup").source == "import numpy as np"
    assert [p for p in result.problems if "`f`" in p]
    assert [p for p in result.problems if "`locked-setup`" in p]


@pytest.mark.parametrize(
    "changed",
    [
        "def f(): return 1\nassert f() == 1",
        "assert f() == 1\ndef f(): return 1",
        "def f(): return 1",
    ],
)
def test_answer_in_a_locked_cell_runs_before_the_checks(changed):
    result = rebuild(RELEASE, answered(f=changed))
    assert ids(result)[2:5] == ["f-code", "f-added", "f"]
    assert result.cell("f-added").source == "def f(): return 1"
    assert result.cell("f").source == "assert f() == 1"
    assert any("`f`" in problem and "moved to its own cell" in problem for problem in result.problems)


def test_import_added_to_the_locked_setup_runs_after_it():
    result = rebuild(RELEASE, answered(f_code="def f(): return 1", locked_setup="import numpy as np\nimport scipy"))
    assert ids(result)[1:3] == ["locked-setup", "locked-setup-added"]
    assert result.cell("locked-setup-added").source == "import scipy"


@pytest.mark.parametrize("changed", ["", "assert f() == 1\n\n"])
def test_locked_cell_without_added_lines_adds_no_cell(changed):
    assert ids(rebuild(RELEASE, answered(f=changed))) == ids(RELEASE)


def test_number_of_copies_of_a_cell_is_limited():
    copies = [RawCell("code", f"x = {number}", "f-code") for number in range(10_000)]
    result = rebuild(RELEASE, [*answered(f_code="def f(): return 1"), *copies])
    assert len(result.cells) == len(RELEASE.cells) + MAX_PARTS - 1
    assert result.cell("f-code").source == "def f(): return 1"
    assert any(f"first {MAX_PARTS}" in problem for problem in result.problems)


def test_notes_in_an_explanation_are_not_a_problem():
    assert rebuild(RELEASE, answered(intro="# Title\nmy notes")).problems == ()


def test_missing_cells_are_restored_and_reported():
    result = rebuild(RELEASE, [raw for raw in untouched() if raw.id not in ("f", "g-code", "essay")])
    assert ids(result) == ids(RELEASE)
    assert len([p for p in result.problems if "missing" in p]) == 3


def test_added_cell_runs_where_the_student_put_it():
    raws = answered(f_code="def f(): return helper()")
    raws.insert(2, RawCell("code", "def helper(): return 1"))
    result = rebuild(RELEASE, raws)
    assert ids(result)[1:4] == ["locked-setup", "extra-1", "f-code"]
    assert result.cell("extra-1").role is Role.EXTRA
    assert "1 added cell" in result.problems


def test_answer_in_a_cell_without_metadata_runs_before_its_checks():
    raws = [RawCell("code", "def f(): return 1") if raw.id == "f-code" else raw for raw in untouched()]
    result = rebuild(RELEASE, raws)
    assert ids(result).index("extra-1") < ids(result).index("f")
    assert result.cell("f-code").untouched


def test_cells_without_metadata_are_recognised_by_their_id():
    raws = [RawCell(r.kind, r.source, "", r.id) for r in answered(f_code="def f(): return 1")]
    assert rebuild(RELEASE, raws).cell("f-code").source == "def f(): return 1"


def test_cells_without_ids_are_recognised_by_their_text():
    raws = [RawCell(r.kind, r.source) for r in answered(f_code="def f(): return 1")]
    result = rebuild(RELEASE, raws)
    assert ids(result)[1:5] == ["locked-setup", "extra-1", "f-code", "f"] or ids(result)[1:5] == [
        "locked-setup",
        "f-code",
        "extra-1",
        "f",
    ]


def test_both_parts_of_a_split_solution_run():
    raws = untouched()
    raws[2] = RawCell("code", "import math", "f-code")
    raws.insert(3, RawCell("code", "def f(): return 1", "f-code"))
    result = rebuild(RELEASE, raws)
    parts = [c.source for c in result.cells if c.id.startswith("f-code")]
    assert parts == ["import math", "def f(): return 1"]
    assert ids(result).index("f") > ids(result).index("f-code-part-2")
    assert any("2 times" in p for p in result.problems)


@pytest.mark.parametrize("order", [1, -1])
def test_untouched_duplicate_does_not_undo_an_answer(order):
    pair = [RawCell("code", "def f(): return 1", "f-code"), untouched()[2]][::order]
    raws = [*untouched()[:2], *pair, *untouched()[3:]]
    result = rebuild(RELEASE, raws)
    assert [c.source for c in result.cells if c.id.startswith("f-code")] == ["def f(): return 1"]


def test_answer_moved_below_its_checks_is_moved_back():
    raws = answered(f_code="def f(): return 1")
    raws.append(raws.pop(2))
    result = rebuild(RELEASE, raws)
    assert ids(result) == ids(RELEASE)
    assert result.cell("f-code").source == "def f(): return 1"
    assert any("moved" in p for p in result.problems)


def test_code_cell_turned_into_markdown_is_read_as_code():
    raws = [RawCell("markdown", "def f(): return 1", "f-code") if r.id == "f-code" else r for r in untouched()]
    result = rebuild(RELEASE, raws)
    assert result.cell("f-code").kind == "code"
    assert any("another type" in p for p in result.problems)


def test_text_in_a_new_cell_below_belongs_to_the_answer():
    raws = [*untouched(), RawCell("markdown", "Because of this."), RawCell("markdown", "And that.")]
    assert rebuild(RELEASE, raws).cell("essay").answer == "Because of this.\n\nAnd that."


STUB = "# Your plot\n# YOUR CODE HERE\nraise NotImplementedError()"
WITH_PLOT = Notebook("nb", (*RELEASE.cells, cell("plot", Role.WRITTEN, STUB)))
BEGUN = STUB.replace("raise NotImplementedError()", "plt.plot([1])")


def with_plot(source, *, above=(), below=()):
    added = [[RawCell("code", text) for text in texts] for texts in (above, below)]
    return rebuild(WITH_PLOT, [*untouched(), *added[0], RawCell("code", source, "plot", "plot"), *added[1]])


@pytest.mark.parametrize("stub", [STUB, "", "# Your plot"])
@pytest.mark.parametrize("where", ["above", "below"])
def test_manually_graded_code_in_a_new_cell_is_the_answer(stub, where):
    result = with_plot(stub, **{where: ["plt.plot([2])"]})
    assert result.cell("plot").answer == "plt.plot([2])"
    assert result.cell("plot").role is Role.WRITTEN
    assert not any(c.role is Role.EXTRA for c in result.cells)
    assert any("`plot` was read as part" in problem for problem in result.problems)


def test_manually_graded_code_is_unchanged_if_more_was_added():
    result = with_plot(BEGUN, above=["z = 1"], below=["plt.plot([2])"])
    assert result.cell("plot").source == BEGUN
    assert [c.source for c in result.cells if c.role is Role.EXTRA] == ["z = 1", "plt.plot([2])"]


def test_text_beside_manually_graded_code_is_not_an_answer():
    result = rebuild(WITH_PLOT, [*untouched(), RawCell("code", STUB, "plot", "plot"), RawCell("markdown", "Sorry.")])
    assert result.cell("plot").answer == ""


def test_unknown_grade_id_is_reported():
    result = rebuild(RELEASE, [*untouched(), RawCell("code", "x", "bonus")])
    assert any("`bonus`" in p for p in result.problems)


def test_number_of_added_cells_is_limited_and_answers_are_kept():
    raws = answered(f_code="def f(): return 1")
    raws[1:1] = [RawCell("code", f"x = {n}") for n in range(5000)]
    result = rebuild(RELEASE, raws)
    assert len(result.cells) == len(RELEASE.cells) + MAX_EXTRA
    assert result.cell("f-code").source == "def f(): return 1"
    assert any("5000 added cells" in p for p in result.problems)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("**Why?**\n\nYOUR ANSWER HERE", ""),
        ("**Why?**\n\nBecause.", "Because."),
        ("**Why?**\n\nYOUR ANSWER HERE\n\nBecause.", "Because."),
        ("Because.", "Because."),
        ("Because.\n\n**Why?**\n\nYOUR ANSWER HERE", "Because."),
        ("", ""),
    ],
)
def test_answer_is_what_the_student_added(source, answer):
    assert rebuild(RELEASE, answered(essay=source)).cell("essay").answer == answer


@pytest.fixture
def illustrated():
    """The release with a picture in its introduction."""
    picture = {"a.png": {"image/png": "AA=="}}
    return replace(RELEASE, cells=(replace(RELEASE.cells[0], attachments=picture), *RELEASE.cells[1:]))


def pasted(name, **pictures):
    """Cells with pictures pasted into the cell with this id."""
    shown = "".join(f"\n\n![a](attachment:{picture})" for picture in pictures)
    return [
        replace(raw, source=raw.source + shown, pictures=pictures) if raw.id == name else raw for raw in untouched()
    ]


def released_picture_is_shown_again():
    return [replace(raw, pictures={"a.png": "AA=="} if raw.id == "intro" else {}) for raw in untouched()]


@pytest.mark.parametrize("submitted", [untouched(), released_picture_is_shown_again()])
def test_released_picture_is_unchanged(illustrated, submitted):
    assert rebuild(illustrated, submitted) == illustrated


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # one pixel


def test_answer_with_a_picture_keeps_it_and_needs_manual_grading():
    result = rebuild(RELEASE, pasted("essay", **{"IMG 1.png": PNG, "a.png": PNG}))
    essay = result.cell("essay")
    assert list(essay.attachments) == ["picture-1"]  # a name with a blank is not shown as a picture
    assert "attachment:picture-1" in essay.answer


def test_answer_with_only_a_picture_needs_manual_grading():
    result = rebuild(RELEASE, pasted("essay", **{"a.png": PNG}))
    assert result.doubts == {"essay": "the answer is a picture"}


def test_picture_in_an_added_cell_is_kept():
    added = RawCell("markdown", "![a](attachment:a.png)", pictures={"a.png": PNG})
    raws = answered(essay="**Why?**\n\nBecause.")
    result = rebuild(RELEASE, [*raws[:2], added, *raws[2:]])
    assert result.cell("extra-1").source == "![a](attachment:picture-1)"
    assert list(result.cell("extra-1").attachments["picture-1"]) == ["image/png"]


def test_invalid_pictures_are_reported():
    result = rebuild(RELEASE, pasted("essay", **{"a.png": "AAAA"}))
    assert not result.cell("essay").attachments
    assert any("cannot be shown" in problem for problem in result.problems)


def test_saved_figures_are_shown_below_manually_graded_code():
    raw = RawCell("code", "import missing\nplot()", "plot", "plot", saved=(PNG,))
    result = rebuild(WITH_PLOT, [*untouched(), raw])
    assert ids(result)[-2:] == ["plot", "plot-saved"]
    assert list(result.cells[-1].attachments) == ["picture-1"]


@pytest.mark.parametrize("name", ["f-code", "essay"])
def test_overlong_cell_needs_manual_grading(name):
    raws = [replace(raw, source="", cut=True) if raw.id == name else raw for raw in untouched()]
    assert set(rebuild(RELEASE, raws).doubts) == {name.removesuffix("-code")}


def test_overlong_added_cell_makes_unanswered_questions_doubtful():
    raws = [*answered(f_code="def f(): return 1"), RawCell("markdown", "", cut=True)]
    assert set(rebuild(RELEASE, raws).doubts) == {"g", "essay"}


def test_rebuilt_notebook_round_trips_through_a_file(illustrated):
    added = RawCell("markdown", "![a](attachment:a.png)", pictures={"a.png": PNG})
    result = rebuild(illustrated, [*answered(f_code="x"), RawCell("raw", "<script>"), RawCell("code", "y"), added])
    assert Notebook.from_node("nb", result.to_node()) == result
