"""A question that hangs, dies or floods costs that question; a sandbox or a grader that is killed costs nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading.grader import Grader
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import read_release, read_submission
from autograder.model import Limits, Missing, Outcome, Probe, Raised, Returned, Stop, Stopped
from autograder.sandbox import Ask, AskResult, Budget, Cell, open_sandbox
from autograder.store.course import Course
from tests.attacks.notebooks import HONEST
from tests.attacks.processes import adopting_orphans, descendants, settle
from tests.attacks.submissions import Handed
from tests.attacks.suite import SHORT, small
from tests.attacks.world import make_world
from tests.classroom import STUDENTS, fill, hand_in, make_course, read_answers

FINE = "def fine(x):\n    return 2 * x"
BAD = {
    Stop.TIME: "while True: pass",
    Stop.DIED: "import os; os._exit(0)",
    Stop.OUTPUT: "print('x' * 10**8)",
}
LIMITS = Limits(seconds=1.0, cpu_seconds=1.0, memory_mb=256, disk_mb=16)
ASK_FINE = Ask("fine", (Probe("fine", (2.0,)), Probe("fine", (3.0,))))


@pytest.fixture(scope="module")
def sandbox():
    with open_sandbox() as made:
        yield made


def run(sandbox, *steps, seconds=60.0, limits=LIMITS):
    return sandbox.run(list(steps), limits=limits, budget=Budget(seconds), seed=0)


def is_fine(result):
    return isinstance(result, AskResult) and result.answers == (Returned(4.0), Returned(6.0))


def zygote():
    """Return the processes of the sandbox, the outermost first."""
    return sorted(descendants())


@pytest.mark.parametrize("why", [Stop.TIME, Stop.DIED])
def test_question_that_hangs_or_dies_affects_only_itself(sandbox, why):
    bad = Cell("bad", f"def bad(x):\n    {BAD[why]}")
    results = run(sandbox, Cell("fine", FINE), bad, Ask("bad", (Probe("bad", (1.0,)),)), ASK_FINE)
    assert results[2].answers == (Stopped(why),)
    assert is_fine(results[3])


@pytest.mark.parametrize("why", list(BAD))
def test_cell_that_hangs_dies_or_floods_affects_only_itself(sandbox, why):
    bad, cell = Cell("bad", BAD[why]), Cell("fine", FINE)
    results = run(sandbox, bad, cell, ASK_FINE)
    assert results[0].stopped == Stopped(why)
    assert is_fine(results[2])


def test_text_printed_during_a_probe_is_dropped(sandbox):
    loud = Cell("loud", "def fine(x):\n    print('x' * 10**7)\n    return 2 * x")
    assert is_fine(run(sandbox, loud, ASK_FINE)[1])


RUIN = {
    "modules": "import sys\nfor name in list(sys.modules): sys.modules[name] = None",
    "builtins": "import builtins\nvars(builtins).clear()",
    "streams": "import os\nos.dup2(os.open('x', os.O_CREAT | os.O_RDWR), 3)",
    "shell": "type(get_ipython()).run_cell = None",
    "hook": "import sys\ndef refuse(*_): raise RuntimeError\nsys.addaudithook(refuse)",
    "timer": "import os, threading\nthreading.Timer(0.02, os._exit, (0,)).start()",
}


@pytest.mark.parametrize("ruin", RUIN)
def test_ruined_interpreter_affects_only_later_cells(sandbox, ruin):
    later = Cell("later", "def later(x):\n    return x"), Ask("later", (Probe("later", (1.0,)),))
    _, before, *after = run(sandbox, Cell("fine", FINE), ASK_FINE, Cell("ruin", RUIN[ruin]), *later)
    assert is_fine(before)
    assert len(after) == 3
    assert after[2].answers[0] == Returned(1.0) or isinstance(after[2].answers[0], (Missing, Raised, Stopped))
    assert is_fine(run(sandbox, Cell("fine", FINE), ASK_FINE)[1])


def test_many_dying_children_leave_time_for_the_rest(sandbox):
    dying = [Cell(f"dying-{number}", BAD[Stop.DIED]) for number in range(10)]
    results = run(sandbox, *dying, Cell("fine", FINE), ASK_FINE, seconds=20)
    assert {result.stopped for result in results[:10]} == {Stopped(Stop.DIED)}
    assert is_fine(results[-1])


def test_steps_beyond_the_budget_are_stopped_and_not_wrong(sandbox):
    hanging = [Cell(f"hanging-{number}", BAD[Stop.TIME]) for number in range(50)]
    results = run(sandbox, *hanging, Cell("fine", FINE), ASK_FINE, seconds=2.5)
    assert results[0].stopped == Stopped(Stop.TIME)
    assert results[-1].answers == (Stopped(Stop.BUDGET),) * 2


def test_questions_beyond_the_notebook_budget_are_undecided(sandbox, tmp_path):
    with make_world(tmp_path) as world:
        answers = {"sigmoid-code": HONEST["sigmoid-code"], "jacobian-code": BAD[Stop.TIME]}
        hanging = Handed(Path("x.md"), "All hangs.", frozenset({"states"}), "hanging", answers)
        hanging.hand_in(world)
        course = Course.at(world.course)
        release = read_release(course.release("rnn"), "rnn")
        assignment = replace(small(SHORT), notebook_seconds=1.0)
        with JudgeProcess("rnn") as judge:
            submission = read_submission(course.submitted("hanging", "rnn"), "hanging", release)
            graded = Grader(assignment, sandbox, judge).grade(submission)
    outcomes = {each.question: each.outcome for each in graded.result.questions}
    assert outcomes["states"] in (Outcome.UNDECIDED, Outcome.CORRECT)
    assert Outcome.INCORRECT not in (outcomes["states"], outcomes["sigmoid"])


def test_zygote_killed_between_programs_is_replaced():
    with adopting_orphans():
        before = descendants()
        with open_sandbox(warm=False) as sandbox:
            assert is_fine(run(sandbox, Cell("fine", FINE), ASK_FINE)[1])
            for pid in descendants() - before:
                with suppress(ProcessLookupError):  # it ended with one of the others
                    os.kill(pid, signal.SIGKILL)
            settle(len(before))
            assert is_fine(run(sandbox, Cell("fine", FINE), ASK_FINE)[1])
        assert len(settle(len(before))) <= len(before)


def test_zygote_killed_during_a_program_is_replaced():
    with adopting_orphans():
        before = descendants()
        with open_sandbox(warm=False) as sandbox:
            first = min(descendants() - before)
            killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(0.5); os.kill({first}, 9)"])
            slow = Cell("slow", "import time; time.sleep(1)")
            results = run(sandbox, Cell("fine", FINE), slow, ASK_FINE, limits=replace(LIMITS, seconds=10))
            assert killer.wait() == 0
            assert is_fine(results[2])
            assert results[1].stopped is None
        assert len(settle(len(before))) <= len(before)


@pytest.mark.thorough
def test_killed_grader_leaves_no_process_and_no_partial_submission(tmp_path):
    course = make_course(tmp_path / "course")
    notebooks = {"lstm": fill(read_answers(STUDENTS / "many-styles.md"))["lstm"]}
    for number in range(4):
        hand_in(course, f"student-{number}", notebooks)
    command = [Path(sys.executable).parent / "autograder", "grade", "rnn"]
    with adopting_orphans():
        before = len(descendants())
        grader = subprocess.Popen(command, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        autograded = course / "autograded"
        end = time.monotonic() + 120
        while not list(autograded.glob("student-0/rnn/*.ipynb")) and time.monotonic() < end:
            time.sleep(0.01)
        grader.kill()
        grader.wait()
        assert len(settle(before, seconds=10)) <= before
    done = [path for path in autograded.glob("student-*/rnn") if path.is_dir()]
    assert 0 < len(done) < 4
    for folder in done:
        assert {path.name for path in folder.iterdir()} == {"bptt.ipynb", "vanishing.ipynb", "lstm.ipynb"}
    again = subprocess.run([*command, "--json", "results.json"], cwd=course, capture_output=True, check=False)
    assert again.returncode in (0, 1), again.stderr
    assert len(list(autograded.glob("student-*/rnn/*.ipynb"))) == 12
