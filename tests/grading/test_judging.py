"""Whatever happens while an answer is judged, there is a verdict, and the next answer is judged."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np
import pytest

from autograder.errors import CourseError
from autograder.judging import JudgeLimits, JudgeProcess
from autograder.model import Outcome, Response
from tests.attacks.processes import descendants
from tests.classroom import ROOT
from tests.grading.small import Moody, load


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


def test_answers_are_judged_side_by_side_and_one_that_hangs_holds_up_nobody(judge):
    with ThreadPoolExecutor(2) as pool:
        hangs = pool.submit(judge.judge, "nb", "sleeps", Response())
        others = [pool.submit(judge.judge, "nb", "answers", Response()) for _ in range(5)]
        done = list(as_completed([hangs, *others]))
    assert done[-1] is hangs
    assert {each.result().outcome for each in others} == {Outcome.INCORRECT}


def test_a_process_that_was_ended_from_elsewhere_is_started_again(judge):
    assert judge.judge("nb", "sleeps", Response()).outcome is Outcome.UNDECIDED  # this judge is gone
    judge._process.kill()
    judge._process.wait()
    assert judge.judge("nb", "answers", Response()).outcome is Outcome.INCORRECT


def test_no_judge_outlives_its_process(judge):
    usual = descendants()
    judge.judge("nb", "answers", Response())
    (own,) = descendants() - usual
    judge.close()
    assert not os.path.exists(f"/proc/{own}")


def test_a_fault_of_ours_is_logged_with_its_place(judge, caplog):
    judge.judge("nb", "breaks", Response())
    assert "ZeroDivisionError" in caplog.text


def test_an_outline_has_everything_but_the_references(judge):
    whole, outline = load("small"), judge.outline
    for question, sketch in zip(whole.notebooks["nb"], outline.notebooks["nb"], strict=True):
        if question.name in ("named", "strange"):
            continue
        assert (sketch.name, sketch.names, sketch.limits, sketch.uses) == (
            question.name,
            question.names,
            question.limits,
            question.uses,
        )
        assert sketch.probes(np.random.default_rng(7)) == question.probes(np.random.default_rng(7))
        assert not isinstance(sketch, Moody)


def test_probes_are_the_same_from_a_judge_that_was_started_again(judge):
    (sketch, *_) = judge.outline.notebooks["nb"]
    before = sketch.probes(np.random.default_rng(7))
    judge.judge("nb", "hangs", Response())
    assert sketch.probes(np.random.default_rng(7)) == before


def test_classes_of_the_authors_are_known_in_the_judge_alone(judge):
    one, other = judge.probes("nb", "named", np.random.default_rng(7))
    assert [type(one.args), type(other.args[0]), type(other.args[0]["at"])] == [tuple, dict, tuple]
    assert judge.judge("nb", "named", Response((one, other))).feedback == "1 4"


def test_an_argument_that_is_no_plain_value_is_named(judge):
    with pytest.raises(RuntimeError, match="CourseError: a probe of `f` has an argument that cannot be sent"):
        judge.probes("nb", "strange", np.random.default_rng(7))


@pytest.mark.parametrize("name", ["rnn", "training"])
def test_who_asks_the_questions_does_not_import_them(name):
    lines = """
import sys
import numpy as np
from autograder.judging import JudgeProcess

with JudgeProcess(sys.argv[1]) as judge:
    for questions in judge.outline.notebooks.values():
        for question in questions:
            for probe in question.probes(np.random.default_rng(7)):
                assert probe.name
assert "sympy" not in sys.modules
print(sorted(module for module in sys.modules if module.startswith("autograder.assignments.")))
"""
    done = subprocess.run([sys.executable, "-c", lines, name], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['autograder.assignments.origin']"


def test_what_a_question_prints_is_no_verdict(judge):
    assert judge.judge("nb", "prints", Response()).outcome is Outcome.INCORRECT
    assert judge.judge("nb", "answers", Response()).outcome is Outcome.INCORRECT


def test_probes_that_cannot_be_made_are_a_fault_of_ours(judge):
    with pytest.raises(RuntimeError, match=r"probes of nb/breaks failed(?s:.)*ZeroDivisionError"):
        judge.probes("nb", "breaks", None)


def test_an_assignment_that_cannot_be_loaded_is_a_fault_of_the_course(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with (
        JudgeProcess("small", loader="tests.grading.small:load_nothing") as judge,
        pytest.raises(CourseError, match="small is not here"),
    ):
        judge.outline  # noqa: B018


def test_the_process_is_gone_afterwards(judge):
    judge.judge("nb", "answers", Response())
    process = judge._process
    judge.close()
    assert process.poll() is not None
