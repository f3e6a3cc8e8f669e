"""nbgrader's own commands, unmodified, grade some of the nastiest submissions of a complete assignment."""

from __future__ import annotations

import nbformat
import pytest

from tests.attacks.notebooks import cell
from tests.attacks.submissions import EVERY
from tests.attacks.world import TRACES, make_world
from tests.classroom import make_course, released
from tests.end_to_end.conftest import grades, run

NASTIEST = (
    "exits/the-builtins-are-gone",
    "floods/scripts-are-displayed",
    "files/the_notebook_is_a_link_to_the_solution",
    "exits/the-cell-ends-the-process",
    "floods/a-line-has-sixty-megabytes",
    "forging/every-comparison-in-numpy-says-yes",
    "forging/a-result-in-the-grade-cell-is-a-score",
    "processes/a-daemon-goes-on-after-the-grading",
    "protocol/replies-are-sent-before-they-are-asked-for",
    "reading/the-instructors-files-are-read",
    "files/the_notebook_is_empty",
    "files/modules_are_beside_the_notebook",
    "tampering/a_grade_cell_is_worth_a_thousand_points",
    "tampering/a_grade_cell_occurs_a_hundred_times",
    "tampering/an_autograded_notebook_is_submitted",
)
CHOSEN = [each for each in EVERY if each.name in NASTIEST]
POINTS = {"sigmoid": 1, "jacobian": 3, "states": 2, "first-index": 1}

pytestmark = [pytest.mark.xdist_group("attacks: nbgrader"), pytest.mark.thorough]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """Return the world after the course was graded, and the files that have changed."""
    with make_world(tmp_path_factory.mktemp("world")) as world:
        make_course(world.course)
        secret = world.secrets["source"]
        path = world.course / "source" / "rnn" / "bptt.ipynb"
        node = nbformat.read(path, as_version=4)
        answer = cell(node, "jacobian-code")
        answer.source = answer.source.replace("### BEGIN SOLUTION", f"### BEGIN SOLUTION\n    # {secret}")
        nbformat.write(node, path)
        for each in CHOSEN:
            each.hand_in(world, released()["bptt"])
        before = world.files()
        generated = run(world.course, "nbgrader", "generate_assignment", "rnn")
        assert generated.returncode == 0, generated.stderr
        for command in ("autograde", "generate_feedback"):
            done = run(world.course, "nbgrader", command, "rnn", "--log-level=ERROR")
            assert done.returncode == 0, done.stderr
        after = world.files()
        yield world, {name for name in before if "release" not in name and before[name] != after.get(name)}


def test_all_chosen_submissions_exist():
    assert {each.name for each in CHOSEN} == set(NASTIEST)


@pytest.mark.parametrize("submission", CHOSEN, ids=lambda each: each.name)
def test_only_honest_answers_earn_points(attacked, submission):
    found = grades(attacked[0].course)
    for (student, _, question), (score, _, _) in found.items():
        if student == submission.student:
            assert (score or 0) == (POINTS[question] if question in submission.honest else 0), question
    assert submission.student in {student for student, _, _ in found}


def test_grading_changes_no_file_and_leaks_no_secret(attacked):
    world, changed = attacked
    assert changed == set()
    for path in [*(world.course / "autograded").rglob("*"), *(world.course / "feedback").rglob("*")]:
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert [secret for secret in (*TRACES, *world.secrets.values()) if secret in text] == [], path
