"""Supported folders and settings of a course."""

import os
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory

from autograder.model.errors import CourseError
from autograder.store.course import IGNORED, Course


def course_in(folder: Path, settings: str = "") -> Course:
    (folder / "submitted" / "s001" / "intro").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}")
    return Course.at(folder)


@pytest.mark.parametrize("name", ["brackets [2026]", "a star *", "100 % sure", "spaces and ümläuts", "[!a]"])
def test_students_are_found_in_folders_with_unusual_names(tmp_path, name):
    assert course_in(tmp_path / name).students("intro") == ["s001"]


NAMES = ["a" * 255, "new\nline", "\u202ebidi", "\x1b[31mred", "[red]rich", "=1+1", "<b>&amp;", "tab\t", "{brace}", "*"]


def test_students_have_ids_of_any_characters_that_are_valid_utf_8(tmp_path):
    course = course_in(tmp_path / "course")
    for name in (*NAMES, os.fsdecode(b"m\xfcller"), os.fsdecode(b"\xff")):
        (tmp_path / "course" / "submitted" / name / "intro").mkdir(parents=True)
    assert course.students("intro") == sorted([*NAMES, "s001"])
    assert course.unusable_ids("intro") == sorted(map(os.fsdecode, (b"m\xfcller", b"\xff")))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("question?mark", "looks for the gradebook elsewhere"),
        ("percent %20 %s", "looks for the gradebook elsewhere"),
        ("dollar$HOME", "misses nbgrader_config.py"),
        ("brace${HOME}s", "misses nbgrader_config.py"),
        (os.fsdecode(b"byte\xff"), "not valid UTF-8"),
    ],
)
def test_a_folder_that_nbgrader_cannot_use_is_refused_with_the_reason(tmp_path, name, reason):
    with pytest.raises(CourseError, match=reason) as caught:
        course_in(tmp_path / name)
    assert "rename the folder" in str(caught.value)


def test_path_with_a_question_mark_is_accepted_if_the_gradebook_is_elsewhere(tmp_path):
    settings = f"c.CourseDirectory.db_url = 'sqlite:///{tmp_path}/gradebook.db'\n"
    assert course_in(tmp_path / "why?", settings).students("intro") == ["s001"]


def test_the_old_pattern_list_hides_no_notebook():
    assert CourseDirectory().ignore == IGNORED


@pytest.mark.parametrize(
    ("settings", "file", "folder"),
    [
        ("", 0o444, 0o755),
        ("c.CourseDirectory.groupshared = True\n", 0o664, 0o2775),
        ("c.Autograde.permissions = 640\n", 0o640, 0o755),
    ],
)
def test_permissions_are_those_of_the_settings(tmp_path, settings, file, folder):
    course = course_in(tmp_path / "course", settings)
    target = course.autograded("s001", "intro")
    target.mkdir(parents=True)
    (target / "page.ipynb").write_text("{}")
    for path in (target, target.parent, target.parent.parent):
        path.chmod(0o755)
    course.set_modes(target, course.directory.autograded_directory, course.autograded_mode)
    assert (target / "page.ipynb").stat().st_mode & 0o7777 == file
    assert target.stat().st_mode & 0o7777 == folder
    assert target.parent.parent.stat().st_mode & 0o7777 == folder
