"""Every answer gets a verdict, whatever happens to the process that judges it."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np
import pytest

from autograder.grading.judge import JudgeLimits, JudgeProcess
from autograder.model import Outcome, Response
from autograder.model.errors import CourseError
from tests.attacks.processes import descendants
from tests.classroom import ROOT
from tests.grading.small import Moody, load


@pytest.fixture
def judge(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    limits = JudgeLimits(cpu_seconds=0.5, seconds=2, memory_mb=256)
    with JudgeProcess("small", limits, loader="tests.grading.small:load") as process:
        yield process


def judged(judge, question, response=None):
    return judge.judge("nb", {question: response or Response()})[question]


def probes(judge, question):
    return judge.probes("nb", {question: np.random.default_rng(7)})[question]


@pytest.mark.parametrize("trouble", ["hangs", "sleeps", "grows", "breaks"])
def test_a_question_that_cannot_be_judged_is_undecided_and_the_next_is_judged(judge, trouble):
    assert judged(judge, trouble).outcome is Outcome.UNDECIDED
    assert judged(judge, "answers").outcome is Outcome.INCORRECT


def test_question_that_cannot_be_judged_does_not_affect_the_others(judge):
    names = ["answers", "sleeps", "prints", "breaks", "hangs", "named"]
    one, other = probes(judge, "named")
    verdicts = judge.judge("nb", {name: Response((one, other)) for name in names})
    assert list(verdicts) == names
    assert [name for name in names if verdicts[name].outcome is Outcome.UNDECIDED] == ["sleeps", "breaks", "hangs"]
    assert verdicts["named"].feedback == "1 4"


def test_no_questions_yield_no_probes_and_verdicts(judge):
    assert judge.judge("nb", {}) == {}
    assert judge.probes("nb", {}) == {}


def test_answers_are_judged_in_parallel_and_one_that_hangs_blocks_no_other(judge):
    with ThreadPoolExecutor(2) as pool:
        hangs = pool.submit(judged, judge, "sleeps")
        others = [pool.submit(judged, judge, "answers") for _ in range(5)]
        done = list(as_completed([hangs, *others]))
    assert done[-1] is hangs
    assert {each.result().outcome for each in others} == {Outcome.INCORRECT}


def test_killed_process_is_restarted(judge):
    assert judged(judge, "sleeps").outcome is Outcome.UNDECIDED  # this judge is gone
    judge._server.process.kill()
    judge._server.process.wait()
    assert judged(judge, "answers").outcome is Outcome.INCORRECT


def test_no_judge_outlives_its_process(judge):
    usual = descendants()
    judged(judge, "answers")
    (own,) = descendants() - usual
    judge.close()
    assert not os.path.exists(f"/proc/{own}")


def test_error_in_a_question_is_logged_with_its_place(judge, caplog):
    judged(judge, "breaks")
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
        assert probes(judge, question.name) == question.probes(np.random.default_rng(7))
        assert not isinstance(sketch, Moody)


def test_restarted_judge_makes_the_same_probes(judge):
    before = probes(judge, "hangs")
    judged(judge, "hangs")
    assert probes(judge, "hangs") == before


def test_only_the_judge_imports_the_authors_classes(judge):
    one, other = probes(judge, "named")
    assert [type(one.args), type(other.args[0]), type(other.args[0]["at"])] == [tuple, dict, tuple]
    assert judged(judge, "named", Response((one, other))).feedback == "1 4"


def test_unsupported_argument_is_named(judge):
    with pytest.raises(RuntimeError, match="CourseError: a probe of `f` has an argument that cannot be sent"):
        probes(judge, "strange")


@pytest.mark.parametrize("name", ["rnn", "training"])
def test_grader_does_not_import_the_questions(name):
    lines = """
import sys
import numpy as np
from autograder.grading.judge import JudgeProcess

with JudgeProcess(sys.argv[1]) as judge:
    for notebook, questions in judge.outline.notebooks.items():
        sources = {question.name: np.random.default_rng(7) for question in questions}
        for probes in judge.probes(notebook, sources).values():
            assert all(probe.name for probe in probes)
assert "sympy" not in sys.modules
own = "autograder.assignments." + sys.argv[1]
assert not any(f"{module}.".startswith(f"{own}.") for module in sys.modules)
assert "autograder.assignments.origin" in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", lines, name], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_output_of_a_question_is_not_a_verdict(judge):
    assert judged(judge, "prints").outcome is Outcome.INCORRECT
    assert judged(judge, "answers").outcome is Outcome.INCORRECT


def test_error_in_the_probes_is_raised(judge):
    with pytest.raises(RuntimeError, match=r"drawing the hidden inputs of nb/breaks failed(?s:.)*ZeroDivisionError"):
        judge.probes("nb", {"answers": np.random.default_rng(7), "breaks": None})


def test_assignment_that_cannot_be_loaded_is_a_course_error(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with (
        JudgeProcess("small", loader="tests.grading.small:load_nothing") as judge,
        pytest.raises(CourseError, match="small is not here"),
    ):
        judge.outline  # noqa: B018


def test_closed_judge_leaves_no_process(judge):
    judged(judge, "answers")
    process = judge._server.process
    judge.close()
    assert process.poll() is not None
