"""Threads share a sandbox, and their runs neither affect nor block each other."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from threading import Timer

from autograder.model import Stop, Stopped
from autograder.sandbox.forkserver import ForkServer
from tests.sandbox.conftest import QUICK, Harness
from tests.sandbox.test_step_runner import own_sandbox, zygote_of

__all__ = ["own_sandbox"]


def test_concurrent_runs_have_their_own_names_files_and_seeds(every_level):
    lines = "import random, os; open('mine', 'x').write('{0}'); x = {0}", "print(x, open('mine').read(), os.listdir())"

    def run(number):
        with every_level.sandbox.run_lock:
            return every_level.cells(*(each.format(number) for each in lines), seed=number)

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run, range(12)))
    shown = [second.outputs[0]["text"] for _, second in results]
    assert shown == [f"{number} {number} ['mine']\n" for number in range(12)]


def test_concurrent_runs_cannot_read_each_others_files(every_level):
    stays = "open('mine', 'x').write('secret'); import time; time.sleep(1.5); print(open('mine').read())"
    looks = """
import glob, os, time
found, end = set(), time.monotonic() + 1
while time.monotonic() < end:
    for number in range(200):
        try:
            found.add(open(f"../{number}/mine").read())
        except OSError:
            pass
print(sorted(found), [name for name in os.listdir() if name == "mine"])
"""

    def run(source):
        with every_level.sandbox.run_lock:
            return every_level.text(source)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, [stays, looks])) == ["secret\n", "[] []\n"]


def test_hanging_run_does_not_block_others(at_level):
    harness = at_level("ns")
    with ThreadPoolExecutor(2) as pool:
        hangs = pool.submit(harness.cells, "while True: pass", limits=replace(QUICK, cpu_seconds=1))
        quick = [pool.submit(harness.cells, "1") for _ in range(3)]
        done = list(as_completed([hangs, *quick]))
    assert done[-1] is hangs
    assert hangs.result()[0].stopped == Stopped(Stop.TIME)


def test_zygote_killed_during_concurrent_runs_is_replaced_once(own_sandbox, monkeypatch):
    started = []

    def start(where, warm):
        started.append(where)
        return ForkServer(where, warm)

    monkeypatch.setattr("autograder.sandbox.sandbox.ForkServer", start)
    killer = Timer(0.5, os.kill, (zygote_of(own_sandbox._server), signal.SIGKILL))
    killer.start()
    cells = "print('first')", "import time; time.sleep(1.2); print('second')"
    with ThreadPoolExecutor(3) as pool:
        results = [each.result() for each in [pool.submit(Harness(own_sandbox).cells, *cells) for _ in range(3)]]
    killer.join()
    assert {tuple(cell.outputs[0]["text"] for cell in cells) for cells in results} == {("first\n", "second\n")}
    assert len(started) == 1
