"""A course with files beside its notebooks: released, read by answers and by hidden inputs, never changed."""

import nbformat
import pytest

from tests.classroom import hand_in
from tests.end_to_end.conftest import run
from tests.intro import answered, make_course

QUESTIONS = """
import numpy as np
from autograder import Assignment, Numeric, course_file

def entropy(p):
    return -np.sum(p * np.log(p))

def cases(rng):
    for p in np.loadtxt(course_file("hidden/cases.csv"), delimiter=","):
        yield (p,)

assignment = Assignment("intro", {"entropy": (Numeric(name="entropy", reference=entropy, cases=cases),)})
"""
RIGHT = "helpers.negative(np.sum(p * np.log(p))) * float(open('data/one.txt').read()) * float(np.load('own.npy'))"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A graded course: s1 uses the course's files and one of their own; s2 also brings another helper and reads hidden/."""
    course = make_course(tmp_path_factory.mktemp("files") / "course")
    (course / "assignments" / "intro" / "__init__.py").write_text(QUESTIONS)
    source = course / "source" / "intro"
    for name, text in (
        ("helpers.py", "def negative(x):\n    return -x\n"),
        ("data/one.txt", "1"),
        ("hidden/cases.csv", "0.25,0.75\n0.5,0.5\n"),
    ):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('c.Autograder.accepted_files = ["*.npy"]\n')
    done = run(course, "nbgrader", "generate_assignment", "intro")
    assert done.returncode == 0, done.stderr
    for student, before, answer in (
        ("s1", "", RIGHT),
        ("s2", "open('data/mine.txt', 'w').write('x')\nopen('hidden/cases.csv')", RIGHT),
        ("s3", "open('data/one.txt', 'w').write('2')", RIGHT),
    ):
        node = answered(course, answer)["entropy"]
        node.cells[0].source = f"import helpers\n{node.cells[0].source}"
        node.cells.append(nbformat.v4.new_code_cell(before))
        hand_in(course, student, {"entropy": node}, "intro")
        folder = course / "submitted" / student / "intro"
        (folder / "own.npy").write_bytes(_ones())
        (folder / "helpers.py").write_text("def negative(x):\n    return 0\n")
        (folder / "notes.txt").write_text("my notes")
    return course


def _ones():
    import io

    import numpy as np

    file = io.BytesIO()
    np.save(file, np.array(1.0))
    return file.getvalue()


def test_release_has_all_files_but_those_for_the_tests(course):
    folder = course / "release" / "intro"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {"entropy.ipynb", "helpers.py", "data/one.txt"}


@pytest.mark.parametrize("command", ["autograder grade intro", "nbgrader autograde intro --force"])
def test_answers_read_the_files_of_the_course_and_their_own(course, command):
    from autograder.store.gradebook import open_gradebook

    done = run(course, *command.split())
    assert done.returncode in (0, 1), done.stderr
    with open_gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = {each.student.id: each.score for each in gradebook.assignment_submissions("intro")}
    assert found == {"s1": 2.0, "s2": 2.0, "s3": 2.0}, done.stdout + done.stderr
    assert "`notes.txt` was submitted, too; it was not read" in done.stdout + done.stderr
    assert "`helpers.py` was changed; the course's file was used" in done.stdout + done.stderr


def test_code_sees_no_hidden_file_and_changes_no_file_of_the_course(course):
    pages = {
        student: (course / "autograded" / student / "intro" / "entropy.ipynb").read_text() for student in ("s2", "s3")
    }
    assert "FileNotFoundError" in pages["s2"]
    assert "Read-only file system" in pages["s3"] or "Permission denied" in pages["s3"]


def test_unchanged_submissions_are_graded_again_after_a_file_of_the_course_has_changed(course):
    run(course, "autograder", "grade", "intro")
    (course / "source" / "intro" / "data" / "one.txt").write_text("2")
    done = run(course, "autograder", "grade", "intro", "--student", "s1", "--json", course / "out.json")
    assert '"score": 0.0' in (course / "out.json").read_text(), done.stderr
