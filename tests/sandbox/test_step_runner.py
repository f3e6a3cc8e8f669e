"""A step that ends its child loses only itself: the others run in a fresh child, and no question is asked twice."""

import os
import signal
import time
from pathlib import Path
from threading import Timer

import pytest

from autograder.model import Limits, Missing, Probe, Returned, Stop, Stopped
from autograder.model.errors import SandboxError
from autograder.sandbox import Ask, Budget, Cell, open_sandbox
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.jail import candidates
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.steps import SandboxReport
from tests.sandbox.conftest import QUICK

HASTY = Limits(seconds=0.4, cpu_seconds=0.4, memory_mb=256, disk_mb=8, output_kb=64, processes=16)

ENDINGS = {
    "while True: pass": Stop.TIME,
    "import time; time.sleep(60)": Stop.TIME,
    "import threading; threading.Lock().acquire(); l = threading.Lock(); l.acquire(); l.acquire()": Stop.TIME,
    "import os; os._exit(0)": Stop.DIED,
    "import ctypes; ctypes.string_at(0)": Stop.DIED,
    "import os; os.abort()": Stop.DIED,
    "import os; os.close(3)": Stop.DIED,
    "import os; os.write(3, b'x' * 100)": Stop.PROTOCOL,
    "import os; os.write(3, b'\\xff' * 8)": Stop.PROTOCOL,
}


@pytest.mark.parametrize(("ending", "why"), ENDINGS.items())
def test_cell_that_ends_its_child_loses_only_itself(harness, ending, why):
    before, ended, after = harness.cells("x = 1\nprint('once')", ending, "print(x)", limits=HASTY)
    assert before.outputs[0]["text"] == "once\n"
    assert ended.stopped == Stopped(why)
    assert ended.execution_count == 2
    assert after.outputs[0]["text"] == "1\n"
    assert after.execution_count == 3


@pytest.mark.parametrize(("ending", "why"), ENDINGS.items())
def test_probe_that_ends_its_child_loses_only_the_rest_of_its_question(harness, ending, why):
    source = f"calls = []\ndef f(x):\n    calls.append(x)\n    if x == 2:\n        {ending}\n    return x"
    cell, probes = Cell("a", source), tuple(Probe("f", (x,)) for x in (1, 2, 3))
    _, hurt, _, unhurt = harness.run(
        cell,
        Ask("p", probes),
        Cell("b", "y = 5"),
        Ask("q", (Probe("y"), Probe("f", (4,)), Probe("calls"))),
        limits=HASTY,
    )
    assert hurt.answers == (Returned(1), Stopped(why), Stopped(why))
    assert unhurt.answers == (Returned(5), Returned(4), Returned([4]))


def test_question_is_not_asked_twice(harness):
    source = "calls = []\ndef f(x): calls.append(x); return len(calls)"
    first, _, second = harness.run(
        Cell("a", source),
        Ask("p", (Probe("f", (1,)),)),
        Cell("b", "import os; os._exit(1)"),
        Ask("q", (Probe("calls"),)),
    )[1:]
    assert first.answers == (Returned(1),)
    assert second.answers == (Returned([]),)  # a fresh child, which was asked nothing before


def test_cell_that_fails_only_when_rerun_keeps_its_outputs(harness):
    fickle = "import os, time\nprint('shown')\nif time.time() > LATER: os._exit(1)"
    first, _, last = harness.run(
        Cell("a", fickle.replace("LATER", str(time.time() + 0.5))),
        Cell("b", "import time, os\ntime.sleep(0.6); os._exit(1)"),
        Cell("c", "1"),
    )
    assert first.outputs[0]["text"] == "shown\n"
    assert first.stopped is None
    assert last.outputs[0]["data"]["text/plain"] == "1"


def test_values_computed_by_a_cell_that_ended_its_child_are_missing(harness):
    _, asked = harness.run(Cell("a", "x = 1 + 1\nimport os; os._exit(1)"), Ask("q", (Probe("x"),)))
    assert isinstance(asked.answers[0], Missing)


def test_processor_time_is_limited_separately(harness):
    busy = "import threading\ndef f():\n    while True: pass\nf()"
    start = time.monotonic()
    (ended,) = harness.cells(busy, limits=Limits(seconds=30, cpu_seconds=0.3))
    assert ended.stopped == Stopped(Stop.TIME)
    assert time.monotonic() - start < 15


