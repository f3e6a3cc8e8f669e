"""Processes answer calls side by side, lose no more than one call when they die, and end with their client."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.processes.client import LostError, Server
from tests.attacks.processes import descendants, settle
from tests.classroom import ROOT
from tests.processes.services import Fatal

SERVICES = "tests.processes.services"
forks = pytest.mark.parametrize("server", [True], indirect=True, ids=["forks"])


@pytest.fixture(params=[True, False], ids=["forks", "threads"])
def server(request):
    started = Server(SERVICES, {"PYTHONPATH": str(ROOT)})
    started.begin(request.param)
    yield started
    started.close()


def test_calls_are_answered(server):
    assert [server.call(number) for number in range(3)] == [0, 1, 2]


def test_calls_run_side_by_side(server):
    began = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(server.call, [("sleep", 1.0)] * 4))
    assert time.monotonic() - began < 3


def test_a_connection_is_used_again_when_its_call_is_over(server):
    assert len({server.call("number of this process") for _ in range(3)}) == 1


@forks
@pytest.mark.parametrize("fatal", ["die", Fatal()], ids=["while it answers", "while it reads the call"])
def test_a_fork_that_dies_loses_only_its_own_call(server, fatal):
    with ThreadPoolExecutor(2) as threads:
        other = threads.submit(server.call, ("sleep", 0.5))
        with pytest.raises(LostError):
            server.call(fatal)
        other.result()
    assert server.alive
    assert server.call("still there") == "still there"


@forks
def test_a_fork_cannot_use_more_memory_than_it_may(server):
    with pytest.raises(MemoryError):
        server.call("use memory")


def test_unanswered_call_times_out(server):
    with pytest.raises(LostError):
        server.call(("sleep", 30), seconds=0.2)
    assert server.call("still there") == "still there"


def test_an_exception_is_raised_by_the_call_with_its_traceback(server):
    with pytest.raises(KeyError, match="this one") as caught:
        server.call(("raise", KeyError("this one")))
    assert "services.py" in "".join(caught.value.__notes__)


def test_an_exception_that_cannot_be_unpickled_is_replaced_by_its_traceback(server):
    with pytest.raises(RuntimeError, match="Unreadable: what"):
        server.call("raise what cannot be unpickled")


def test_an_answer_that_cannot_be_pickled_raises_an_error(server):
    with pytest.raises((AttributeError, TypeError), match="pickle"):
        server.call("return what cannot be pickled")
    assert server.call("still there") == "still there"


def test_a_call_to_a_process_that_was_killed_is_lost(server):
    server.process.kill()
    server.process.wait()
    assert not server.alive
    with pytest.raises(LostError):
        server.call("too late")


@pytest.mark.parametrize("introduction", ["ready", ValueError("not ready")])
def test_introduction_is_the_result_or_exception_of_start(introduction):
    server = Server(SERVICES, {"PYTHONPATH": str(ROOT)})
    server.begin(True, introduction)
    try:
        if isinstance(introduction, str):
            assert server.introduction() == introduction
        else:
            with pytest.raises(ValueError, match="not ready"):
                server.introduction()
    finally:
        server.close()


def test_a_closed_server_leaves_no_process(server):
    usual = descendants() - {server.process.pid}
    with ThreadPoolExecutor(2) as threads:
        busy = threads.submit(server.call, ("sleep", 60))
        server.call("it runs")
        server.close()
        with pytest.raises(LostError):
            busy.result()
    assert settle(len(usual)) == usual
    with pytest.raises(LostError):
        server.call("too late")


CLIENT = """
import sys
from concurrent.futures import ThreadPoolExecutor
from autograder.processes.client import Server

server = Server("tests.processes.services")
server.begin(sys.argv[1] == "forks")
server.call("it runs")
threads = ThreadPoolExecutor(2)
calls = [threads.submit(server.call, ("sleep", 60)) for _ in range(2)]
print("busy", flush=True)
try:
    calls[0].result()
finally:
    server.close()
"""


@pytest.mark.parametrize("how", ["forks", "threads"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_killed_or_interrupted_client_leaves_no_process(how, end):
    usual = descendants()
    client = subprocess.Popen(
        [sys.executable, "-c", CLIENT, how],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with client.stdout as lines:
        assert lines.readline() == b"busy\n"
        time.sleep(0.2)
        os.killpg(client.pid, end) if end == signal.SIGINT else client.send_signal(end)
        client.wait(20)
    deadline = time.monotonic() + 20
    while alive_in_group(client.pid):
        assert time.monotonic() < deadline, "a process was left behind"
        time.sleep(0.05)
    assert descendants() <= usual


def alive_in_group(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True
