"""Whatever happens while an answer is judged, there is a verdict, and the next answer is judged."""

import pytest

from autograder.judging import JudgeLimits, JudgeProcess
from autograder.model import Outcome, Response
from tests.classroom import ROOT


@pytest.fixture
def judge(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    limits = JudgeLimits(cpu_seconds=0.5, seconds=2, memory_mb=256)
    with JudgeProcess("small", limits, loader="tests.grading.small:load") as process:
        yield process


@pytest.mark.parametrize("trouble", ["hangs", "sleeps", "grows", "breaks"])
def test_a_question_that_cannot_be_judged_is_undecided_and_the_next_is_judged(judge, trouble):
    assert judge.judge("nb", trouble, Response()).outcome is Outcome.UNDECIDED
    assert judge.judge("nb", "answers", Response()).outcome is Outcome.INCORRECT


def test_a_fault_of_ours_is_logged_with_its_place(judge, caplog):
    judge.judge("nb", "breaks", Response())
    assert "ZeroDivisionError" in caplog.text


def test_the_process_is_gone_afterwards(judge):
    judge.judge("nb", "answers", Response())
    process = judge._process
    judge.close()
    assert process.poll() is not None
