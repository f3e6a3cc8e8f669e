"""Which of the files that were handed in is which notebook."""

import json

import pytest

from autograder.submission import Notebook, NotebookCell, Release, Role, read_submission


def frame(name):
    known = {"grade_id": f"{name}-q", "grade": True, "solution": True}
    return Notebook(name, (NotebookCell(f"{name}-q", "markdown", "", Role.WRITTEN, "", known),))


RELEASE = Release("rnn", {"bptt": frame("bptt"), "lstm": frame("lstm")})


def file(name, answer):
    cell = {"cell_type": "markdown", "source": answer, "metadata": {"nbgrader": {"grade_id": f"{name}-q"}}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "someone" / "rnn"
    made.mkdir(parents=True)
    return made


def answers(submission):
    return {name: each.cells[0].answer for name, each in submission.notebooks.items()}


def test_files_are_taken_by_name(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (folder / "lstm.ipynb").write_text(file("lstm", "two"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result) == {"bptt": "one", "lstm": "two"}
    assert result.problems == ()


@pytest.mark.parametrize("name", ["bptt (1).ipynb", "bptt-Copy1.ipynb", "BPTT.ipynb", "homework final.ipynb"])
def test_a_renamed_notebook_is_known_by_what_is_in_it(folder, name):
    (folder / name).write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert any(name in problem for problem in result.problems)


def test_of_two_copies_the_last_download_is_graded_and_the_other_reported(folder):
    for number in (2, 10):
        (folder / f"bptt ({number}).ipynb").write_text(file("bptt", f"copy {number}"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "copy 10"
    assert any("bptt (2).ipynb" in problem and "not graded" in problem for problem in result.problems)


def test_the_right_name_goes_before_a_copy(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (folder / "bptt (1).ipynb").write_text(file("bptt", "two"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert any("bptt (1).ipynb" in problem for problem in result.problems)


def test_swapped_names_are_sorted_out(folder):
    (folder / "bptt.ipynb").write_text(file("lstm", "two"))
    (folder / "lstm.ipynb").write_text(file("bptt", "one"))
    assert answers(read_submission(folder, "someone", RELEASE)) == {"bptt": "one", "lstm": "two"}


def test_a_missing_notebook_is_absent_not_broken(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert result.notebooks["lstm"].absent
    assert not result.notebooks["lstm"].unreadable


def test_a_broken_file_breaks_its_own_notebook_only(folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (folder / "lstm.ipynb").write_text('{"cells": [')
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert "not valid JSON" in result.notebooks["lstm"].unreadable


def test_a_classmates_folder_behind_a_link_is_not_read(tmp_path, folder):
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    (tmp_path / "thief").mkdir()
    (tmp_path / "thief" / "rnn").symlink_to(folder)
    result = read_submission(tmp_path / "thief" / "rnn", "thief", RELEASE)
    assert result.notebooks["bptt"].absent
    assert any("link" in problem for problem in result.problems)


def test_other_files_are_reported(folder):
    (folder / "notes.ipynb").write_text(json.dumps({"nbformat": 4, "cells": []}))
    assert any("notes.ipynb" in problem for problem in read_submission(folder, "someone", RELEASE).problems)


def test_a_crowd_of_files_does_not_hide_the_notebook(folder):
    for number in range(200):
        (folder / f"{number}.ipynb").write_text("{}")
    (folder / "bptt.ipynb").write_text(file("bptt", "one"))
    result = read_submission(folder, "someone", RELEASE)
    assert answers(result)["bptt"] == "one"
    assert any("201 notebook files" in problem for problem in result.problems)
