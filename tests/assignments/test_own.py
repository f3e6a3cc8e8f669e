"""A course's own assignments are found beside its settings, separate from other courses, and the same on workers."""

import pickle
import shutil

import pytest

from autograder.assignments import Origin, find, load, names
from autograder.grading.judge import JudgeProcess
from autograder.model import Outcome, Probe, Response, Returned
from autograder.model.errors import CourseError
from autograder.questions.inline import Inline

ONE = """
from autograder import Assignment, Value

assignment = Assignment({name!r}, {{"nb": (Value(name="q", answer="q", reference={answer}),)}})
"""


def write(course, path, text):
    file = course / "assignments" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def course_with(folder, answer=1, name="intro"):
    write(folder, f"{name}.py", ONE.format(name=name, answer=answer))
    return folder


def reference(assignment):
    return assignment.notebooks["nb"][0].reference


def test_a_module_beside_the_settings_is_an_assignment(tmp_path):
    course = course_with(tmp_path)
    assert set(names(course)) == {*names(), "intro"}
    assert reference(load(find("intro", course))) == 1
    assert "intro" not in names()
    with pytest.raises(CourseError, match="no assignment 'intro'"):
        load("intro")


def test_course_without_assignments_uses_those_of_the_package(tmp_path):
    assert names(tmp_path) == names()
    assert load(find("rnn", tmp_path)) is load("rnn")


def test_own_assignment_takes_precedence_over_one_of_the_package(tmp_path):
    course = course_with(tmp_path, name="rnn")
    assert names(course) == names()
    assert list(load(find("rnn", course)).notebooks) == ["nb"]
    assert "bptt" in load("rnn").notebooks


@pytest.mark.parametrize("name", ["problem-set-1", "Problem Set 1", "os"])
def test_assignment_name_need_not_be_an_identifier(tmp_path, name):
    assert reference(load(find(name, course_with(tmp_path, name=name)))) == 1


def test_a_package_imports_its_modules_and_shared_ones(tmp_path):
    write(tmp_path, "two/__init__.py", "from . import nb\nfrom .nb import assignment\nassert nb.shared == 7")
    write(tmp_path, "two/nb.py", "from .._shared import shared\n" + ONE.format(name="two", answer=7))
    write(tmp_path, "_shared.py", "shared = 7")
    assert set(names(tmp_path)) == {*names(), "two"}
    assert reference(load(find("two", tmp_path))) == 7


def test_two_courses_do_not_see_each_other(tmp_path):
    one, other = (find("intro", course_with(tmp_path / str(answer), answer)) for answer in (1, 2))
    assert [reference(load(origin)) for origin in (one, other, one)] == [1, 2, 1]


def test_changed_file_is_loaded_again(tmp_path):
    before = find("intro", course_with(tmp_path, 1))
    after = find("intro", course_with(tmp_path, 2))
    assert before != after
    assert [reference(load(origin)) for origin in (before, after)] == [1, 2]
    assert find("intro", course_with(tmp_path, 1)) == before


def test_assignment_can_be_sent_without_the_course_folder(tmp_path):
    travelled = pickle.loads(pickle.dumps(find("intro", course_with(tmp_path, 3))))
    shutil.rmtree(tmp_path / "assignments")
    response = Response((Probe("q"),), (Returned(3),))
    with JudgeProcess(travelled) as judge:
        assert judge.judge("nb", {"q": response})["q"].outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("assignment =", "intro cannot be loaded: SyntaxError"),
        ("1 / 0", "intro cannot be loaded: ZeroDivisionError"),
        ("import nothing_of_this_name", "intro cannot be loaded: ModuleNotFoundError"),
        ("questions = ()", r"intro has no `assignment = Assignment\('intro', ...\)`"),
        ("assignment = 3", "intro has no `assignment"),
        (ONE.format(name="other", answer=1), "intro has no `assignment"),
    ],
)
def test_error_names_the_assignment_and_the_reason(tmp_path, text, reason):
    write(tmp_path, "intro.py", text)
    with pytest.raises(CourseError, match=reason):
        load(find("intro", tmp_path))


def test_binary_file_is_named(tmp_path):
    (course_with(tmp_path) / "assignments" / "latin.py").write_bytes(b"x = '\xe9'")
    with pytest.raises(CourseError, match="cannot be read"):
        find("intro", tmp_path)


@pytest.mark.parametrize("name", ["", ".", "..", "../intro", "_shared", "intro.nb", ".hidden"])
def test_other_files_are_no_assignments(tmp_path, name):
    write(tmp_path, "_shared.py", "")
    write(tmp_path, ".hidden.py", "")
    with pytest.raises(CourseError, match="intro"):
        find(name, course_with(tmp_path))


def test_changed_test_cells_are_another_origin_for_the_keys_of_grades():
    origins = (
        Origin("ps1", inline=(("n", (Inline(name="q", source=tests, points=1.0),)),))
        for tests in ("assert x == 1", "assert x == 2")
    )
    assert len({repr(origin) for origin in origins}) == 2
