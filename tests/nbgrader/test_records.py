"""What both commands write besides scores: times of submission, late penalties, and nbgrader's permissions."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests import intro
from tests.end_to_end.conftest import run

ON_TIME = {
    "utc": b"2026-07-01 23:30:00 UTC",
    "summer": b"2026-07-02 01:30:00 CEST",
    "offset": b"2026-07-02 01:30:00 +0200",
    "windows": "2026-07-02 09:30:00 AEST\r\n".encode("utf-16"),
    "clock": b"2026-07-01 11:30 PM",
}
LATE = {"pacific": b"2026-07-01 23:30:00 PDT", "zurich": b"2026-07-02 03:30:00 Europe/Zurich"}
IN_DOUBT = {
    "order": b"07/02/2026 11:30 PM",
    "india": b"2026-07-02 05:45:00 IST",
    "words": b"yesterday \xff, around noon",
}
SETTINGS = 'c.LateSubmissionPlugin.penalty_method = "zero"\n'


def submitted(folder: Path, settings: str) -> Path:
    """Create a course with a due date and right answers from everyone."""
    course = intro.make_course(folder)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(settings)
    assert run(course, "nbgrader", "generate_assignment", "intro").returncode == 0
    due = ("db", "assignment", "add", "intro", "--duedate=2026-07-01 23:59:00 UTC")
    assert run(course, "nbgrader", *due).returncode == 0
    for student, text in {**ON_TIME, **LATE, **IN_DOUBT}.items():
        place = course / "submitted" / student / "intro"
        place.mkdir(parents=True)
        nbformat.write(intro.answered(course, intro.RIGHT)["entropy"], place / "entropy.ipynb")
        (place / "timestamp.txt").write_bytes(text)
    (course / "submitted" / "utc" / "intro" / "submission_secret.txt").write_text("f00d")
    return course


@pytest.fixture(scope="module", params=["", "c.CourseDirectory.groupshared = True\n"], ids=["alone", "shared"])
def graded(request, tmp_path_factory):
    """The course graded by both commands, with their outputs."""
    course = submitted(tmp_path_factory.mktemp("records") / "nbgrader", SETTINGS + request.param)
    other = Path(shutil.copytree(course, course.parent / "autograder", copy_function=shutil.copy))
    said = {}
    for place, commands in (
        (course, (("nbgrader", "autograde", "intro"), ("nbgrader", "generate_feedback", "intro"))),
        (other, (("autograder", "grade", "intro", "--json", "results.json"), ("autograder", "feedback", "intro"))),
    ):
        done = [run(place, *command) for command in commands]
        assert done[1].returncode == 0, done[1].stderr
        assert done[0].returncode == (place == other), done[0].stderr
        said[place.name] = done[0].stdout + done[0].stderr
    return course.parent, said


@pytest.mark.parametrize("road", ["nbgrader", "autograder"])
def test_late_penalty_depends_on_the_known_time(graded, road):
    folder, said = graded
    with Gradebook(f"sqlite:///{folder}/{road}/gradebook.db") as gradebook:
        found = {each.student.id: each for each in gradebook.assignment_submissions("intro")}
        assert found.keys() == ON_TIME.keys() | LATE.keys() | IN_DOUBT.keys()
        assert {
            id_: each.late_submission_penalty for id_, each in found.items() if each.late_submission_penalty
        } == dict.fromkeys(LATE, 2.0)
        for student in ON_TIME:
            assert str(found[student].timestamp) == "2026-07-01 23:30:00"
        for student in IN_DOUBT:
            assert found[student].timestamp is None
            assert f"{student}" in said[road]
        assert {id_ for id_, each in found.items() if any(page.flagged for page in each.notebooks)} == set(IN_DOUBT)
    assert said[road].count("no late penalty was applied") == len(IN_DOUBT)


def test_submission_whose_lateness_is_in_doubt_needs_manual_grading(graded):
    folder, said = graded
    results = json.loads((folder / "autograder" / "results.json").read_text())["submissions"]
    for field in ("needs_manual_grade", "lateness_in_doubt"):
        assert {each["student"] for each in results if each[field]} == set(IN_DOUBT)
    assert "0 answers need manual grading; 3 times of submission in doubt" in said["autograder"]


def test_both_commands_set_the_same_permissions(graded):
    folder, _ = graded
    modes = []
    for road in ("nbgrader", "autograder"):
        found = {}
        for step in ("autograded", "feedback"):
            root = folder / road / step
            for path in (*root.glob("*/intro"), *root.glob("*/intro/*")):
                if path.name != ".made-from":
                    found[path.relative_to(folder / road).as_posix()] = oct(stat.S_IMODE(path.stat().st_mode))
        modes.append(found)
    assert len(modes[0]) > 40
    assert modes[0] == modes[1]


@pytest.mark.parametrize("road", ["nbgrader", "autograder"])
def test_the_files_of_the_exchange_reach_the_feedback(graded, road):
    folder, _ = graded
    for step in ("autograded", "feedback"):
        place = folder / road / step / "utc" / "intro"
        assert (place / "timestamp.txt").read_bytes() == ON_TIME["utc"]
        assert (place / "submission_secret.txt").read_text() == "f00d"
        assert not (folder / road / step / "summer" / "intro" / "submission_secret.txt").exists()
