"""An assignment goes through nbgrader's exchange and back, as two users, with every grading command."""

from __future__ import annotations

import os

import nbformat
import pytest

from tests import intro
from tests.classroom import ROOT
from tests.users import two_people

COMMANDS = {
    "autograder": (
        ("nbgrader", "generate_assignment", "intro"),
        ("nbgrader", "release_assignment", "intro"),
        ("nbgrader", "collect", "intro"),
        ("autograder", "grade", "intro"),
        ("autograder", "feedback", "intro"),
        ("nbgrader", "release_feedback", "intro"),
    ),
    "nbgrader": (
        ("nbgrader", "generate_assignment", "intro"),
        ("nbgrader", "release_assignment", "intro"),
        ("nbgrader", "collect", "intro"),
        ("nbgrader", "autograde", "intro"),
        ("nbgrader", "generate_feedback", "intro"),
        ("nbgrader", "release_feedback", "intro"),
    ),
    "formgrader": (
        ("formgrader-api", "generate_assignment", "intro"),
        ("formgrader-api", "release_assignment", "intro"),
        ("formgrader-api", "collect", "intro"),
        ("formgrader-api", "autograde", "intro", "ID"),
        ("formgrader-api", "generate_feedback", "intro"),
        ("formgrader-api", "release_feedback", "intro"),
    ),
}
OLD_LINE = "from autograder.store.course import IGNORED\nc.CourseDirectory.ignore = IGNORED\n"
SHIPPED = (ROOT / "nbgrader_config.py").read_text()
DOCUMENTED = intro.BLOCKS["nbgrader_config.py"]


@pytest.fixture(scope="module")
def two():
    with two_people() as made:
        yield made


@pytest.fixture
def people(two, road):
    """Return a folder for the exchange, and two people whose homes are empty."""
    place, *both = two
    folder = place / road
    folder.mkdir()
    return folder, *(each.moved(folder / each.name) for each in both)


@pytest.mark.parametrize(
    ("settings", "road"),
    [
        pytest.param(SHIPPED, "autograder", id="shipped settings, autograder"),
        pytest.param(DOCUMENTED, "nbgrader", id="documented settings, nbgrader", marks=pytest.mark.thorough),
        pytest.param(
            SHIPPED + OLD_LINE,
            "formgrader",
            id="settings with the old pattern list, formgrader",
            marks=pytest.mark.thorough,
        ),
    ],
)
def test_an_assignment_goes_through_the_exchange_and_its_feedback_comes_back(people, settings, road):
    folder, instructor, student = people
    exchange, course, work = folder / "exchange", instructor.home, student.home
    exchange.mkdir()
    exchange.chmod(0o777)
    intro.make_course(course)
    (course / "nbgrader_config.py").write_text(f"{settings}\nc.Exchange.root = {str(exchange)!r}\n")
    (course / "secret.txt").write_text("a file of the instructor")
    (course / "secret.txt").chmod(0o600)
    instructor.give(course)
    name = settings.partition('course_id = "')[2].partition('"')[0]
    (work / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = {name!r}\nc.Exchange.root = {str(exchange)!r}\n"
    )
    generate, release, collect, grade, feedback, give_back = (
        tuple(student.student_id if word == "ID" else word for word in command) for command in COMMANDS[road]
    )

    instructor.run(*generate)
    instructor.run(*release)
    assert [path.name for path in (exchange / name / "outbound").rglob("*.ipynb")] == ["entropy.ipynb"]

    student.run("nbgrader", "fetch_assignment", "intro")
    nbformat.write(intro.answered(course, intro.RIGHT)["entropy"], work / "intro" / "entropy.ipynb")
    (work / "intro" / "notes.txt").write_text("a file of the student")
    (work / "intro" / "folder").mkdir()
    (work / "intro" / "folder" / "more.txt").write_text("another one")
    student.give(work)
    student.run("nbgrader", "submit", "intro")
    (submitted,) = (exchange / name / "inbound").iterdir()
    (submitted / "link.txt").symlink_to(course / "secret.txt")
    (submitted / "linked").symlink_to(course)

    instructor.run(*collect)
    taken = course / "submitted" / student.student_id / "intro"
    assert (taken / "entropy.ipynb").is_file()
    by_hand = course / "submitted" / "by-hand" / "intro"
    by_hand.mkdir(parents=True)
    nbformat.write(intro.answered(course, intro.RIGHT)["entropy"], by_hand / "entropy.ipynb")
    instructor.give(course / "submitted" / "by-hand")

    instructor.run(*grade)
    instructor.run(*feedback)
    records = {"timestamp.txt", "submission_secret.txt"}
    for step, page in (("autograded", "entropy.ipynb"), ("feedback", "entropy.html")):
        folder = course / step / student.student_id / "intro"
        assert {path.name for path in folder.iterdir()} - {".made-from"} == {page, *records}
        for record in records:
            assert (folder / record).read_bytes() == (submitted / record).read_bytes()

    instructor.run(*give_back)
    assert len(list((exchange / name / "feedback").iterdir())) == 1
    student.run("nbgrader", "fetch_feedback", "intro")
    (page,) = (work / "intro" / "feedback").rglob("*.html")
    assert page.name == "entropy.html"
    assert "Score: 2.0 / 2.0" in page.read_text()
    for path in (course / "submitted").rglob("*"):
        assert not path.is_symlink()
        assert "a file of the instructor" not in (path.read_text() if path.is_file() else "")
    assert os.stat(page).st_uid == (student.number if os.geteuid() == 0 else os.getuid())
