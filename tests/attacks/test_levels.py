"""The weaker sandbox levels keep their promises against the nastiest submissions of every family."""

from __future__ import annotations

import pytest

from autograder.model import Outcome
from autograder.model.errors import SandboxError
from tests.attacks.submissions import EVERY
from tests.attacks.suite import USUAL, grade_class
from tests.attacks.world import TRACES

NASTIEST = """
exits/the-cell-ends-the-process forging/the-reference-is-imported-from-the-grader
network/a-connection-is-opened-to-this-machine network/every-family-of-sockets-is-tried
processes/a-daemon-goes-on-after-the-grading processes/every-process-is-killed processes/processes-multiply-endlessly
processes/threads-are-cloned-by-hand reading/links-and-dots-lead-out-of-the-folder
reading/paths-are-opened-without-being-read reading/something-is-left-for-the-next-student
reading/something-was-left-by-the-last-student reading/the-environment-is-read reading/the-graders-memory-is-read
reading/the-instructors-files-are-read resources/the-disk-is-filled bad-luck/the-notebook-writes-a-module
""".split()
CHOSEN = tuple(each for each in EVERY if each.name in NASTIEST)


def test_all_chosen_submissions_exist():
    assert {each.name for each in CHOSEN} == set(NASTIEST)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "level", [pytest.param(name, marks=pytest.mark.xdist_group(f"attacks: {name}")) for name in ("outer", "landlock")]
)
def test_level_keeps_its_promises(level, tmp_path):
    try:
        graded = grade_class(tmp_path, USUAL, CHOSEN, level)
    except SandboxError as error:
        pytest.skip(str(error))
    for submission in graded.line:
        results = graded.results(submission)
        for name, result in results.items():
            if name in submission.honest:
                assert result.outcome is Outcome.CORRECT, (submission.name, name, result)
            else:
                assert not result.score, (submission.name, name, result)
        page = graded.course / "autograded" / submission.student / "rnn" / "bptt.ipynb"
        text = page.read_text(encoding="utf-8")
        secrets = [value for where, value in graded.world.secrets.items() if where != "classmate"]
        assert [secret for secret in (*TRACES, *secrets) if secret in text] == [], submission.name
    assert set(graded.left_running.values()) == {0}
    assert graded.left_at_the_end == 0
    assert graded.changed_files == set()
    assert graded.connections == 0
