"""A Dask scheduler and Dask workers on this machine, each in its own process."""

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager

from tests.end_to_end.conftest import BIN


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


@contextmanager
def scheduler(folder):
    """Start a scheduler and yield its address."""
    address, log = folder / "scheduler.json", folder / "scheduler.log"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address))
    with started("scheduler", *options, log=log):
        wait_for(log, "Scheduler at:")
        while not address.is_file() or not address.read_text():
            time.sleep(0.1)
        yield json.loads(address.read_text())["address"]


def worker(scheduler, name, folder, **environment):
    """Return a context manager that starts a worker with one thread and yields its process."""
    place = folder / name
    place.mkdir()
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1", "--name", name)
    return started(
        "worker", scheduler, *options, "--local-directory", str(place), log=folder / f"{name}.log", **environment
    )
