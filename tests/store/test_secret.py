"""The course's secret: made once, readable by its owner only, kept out of Git."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.model.errors import CourseError
from autograder.store.secret import course_secret


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_secret_is_made_once_even_by_many_graders_at_a_time(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: course_secret(tmp_path), range(32)))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert {path.name for path in (tmp_path / ".autograder").iterdir()} == {"secret", ".gitignore"}


def test_secret_is_made_on_a_file_system_without_hard_links(tmp_path, monkeypatch):
    def link(*_):
        raise PermissionError("hard links are not supported")

    monkeypatch.setattr("os.link", link)
    made = course_secret(tmp_path)
    assert course_secret(tmp_path) == made
    assert {path.name for path in (tmp_path / ".autograder").iterdir()} == {"secret", ".gitignore"}


def test_courses_have_different_secrets(tmp_path):
    (tmp_path / "other").mkdir()
    assert course_secret(tmp_path) != course_secret(tmp_path / "other")


@pytest.mark.parametrize(("groupshared", "modes"), [(False, (0o700, 0o600)), (True, (0o770, 0o660))])
def test_only_those_who_share_the_course_can_read_the_secret(tmp_path, groupshared, modes):
    course_secret(tmp_path, groupshared)
    assert (mode(tmp_path / ".autograder"), mode(tmp_path / ".autograder" / "secret")) == modes


@pytest.mark.parametrize("content", ["", "abcd", "no hexadecimal digits" * 9, "\xff" * 64])
def test_damaged_secret_is_reported_and_not_replaced(tmp_path, content):
    (tmp_path / ".autograder").mkdir()
    (tmp_path / ".autograder" / "secret").write_text(content)
    with pytest.raises(CourseError, match="secret"):
        course_secret(tmp_path)
    assert (tmp_path / ".autograder" / "secret").read_text() == content


def test_secret_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / ".autograder").write_text("a file")
    with pytest.raises(CourseError, match="cannot be read or written"):
        course_secret(tmp_path)
