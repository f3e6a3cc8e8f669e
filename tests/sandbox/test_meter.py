"""Limits of time depend on what a child does, not on what else the machine does."""

import os
import signal
import time
from pathlib import Path
from threading import Timer

import pytest

from autograder.model import Limits, Stop
from autograder.processes.patience import Patience
from autograder.sandbox import Budget, Cell
from autograder.sandbox.forkserver import Usage
from autograder.sandbox.inside.usage import Threads
from autograder.sandbox.meter import SLOWEST, ChildEnded, StepMeter
from tests.sandbox.conftest import QUICK

LIMITS = Limits(seconds=10, cpu_seconds=5)


class FakeChild:
    """A child whose share of a processor and whose state are set by the test."""

    def __init__(self, share=0.0, threads=Threads.RUNNABLE):
        self.share, self.threads = share, threads
        self.now = self.computed = self.charged = 0.0
        self.interrupts = 0

    def usage(self):
        return Usage(self.computed, self.threads, 0)

    def interrupt(self):
        self.interrupts += 1

    def clock(self):
        return self.now

    def run(self, seconds):
        self.now += seconds
        self.computed += self.share * seconds


def ended(child, seconds=3000, budget=None, limits=LIMITS, stop_at=None):
    """Return why a step that takes some seconds ended, and when; the grader may be stopped for 20 s in the middle."""
    meter = StepMeter(child, limits, budget or Budget(1000), interrupt_after=limits.seconds - 1, clock=child.clock)
    try:
        while child.now < seconds:
            wait = meter.watch()
            if stop_at is not None and child.now >= stop_at:
                wait, stop_at = 20, None
            child.run(wait)
    except ChildEnded as error:
        return error.why, child.now
    return None, child.now


@pytest.mark.parametrize("share", [1, 1 / 9, 1 / 58])
def test_code_that_computes_ends_by_its_processor_time(share):
    why, now = ended(FakeChild(share))
    assert why is Stop.TIME
    assert now * share == pytest.approx(5, rel=0.1)


@pytest.mark.parametrize("share", [1, 1 / 9, 1 / 58])
def test_code_within_its_processor_time_is_not_ended_on_a_busy_machine(share):
    assert ended(FakeChild(share), seconds=4.5 / share)[0] is None


def test_code_that_sleeps_is_interrupted_and_then_ended():
    child = FakeChild(threads=Threads.ASLEEP)
    why, now = ended(child)
    assert (why, child.interrupts) == (Stop.TIME, 1)
    assert now == pytest.approx(10, abs=1)


def test_threads_that_compute_while_another_sleeps_count():
    assert ended(FakeChild(share=8))[0] is Stop.TIME


def test_pause_during_which_the_grader_was_stopped_is_not_ended():
    assert ended(FakeChild(threads=Threads.ASLEEP), seconds=25, stop_at=4)[0] is None


def test_code_that_sleeps_too_long_while_the_grader_is_stopped_was_disturbed():
    assert ended(FakeChild(threads=Threads.ASLEEP), stop_at=4)[0] is Stop.BUSY


def test_stopped_child_is_disturbed():
    why, now = ended(FakeChild(threads=Threads.STOPPED))
    assert why is Stop.BUSY
    assert now > (SLOWEST - 1) * LIMITS.seconds


def test_many_short_steps_are_charged_to_the_budget():
    child, budget = FakeChild(threads=Threads.ASLEEP), Budget(5)
    for _ in range(30):
        meter = StepMeter(child, LIMITS, budget, clock=child.clock)
        meter.watch()
        child.run(0.15)
        meter.watch()
    assert budget.left() < 5 - 30 * 0.15 / 2.5  # most of it: a look sees only its own step


def test_patience_does_not_count_the_time_in_which_the_process_was_stopped():
    now = [0.0]
    patience = Patience(3, clock=lambda: now[0])
    for wait in (0.2, 20, 0.2):
        now[0] += wait
    assert patience.left() > 2
    for _ in range(20):
        now[0] += 0.2
        patience.left()
    with pytest.raises(TimeoutError):
        patience.slice()


def child_of(sandbox):
    """Return the process id of the running child."""
    pid = sandbox._server._process.pid
    while children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        pid = int(children[0])
    return pid


def test_child_that_was_stopped_goes_on(started):
    def stop():
        pid = child_of(started.sandbox)
        os.kill(pid, signal.SIGSTOP)
        time.sleep(2)
        os.kill(pid, signal.SIGCONT)

    stopping = Timer(0.3, stop)
    stopping.start()
    budget = Budget(30)
    limits = Limits(seconds=1, cpu_seconds=5, memory_mb=QUICK.memory_mb)
    cell = Cell("a", "import time\nbegin = time.monotonic()\nwhile time.process_time() < 0.6: pass\nprint('done')")
    (result,) = started.sandbox.run([cell], limits=limits, budget=budget, seed=0)
    stopping.join()
    assert result.stopped is None
    assert result.outputs[0]["text"] == "done\n"


def below(pid):
    """Yield the processes below one."""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            yield child
            yield from below(child)


BUSY_THREADS = """
import threading, numpy as np
def spin():
    a = np.random.rand(300, 300)
    while True:
        a @ a
for _ in range(9): threading.Thread(target=spin, daemon=True).start()
spin()
"""


def test_many_threads_get_the_share_of_one(every_level):
    seen = []

    def look():
        tasks = [list(Path(f"/proc/{pid}/task").glob("*/stat")) for pid in below(os.getpid())]
        stats = [path.read_text() for path in max(tasks, key=len)]
        seen.extend(int(each.rpartition(") ")[2].split()[16]) for each in stats)

    looking = Timer(2.0, look)
    looking.start()
    every_level.cells(BUSY_THREADS, limits=Limits(seconds=20, cpu_seconds=4, memory_mb=512))
    looking.join()
    assert len(seen) >= 10
    assert sum(0.8**nice for nice in seen) < 3  # 0.8 ** nice is the weight of a thread, relative to that of others