def test_probes_share_the_time_of_their_question(harness):
    source = "import time\ndef f(): time.sleep(0.3); return 1"
    answers = harness.ask(source, *[Probe("f", ())] * 8, limits=Limits(seconds=0.75))
    in_time = answers.count(Returned(1))  # the time that all threads sleep is not measured to the millisecond
    assert 1 <= in_time < 6
    assert set(answers[in_time:]) == {Stopped(Stop.TIME)}


# --- the budget -----------------------------------------------------------------------------------


def test_steps_beyond_the_budget_are_stopped(harness):
    steps = (Cell("a", "x = 1"), Cell("b", "import time; time.sleep(60)"), Cell("c", "2"), Ask("q", (Probe("x"),) * 2))
    first, second, third, asked = harness.run(*steps, seconds=0.5)
    assert first.stopped is None
    assert second.stopped == third.stopped == Stopped(Stop.BUDGET)
    assert asked.answers == (Stopped(Stop.BUDGET),) * 2


def test_hanging_step_ends_with_the_budget(harness):
    start = time.monotonic()
    results = harness.cells(*["while True: pass"] * 8, limits=HASTY, seconds=1.0)
    assert time.monotonic() - start < 5
    assert [result.stopped.why for result in results] == [Stop.TIME] * 2 + [Stop.BUDGET] * 6


def test_runs_share_a_time_budget(harness):
    budget = Budget(0.5)
    hang = [Cell("a", "while True: pass")]
    first, second = (harness.sandbox.run(hang, limits=QUICK, budget=budget, seed=0)[0] for _ in range(2))
    assert first.stopped == second.stopped == Stopped(Stop.BUDGET)
    assert budget.left() == 0.0


def test_run_without_steps_has_no_results(harness):
    assert harness.run() == ()


# --- sandbox failures -----------------------------------------------------------------------------


def zygote_of(server: ForkServer) -> int:
    """Return the process id of the interpreter inside the wrappers."""
    pid = server._process.pid
    while children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        pid = int(children[0])
    return pid


def opened():
    try:
        return open_sandbox(warm=False)
    except SandboxError as error:
        pytest.skip(str(error))


@pytest.fixture
def own_sandbox():
    with opened() as sandbox:
        yield sandbox


def test_killed_zygote_is_replaced(own_sandbox):
    def run():
        return own_sandbox.run([Cell("a", "print(1)")], limits=QUICK, budget=Budget(30), seed=0)[0]

    assert run().outputs
    os.kill(zygote_of(own_sandbox._server), signal.SIGKILL)
    assert run().outputs


def test_zygote_killed_during_a_cell_loses_nothing(own_sandbox):
    killer = Timer(0.5, os.kill, (zygote_of(own_sandbox._server), signal.SIGKILL))
    killer.start()
    steps = [Cell("a", "print('first')"), Cell("b", "import time; time.sleep(1.2); print('second')")]
    first, second = own_sandbox.run(steps, limits=QUICK, budget=Budget(30), seed=0)
    killer.join()
    assert [first.outputs[0]["text"], second.outputs[0]["text"]] == ["first\n", "second\n"]


def test_sandbox_that_cannot_restart_stops_the_steps(own_sandbox, monkeypatch):
    monkeypatch.setattr("autograder.sandbox.jail._BOOTSTRAP", "raise SystemExit")
    os.kill(zygote_of(own_sandbox._server), signal.SIGKILL)
    steps = [Cell("a", "1"), Ask("q", (Probe("x"),))]
    cell, asked = own_sandbox.run(steps, limits=QUICK, budget=Budget(30), seed=0)
    assert cell.stopped == Stopped(Stop.SANDBOX)
    assert asked.answers == (Stopped(Stop.SANDBOX),)


def test_child_that_fails_to_apply_its_restrictions_runs_nothing(monkeypatch):
    monkeypatch.setattr("autograder.sandbox.seccomp.student_filter", lambda: b"no filter at all")
    server = ForkServer(next(candidates("landlock")), warm=False)
    server.wait_until_ready()
    with Sandbox(server, SandboxReport("landlock", (), ())) as sandbox:
        (result,) = sandbox.run([Cell("a", "print(1)")], limits=QUICK, budget=Budget(30), seed=0)
    assert result.stopped == Stopped(Stop.SANDBOX)
    assert result.outputs == ()


def test_closed_sandbox_raises(own_sandbox):
    own_sandbox.close()
    with pytest.raises(SandboxError, match="closed"):
        own_sandbox.run([], limits=QUICK, budget=Budget(1), seed=0)
