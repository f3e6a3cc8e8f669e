"""A real Dask scheduler and real workers: one is killed, one may not take work, and the class is graded all the same."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.cohort.conftest import CLASS
from tests.end_to_end.conftest import BIN, run

MANY = 6


@contextmanager
def started(*command, log, **environment):
    with open(log, "wb") as file:
        process = subprocess.Popen(
            [BIN / "dask", *command],
            stdout=file,
            stderr=file,
            start_new_session=True,
            env={**os.environ, **environment},
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_for(log, text):
    deadline = time.monotonic() + 60
    while text not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


@pytest.fixture
def scheduler(tmp_path):
    address, log = tmp_path / "scheduler.json", tmp_path / "scheduler.log"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address))
    with started("scheduler", *options, log=log):
        wait_for(log, "Scheduler at:")
        while not address.is_file() or not address.read_text():
            time.sleep(0.1)
        yield json.loads(address.read_text())["address"]


def worker(scheduler, name, tmp_path, **environment):
    folder = tmp_path / name
    folder.mkdir()
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1", "--name", name)
    return started(
        "worker", scheduler, *options, "--local-directory", str(folder), log=tmp_path / f"{name}.log", **environment
    )


def grade(course, scheduler, *more):
    return subprocess.Popen(
        [BIN / "autograder", "grade", "rnn", "--scheduler", scheduler, "--json", "out.json", *more],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_cluster_that_loses_a_worker_midway_finds_what_one_machine_finds(course, summaries, scheduler, tmp_path):
    for number in range(MANY):
        shutil.copytree(course / "submitted" / "s002", course / "submitted" / f"again-{number}")
    with worker(scheduler, "one", tmp_path), worker(scheduler, "two", tmp_path) as second:
        running = grade(course, scheduler, "--force")
        deadline = time.monotonic() + 90
        while not list((course / "autograded").glob("again-*")):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(second.pid, signal.SIGKILL)
        _, complaints = running.communicate(timeout=120)
    assert running.returncode == 0, complaints
    found = {each["student"]: each for each in json.loads((course / "out.json").read_text())["submissions"]}
    assert {student: found[student] for student in CLASS} == summaries
    assert len(found) == len(CLASS) + MANY
    questions = [summaries["s002"]["score"], *[found[f"again-{number}"]["score"] for number in range(MANY)]]
    assert len(set(questions)) == 1


def test_a_worker_below_the_required_level_takes_no_work(course, scheduler, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python").symlink_to(sys.executable)  # a machine on which bubblewrap is not installed
    with worker(scheduler, "weak", tmp_path, PATH=str(tools)):
        done = run(course, "autograder", "grade", "rnn", "--scheduler", scheduler, "--level", "ns", "--force")
        assert done.returncode == 2, done.stdout
        assert "no worker of the cluster may grade" in " ".join(done.stderr.split())
        with worker(scheduler, "strong", tmp_path):
            time.sleep(3)
            done = run(course, "autograder", "grade", "rnn", "--scheduler", scheduler, "--level", "ns", "--force")
    assert done.returncode == 0, done.stderr
    assert "sandbox level ns" in done.stdout


def test_an_address_where_nobody_answers_is_a_sentence(course):
    done = run(course, "autograder", "grade", "rnn", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
