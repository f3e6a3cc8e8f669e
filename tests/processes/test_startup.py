"""The first worker starts before the command line is imported, if the command is going to use it."""

import pytest

from autograder.processes import startup


@pytest.fixture
def started(monkeypatch):
    """The modules of the workers that were started."""
    modules = []
    monkeypatch.setattr(startup, "Server", lambda module: modules.append(module) or module)
    monkeypatch.setattr(startup, "_early", [])
    return modules


@pytest.mark.parametrize("arguments", [["grade", "rnn"], ["grade", "rnn", "--jobs", "2"], ["grade", "--force", "rnn"]])
def test_grading_starts_a_worker_early_and_uses_it(started, arguments):
    startup.start_early(arguments)
    assert started == [startup.WORKER]
    startup.worker()
    assert started == [startup.WORKER]
    startup.worker()
    assert started == [startup.WORKER] * 2


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["--version"],
        ["grade", "--help"],
        ["grade", "rnn", "--help"],
        ["grade", "rnn", "--scheduler", "tcp://127.0.0.1:8786"],
        ["grade", "rnn", "--scheduler=tcp://127.0.0.1:8786"],
        ["report", "grade"],
        ["check", "rnn"],
    ],
)
def test_commands_that_need_no_local_worker_start_none(started, arguments):
    startup.start_early(arguments)
    assert started == []
