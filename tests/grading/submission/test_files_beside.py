"""Files beside the submitted notebooks: the accepted ones are read, the course's own are replaced, the rest is named."""

import hashlib
import json
import os

import pytest

from autograder.grading.submission import Notebook, Release, read_submission
from autograder.model.setup import CourseFile, CourseFiles, Setup

HELPER = b"def f(x):\n    return x\n"
NAMES = ("helpers.py", "data/x.csv")
FILES = CourseFiles(tuple(CourseFile(name, len(HELPER), hashlib.sha256(HELPER).hexdigest()) for name in NAMES))
SETUP = Setup(files=FILES, accepted=("*.npz",), submitted_mb=1)


@pytest.fixture
def read(tmp_path):
    """Return a function that writes a submission and reads it."""

    def read(files=(), **named):
        for name, content in {**dict(files), **named}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
        return read_submission(tmp_path, "someone", Release("rnn", {"bptt": Notebook("bptt", ())}, SETUP))

    return read


@pytest.mark.parametrize("top", ["", "rnn/", "archive/rnn/"])
def test_files_have_the_same_names_in_an_unpacked_archive(read, top):
    found = read(
        {f"{top}data/x.csv": HELPER, f"{top}helpers.py": HELPER, f"{top}model/w.npz": b"1", f"{top}a.txt": b""}
    )
    assert found.files == {"model/w.npz": b"1"}
    assert found.problems == (f"`{top}a.txt` is not a notebook; it was not graded",)


def test_changed_file_of_the_course_is_named_and_not_read(read):
    found = read({"helpers.py": b"def f(x):\n    return 0\n", "data/x.csv": HELPER[::-1]})
    assert found.files == {}
    assert found.problems == (
        "`data/x.csv` was changed; the course's file was used",
        "`helpers.py` was changed; the course's file was used",
    )


def test_links_and_devices_are_named_and_not_read(read, tmp_path):
    (tmp_path / "link.npz").symlink_to("/etc/passwd")
    (tmp_path / "helpers.py").symlink_to("/etc/passwd")
    (tmp_path / "folder.npz").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe.npz")
    found = read()
    assert found.files == {}
    assert [problem.partition(":")[0] for problem in found.problems] == [
        "`folder.npz` was not read",
        "`link.npz` was not read",
        "`pipe.npz` was not read",
        "`helpers.py` was changed; the course's file was used",
    ]


def test_large_files_and_strange_names_are_named_and_not_read(read, tmp_path):
    with (tmp_path / "huge.npz").open("wb") as file:
        file.truncate(2 << 30)
    found = read({"new\nline.npz": b"1", "small.npz": b"1"})
    assert found.files == {"small.npz": b"1"}
    assert found.problems == (
        "`huge.npz` was not read: submitted files may have 1 MB together",
        "`new\ufffdline.npz` was not read: its name has unusual characters",
    )


def test_other_files_are_named_in_one_sentence(tmp_path):
    (tmp_path / "bptt.ipynb").write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    release = Release("rnn", {"bptt": Notebook("bptt", ())}, SETUP)
    for names, sentence in (
        (["numpy.py"], "`numpy.py` was submitted, too; it was not read"),
        (["many/a.txt", "b.txt"], "`b.txt`, `numpy.py` and `many/a.txt` were submitted, too; they were not read"),
        ([f"many/{number}.txt" for number in range(99)], "`many/15.txt` and 92 more files were submitted, too; they"),
    ):
        for name in names:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        (problem,) = read_submission(tmp_path, "someone", release).problems
        assert sentence in problem


def test_number_of_files_is_limited(read):
    found = read({f"{number:03}.npz": b"1" for number in range(60)})
    assert len(found.files) == 50
    assert "60 files beside the notebooks; only the first 50 were read" in found.problems


def test_files_in_the_place_of_a_folder_of_the_course_are_not_accepted():
    accepts = Setup(files=FILES, accepted=("*",)).accepts
    assert not any(map(accepts, ("helpers.py", "data", "helpers.py/x", "data/x.csv/y")))
    assert all(map(accepts, ("helpers", "data/y.csv", "data2", "helpers.pyc")))
