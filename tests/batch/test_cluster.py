"""A Dask scheduler and workers: the class is graded although one worker is killed and another one is rejected."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from autograder.batch.cluster import _Crew, _Sent
from tests import clusters
from tests.batch.conftest import CLASS
from tests.clusters import worker
from tests.end_to_end.conftest import run
from tests.warm import commands

MANY = 6


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    with clusters.scheduler(tmp_path_factory.mktemp("scheduler")) as address:
        yield address


@pytest.fixture(scope="module")
def strong(scheduler, tmp_path_factory):
    """Start a worker that can grade at every level; it stays until the last test of the module."""
    folder = tmp_path_factory.mktemp("strong")
    with worker(scheduler, "strong", folder) as process:
        clusters.wait_for(folder / "strong.log", "Registered to:")
        yield process


def grade(course, scheduler, *more):
    return subprocess.Popen(
        [commands() / "autograder", "grade", "rnn", "--scheduler", scheduler, "--json", "out.json", *more],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.thorough
def test_worker_below_the_required_level_gets_no_work(course, scheduler, tmp_path, request):
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python").symlink_to(sys.executable)  # a machine on which bubblewrap is not installed
    with worker(scheduler, "weak", tmp_path, PATH=str(tools)):
        done = run(course, "autograder", "grade", "rnn", "--scheduler", scheduler, "--level", "ns", "--force")
        assert done.returncode == 2, done.stdout
        assert "no worker of the cluster can grade" in " ".join(done.stderr.split())
        request.getfixturevalue("strong")
        done = run(course, "autograder", "grade", "rnn", "--scheduler", scheduler, "--level", "ns", "--force")
    assert done.returncode == 0, done.stderr
    assert "sandbox level ns" in done.stdout


@pytest.mark.thorough
def test_cluster_that_loses_a_worker_gives_the_results_of_one_machine(course, summaries, scheduler, strong, tmp_path):
    for number in range(MANY):
        shutil.copytree(course / "submitted" / "s002", course / "submitted" / f"again-{number}")
    with worker(scheduler, "second", tmp_path) as second:
        running = grade(course, scheduler, "--force")
        deadline = time.monotonic() + 180
        while not list((course / "autograded").glob("again-*")):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(second.pid, signal.SIGKILL)
        _, complaints = running.communicate(timeout=240)
    assert running.returncode == 0, complaints
    found = {each["student"]: each for each in json.loads((course / "out.json").read_text())["submissions"]}
    assert {student: found[student] for student in CLASS} == summaries
    assert len(found) == len(CLASS) + MANY
    questions = [summaries["s002"]["score"], *[found[f"again-{number}"]["score"] for number in range(MANY)]]
    assert len(set(questions)) == 1


class GoneWithItsWorker:
    """A result on a worker that has left: Dask would wait for it forever."""

    status = "finished"
    cancelled = False

    def result(self, timeout=None):
        assert timeout is not None
        raise TimeoutError

    def cancel(self):
        self.cancelled = True


class NobodyThere:
    def scheduler_info(self, n_workers):
        return {"workers": {}}


def test_result_lost_with_its_worker_is_graded_by_another():
    crew = object.__new__(_Crew)
    crew._client, crew._looked, crew._patience = NobodyThere(), 0.0, time.monotonic() + 60
    crew._threads, crew._problems, crew._measuring, crew.returned = {}, {}, {}, []
    lost, sent = GoneWithItsWorker(), _Sent(None, frozenset({"two"}))
    crew.pending = {lost: sent}
    assert crew._collected(lost) is None
    crew.look()
    assert crew.returned == [sent]
    assert lost.cancelled


def test_unreachable_scheduler_gives_a_clear_message(course):
    done = run(course, "autograder", "grade", "rnn", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.thorough
def test_questions_that_cannot_be_loaded_are_a_course_error(course, scheduler, strong):
    (course / "assignments").mkdir()
    (course / "assignments" / "rnn.py").write_text("import nothing_of_this_name\n")
    running = grade(course, scheduler, "--force")
    _, complaints = running.communicate(timeout=120)
    assert running.returncode == 2
    assert "nothing_of_this_name" in complaints
    assert "rnn.py, line 1" in complaints
    assert "cluster" not in complaints
