"""The files beside the notebooks are found; what cannot be used is named, and is neither read nor followed."""

import os

import pytest
from traitlets.config import Config

from autograder.model import Assignment, Limits, Question
from autograder.model.errors import CourseError
from autograder.model.setup import CourseFile, Setup
from autograder.store.course_files import course_files, read_setup
from autograder.store.settings import Autograder


def find(folder, **settings):
    return course_files(folder, Autograder(**settings))


def write(folder, name, content="x"):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)


def test_files_are_found_below_the_folder_and_hidden_ones_are_marked(tmp_path):
    for name in ("a.ipynb", "helpers.py", "data/x.csv", "hidden/deep/t.npz", ".ipynb_checkpoints/a.ipynb", "b.pyc"):
        write(tmp_path, name)
    found, problems = find(tmp_path)
    assert problems == []
    assert [(file.name, file.hidden) for file in found.files] == [
        ("data/x.csv", False),
        ("helpers.py", False),
        ("hidden/deep/t.npz", True),
    ]
    assert found.read(found.files[0]) == b"x"


def test_patterns_hide_further_files(tmp_path):
    write(tmp_path, "data/test-labels.csv")
    found, _ = find(tmp_path, hidden_files=["data/test-*"])
    assert found.released == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("notes/solution.ipynb", "would be released"),
        (".env", "would be released"),
        ("gradebook.db", "would be released"),
        ("data/id_rsa", "would be released"),
        ("two\nlines", "unusual characters"),
        ("tick`", "unusual characters"),
        (os.fsdecode(b"\xff"), "unusual characters"),
    ],
)
def test_files_that_students_must_not_get_are_named(tmp_path, name, reason):
    write(tmp_path, name)
    found, (problem,) = find(tmp_path)
    assert found.files == ()
    assert reason in problem
    assert "\n" not in problem


def test_links_and_devices_are_neither_followed_nor_read(tmp_path):
    write(tmp_path, "outside", "secret")
    course = tmp_path / "course"
    course.mkdir()
    (course / "link.csv").symlink_to(tmp_path / "outside")
    (course / "folder").symlink_to(tmp_path)
    (course / "other.ipynb").symlink_to(tmp_path / "outside")
    os.mkfifo(course / "pipe")
    found, problems = find(course)
    assert found.files == ()
    assert [problem.partition(";")[0] for problem in problems] == [
        "file `folder` is a link, and links are not followed",
        "file `link.csv` is a link, and links are not followed",
        "file `other.ipynb` is a link, and links are not followed",
        "file `pipe` is not a regular file",
    ]


def test_large_files_are_named_without_being_read(tmp_path):
    with (tmp_path / "huge.bin").open("wb") as file:
        file.truncate(2 << 30)
    _, (problem,) = find(tmp_path)
    assert problem == "file `huge.bin` has more than 20 MB (c.Autograder.max_file_mb)"


def test_many_files_are_named_after_the_first_ones(tmp_path):
    for number in range(20):
        write(tmp_path, f"{number}.csv")
    _, (problem,) = find(tmp_path, max_files=10)
    assert "more than 10 files" in problem


def test_files_that_are_large_together_are_named(tmp_path):
    for name in "ab":
        write(tmp_path, name, "x" * (1 << 19 | 1))
    _, (problem,) = find(tmp_path, max_files_mb=1)
    assert "have more than 1 MB" in problem


def test_markers_of_solutions_are_named_but_not_in_hidden_files(tmp_path):
    for name in ("helpers.py", "hidden/answers.py"):
        write(tmp_path, name, "### BEGIN SOLUTION")
    found, (problem,) = find(tmp_path)
    assert "`helpers.py` contains a marker" in problem
    assert [file.name for file in found.files] == ["hidden/answers.py"]


def test_file_that_changes_after_it_was_found_is_not_used(tmp_path):
    write(tmp_path, "x.csv")
    found, _ = find(tmp_path)
    write(tmp_path, "x.csv", "y")
    with pytest.raises(CourseError, match="has changed while it was used"):
        found.read(found.files[0])


def test_packed_files_need_no_folder(tmp_path):
    write(tmp_path, "x.csv")
    found, _ = find(tmp_path)
    packed = found.packed()
    (tmp_path / "x.csv").unlink()
    assert packed == found
    assert packed.read(CourseFile("x.csv", 1, found.files[0].digest)) == b"x"


def test_settings_of_an_assignment_replace_those_of_the_course(tmp_path):
    config = Config()
    config.Autograder.limits = {"seconds": 30, "cpu_seconds": 20}
    config.Autograder.accepted_files = ["*.npz"]
    config.Autograder.assignments = {"cnn": {"limits": {"seconds": 60}, "accepted_files": []}}
    assert dict(read_setup(config, tmp_path, "rnn").limits) == {"seconds": 30, "cpu_seconds": 20}
    assert dict(read_setup(config, tmp_path, "cnn").limits) == {"seconds": 60, "cpu_seconds": 20}
    assert read_setup(config, tmp_path, "cnn").accepted == ()


def test_limits_of_the_course_replace_those_of_an_assignment_and_its_questions():
    own = Assignment("a", {"n": (Question(name="f", limits=Limits(seconds=7)), Question(name="g"))})
    setup = Setup(limits=(("cpu_seconds", 9), ("notebook_seconds", 99)), question_limits=(("f", (("memory_mb", 5),)),))
    limited = setup.applied(own)
    f, g = limited.notebooks["n"]
    assert (limited.notebook_seconds, limited.limits.cpu_seconds, g.limits) == (99, 9, None)
    assert f.limits == Limits(seconds=7, memory_mb=5)
    with pytest.raises(CourseError, match="no such question"):
        Setup(question_limits=(("h", ()),)).applied(own)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"limit": {}}, r"no setting c.Autograder.limit \(did you mean limits"),
        ({"max_files": "many"}, "max_files"),
        ({"limits": {"second": 1}}, r"no limit 'second' \(did you mean"),
        ({"limits": {"seconds": -1}}, "positive number"),
        ({"limits": {"memory_mb": 0.5}}, "whole number"),
        ({"question_limits": {"f": 3}}, "nbgrader_config.py"),
        ({"question_limits": {"f": {"output_kb": 3}}}, "no limit 'output_kb'"),
        ({"assignments": {"rnn": {"limit": {}}}}, r"assignments\['rnn'\].limit"),
    ],
)
def test_settings_that_cannot_be_used_are_named(tmp_path, settings, reason):
    with pytest.raises(CourseError, match=reason):
        read_setup(Config({"Autograder": settings}), tmp_path, "rnn")
