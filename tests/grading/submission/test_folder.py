"""Each submitted file is matched to a notebook of the release."""

import json

import pytest

from autograder.grading.submission import Notebook, NotebookCell, Release, Role, read_submission

SETUP = NotebookCell(
    "setup", "code", "import numpy", Role.RELEASED, "import numpy", {"grade_id": "setup", "locked": True}
)
"""A cell that all notebooks have."""


def frame(name):
    known = {"grade_id": f"{name}-q", "grade": True, "solution": True}
    return Notebook(name, (NotebookCell(f"{name}-q", "markdown", "", Role.WRITTEN, "", known), SETUP))


RELEASE = Release("rnn", {"bptt": frame("bptt"), "lstm": frame("lstm")})


def file(name, answer):
    cell = {"cell_type": "markdown", "source": answer, "metadata": {"nbgrader": {"grade_id": f"{name}-q"}}}
    setup = {"cell_type": "code", "source": SETUP.source, "metadata": {"nbgrader": dict(SETUP.nbgrader)}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell, setup]})


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "someone" / "rnn"
    made.mkdir(parents=True)
    return made


def answers(submission):
    return {name: each.cells[0].answer for name, each in submission.notebooks.items()}


def test_notebooks_are_found_by_file_name(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (folder / "lstm.ipynb").write_text(file("lstm", "two"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result) == {"bptt": "one", "lstm": "two"}
    assert result.problems == ()


def test_damaged_notebook_is_reported_once_and_casts_no_doubt_on_others(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", ""))
    (folder / "lstm.ipynb").write_text(file("lstm", "two")[:50])
    result = read_submission(folder, "someone", RELEASE)
    problems = [*result.problems, *(each for notebook in result.notebooks.values() for each in notebook.problems)]
    assert len(problems) == 1
    assert "`lstm.ipynb` could not be read" in problems[0]
    assert result.notebooks["lstm"].unreadable
    assert not result.notebooks["bptt"].doubts


RENAMED = ["bptt (1).ipynb", "bptt-Copy1.ipynb", "BPTT.ipynb", "homework final.ipynb"]
WITH_ANOTHER_END = ["bptt.txt", "bptt", "bptt.ipynb.txt", "bptt.ipynb.json", "Homework 3", "submission.docx"]


@pytest.mark.parametrize("name", [*RENAMED, *WITH_ANOTHER_END])
def test_renamed_notebook_is_recognised_by_its_content(folder, name):
    (folder / name).write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert any(name in problem for problem in result.problems)


def test_last_downloaded_copy_is_graded_and_the_other_reported(folder):
    for number in (2, 10):
        (folder / f"bptt ({number}).ipynb").write_text(file("bptt", f"copy {number}"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "copy 10"
    assert any("bptt (2).ipynb" in problem and "not graded" in problem for problem in result.problems)


def test_exact_file_name_is_preferred_to_a_copy(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (folder / "bptt (1).ipynb").write_text(file("bptt", "two"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert any("bptt (1).ipynb" in problem for problem in result.problems)


def test_notebooks_with_swapped_names_are_recognised(folder):
    (folder / "bptt.ipynb").write_text(file("lstm", "two"))
    (folder / "lstm.ipynb").write_text(file("bptt", "one"))
    assert answers(read_submission(folder, "someone", RELEASE)) == {"bptt": "one", "lstm": "two"}


def test_missing_notebook_is_absent_rather_than_unreadable(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert result.notebooks["lstm"].absent
    assert not result.notebooks["lstm"].unreadable


def test_broken_file_affects_only_its_own_notebook(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (folder / "lstm.ipynb").write_text('{"cells": [')
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert "not valid JSON" in result.notebooks["lstm"].unreadable


def test_linked_folder_of_a_classmate_is_not_read(tmp_path, folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (tmp_path / "thief").mkdir()
    (tmp_path / "thief" / "rnn").symlink_to(folder)
    result = read_submission(tmp_path / "thief" / "rnn", "thief", RELEASE)
    assert any("link" in problem for problem in result.problems)
    assert all(notebook.unreadable for notebook in result.notebooks.values())


def test_other_files_are_reported(folder):
    (folder / "notes.ipynb").write_text(json.dumps({"nbformat": 4, "cells": []}))
    assert any("notes.ipynb" in problem for problem in read_submission(folder, "someone", RELEASE).problems)


@pytest.mark.parametrize("name", ["bptt.ipynb.txt", "bptt.json", "bptt.IPYNB", " bptt.ipynb ", "bptt.ipynb.ipynb"])
def test_file_extension_added_by_a_browser_is_ignored(folder, name):
    (folder / name).write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert any(name in problem for problem in result.problems)


@pytest.mark.parametrize("place", ["rnn", "my homework/rnn", "bptt.ipynb"])
def test_notebook_in_a_subfolder_is_found_and_reported(folder, place):
    (folder / place).mkdir(parents=True)
    (folder / place / "bptt.ipynb").write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert any(f"{place}/bptt.ipynb" in problem for problem in result.problems)


def test_notebook_at_the_top_is_preferred_to_one_in_a_subfolder(folder):
    (folder / "old").mkdir()
    (folder / "old" / "bptt.ipynb").write_text(file("bptt", "old"))
    (folder / "bptt.ipynb").write_text(file("bptt", "new"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "new"
    assert any("old/bptt.ipynb" in problem and "not graded" in problem for problem in result.problems)


@pytest.mark.parametrize("hidden", [".ipynb_checkpoints/bptt.ipynb", "__MACOSX/bptt.ipynb", "._bptt.ipynb"])
def test_files_left_by_programs_are_not_a_submission(folder, hidden):
    (folder / hidden).parent.mkdir(exist_ok=True)
    (folder / hidden).write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert result.notebooks["bptt"].absent
    assert not result.notebooks["bptt"].unreadable


@pytest.mark.parametrize(
    "name", ["homework.zip", "bptt.pdf", "bptt.py", "bptt", "a/b/c.txt", "bptt.ipynb/", "work.ipynb"]
)
def test_submission_without_notebook_needs_manual_grading(folder, name):
    if name.endswith("/"):
        (folder / name).mkdir()
    else:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("something")
    result = read_submission(folder, "someone", RELEASE)
    assert all(name in notebook.unreadable for notebook in result.notebooks.values())
    assert any(name in problem for problem in result.problems)


def test_other_file_does_not_make_a_missing_notebook_unreadable(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (folder / "data.csv").write_text("1")
    result = read_submission(folder, "someone", RELEASE)
    assert result.notebooks["lstm"].absent
    assert not result.notebooks["lstm"].unreadable
    assert any("data.csv" in problem for problem in result.problems)


def test_unreadable_folder_needs_manual_grading(folder, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("autograder.grading.submission.folder.os.scandir", refuse)
    result = read_submission(folder, "someone", RELEASE)
    assert "Permission denied" in result.problems[0]
    assert all(notebook.unreadable for notebook in result.notebooks.values())


def test_endlessly_nested_folders_are_not_followed(folder):
    place = folder
    for _ in range(40):
        place = place / "x"
        place.mkdir()
    (place / "bptt.ipynb").write_text(file("bptt", "one"))
    assert read_submission(folder, "someone", RELEASE).notebooks["bptt"].unreadable


def test_number_of_problems_is_limited(folder):
    cells = [{"cell_type": "code", "source": 1}] * 10_000
    (folder / "bptt.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}))
    problems = read_submission(folder, "someone", RELEASE).notebooks["bptt"].problems
    assert len(problems) < 40
    assert "more not shown" in problems[-1]


def test_many_files_do_not_hide_the_notebook(folder):
    for number in range(200):
        (folder / f"{number}.ipynb").write_text("{}")
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert any("201 notebook files" in problem for problem in result.problems)


def two_questions(name):
    known = [{"grade_id": f"{name}-{letter}", "grade": True, "solution": True} for letter in "ab"]
    return Notebook(name, tuple(NotebookCell(k["grade_id"], "markdown", "", Role.WRITTEN, "", k) for k in known))


TWO = Release("rnn", {"bptt": two_questions("bptt"), "lstm": two_questions("lstm")})


def sheet(name, *answers):
    cells = [
        {"cell_type": "markdown", "source": answer, "metadata": {"nbgrader": {"grade_id": f"{name}-{letter}"}}}
        for letter, answer in zip("ab", answers, strict=True)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def read_copies(folder, **copies):
    for name, content in copies.items():
        path = folder / f"{name.replace('__', '/')}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    (folder / "lstm.ipynb").write_text(sheet("lstm", "one", "two"))
    return read_submission(folder, "someone", TWO).notebooks["bptt"]


def texts(notebook):
    return [cell.answer for cell in notebook.cells]


@pytest.mark.parametrize("copy", ["bptt-Copy1", "final__bptt", "zzz"])
def test_copy_with_more_answers_is_graded(folder, copy):
    read = read_copies(folder, bptt=sheet("bptt", "", ""), **{copy: sheet("bptt", "one", "two")})
    assert texts(read) == ["one", "two"]
    assert read.doubts == {}


def test_draft_raises_no_doubt_about_the_finished_copy(folder):
    read = read_copies(folder, draft__bptt=sheet("bptt", "a first try", ""), final__bptt=sheet("bptt", "one", "two"))
    assert texts(read) == ["one", "two"]
    assert read.doubts == {}


def test_copies_with_the_same_answers_raise_no_doubt(folder):
    both = sheet("bptt", "one", "two")
    assert read_copies(folder, bptt=both, **{"bptt (1)": both}).doubts == {}


def test_copies_with_different_answers_need_manual_grading(folder):
    read = read_copies(folder, bptt=sheet("bptt", "one", "two"), **{"bptt (1)": sheet("bptt", "one", "three")})
    assert set(read.doubts) == {"bptt-b"}
    assert "`bptt.ipynb`" in read.doubts["bptt-b"]
    assert "`bptt (1).ipynb`" in read.doubts["bptt-b"]


def test_answer_that_only_the_other_copy_has_needs_manual_grading(folder):
    read = read_copies(folder, bptt=sheet("bptt", "one", ""), **{"bptt (1)": sheet("bptt", "", "two")})
    assert len(read.doubts) == 1


@pytest.mark.parametrize("broken", ["bptt.ipynb", "bptt.ipynb.part", "BPTT.ipynb"])
def test_readable_copy_is_preferred_to_an_unreadable_file(folder, broken):
    (folder / broken).write_text('{"cells": [')
    read = read_copies(folder, **{"bptt (1)": sheet("bptt", "one", "")})
    assert texts(read) == ["one", ""]
    assert set(read.doubts) == {"bptt-b"}
    assert broken in read.doubts["bptt-b"]


def test_windows_zone_identifier_is_ignored(folder):
    (folder / "bptt.ipynb:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3")
    read = read_copies(folder, bptt=sheet("bptt", "one", ""))
    assert read.doubts == {}
    assert not any("Zone" in problem for problem in read.problems)


@pytest.mark.parametrize("other", ["bptt.pdf", "bptt.html", "homework.zip", "bptt.py", "IMG_0042.jpg", "solution.txt"])
def test_missing_notebook_is_undecided_if_another_file_may_contain_it(folder, other):
    (folder / other).write_text("something")
    (folder / "lstm.ipynb").write_text(file("lstm", "two"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["lstm"] == "two"
    assert other in result.notebooks["bptt"].unreadable


def test_notebooks_pasted_into_one_leave_the_others_undecided(folder):
    cells = [json.loads(file(name, name))["cells"][0] for name in ("bptt", "lstm")]
    cells.insert(0, cells[0])
    (folder / "bptt.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}))
    missing = read_submission(folder, "someone", RELEASE).notebooks["lstm"]
    assert not missing.absent
    assert "`bptt.ipynb`" in missing.unreadable


def test_damaged_notebook_with_another_name_leaves_the_missing_one_undecided(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (folder / "my work.ipynb").write_text('{"cells": [{')
    missing = read_submission(folder, "someone", RELEASE).notebooks["lstm"]
    assert "my work.ipynb" in missing.unreadable


@pytest.mark.parametrize(("other", "doubtful"), [("scan.jpg", True), ("bptt.pdf", False), ("data.csv", False)])
def test_empty_answer_beside_a_scan_needs_manual_grading(folder, other, doubtful):
    (folder / other).write_text("something")
    read = read_copies(folder, bptt=sheet("bptt", "one", ""))
    assert set(read.doubts) == ({"bptt-b"} if doubtful else set())
