"""Every command line in a page is run, or at least checked; every command mentioned in a sentence exists."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from datetime import timedelta

import pytest
from nbgrader.api import Gradebook

from tests.docs.elsewhere import BIN, NO_SUCH_HOST, examine
from tests.docs.pages import PAGES, command_lines, mentioned, program, simple_commands
from tests.docs.world import World

HARMLESS = {".", "cd", "cp", "echo", "mkdir", "python", "test"}
"""Programs that run unchanged in the tests."""
RUN = {*HARMLESS, "autograder", "nbgrader"}
"""A line with any other program is checked but not run."""
SERVERS = {"jupyter lab": "/formgrader"}
"""Lines that run until they are stopped, and a page that answers in the meantime."""


def is_run(line):
    return line not in NO_SUCH_HOST and all(program(command) in RUN for command in simple_commands(line))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A world in which the first page has been read."""
    made = World(tmp_path_factory.mktemp("world"))
    first = "docs/quick-start.md"
    made.run(first, [line for line in command_lines(first) if is_run(line)])
    return made


def test_quick_start_ends_with_feedback_pages(world):
    for student, score in (("s002", "0.0"), ("s004", "2.0")):
        page = (world.course / "feedback" / student / "rnn" / "lstm.html").read_text()
        assert f"Score: {score} / 2.0" in page


@pytest.mark.parametrize("page", [name for name in PAGES if name != "docs/quick-start.md"])
def test_commands_of_a_page_run(world, page):
    world.run(page, [line for line in command_lines(page) if is_run(line)])


def test_instructors_page_leads_to_its_stated_scores_and_exports(world):
    """One tenth for each day begun; more time for one student; what was collected from the archive has been graded."""
    with Gradebook(f"sqlite:///{world.course}/gradebook.db") as gradebook:
        found = {each.student.id: each for each in gradebook.assignment_submissions("rnn")}
        assert (found["s004"].score, found["s004"].late_submission_penalty) == (2.0, 0.4)
        assert found["s002"].extension == timedelta(days=3)
        assert (found["s006"].score, found["s006"].late_submission_penalty) == (0.0, 0.0)
        assert gradebook.find_student("s002").email == "s002@example.org"
    assert "s004,Four,Student" in (world.course / "students.csv").read_text()
    assert '"Student, Four",,s004,s004,,1.6' in (world.course / "canvas.csv").read_text()


@pytest.mark.parametrize("page", PAGES)
def test_documented_commands_and_options_exist(page):
    for line in command_lines(page):
        if line not in SERVERS:
            for command in simple_commands(line):
                if program(command) not in HARMLESS:
                    examine(command)


@pytest.mark.parametrize("line", SERVERS)
def test_documented_server_answers(world, line):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quietly = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(world.course.parent)}
    with (world.course / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [BIN / "jupyter", *line.split()[1:], *quietly, "--IdentityProvider.token="],
            cwd=world.course,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{SERVERS[line]}", timeout=20) as answer:
                    assert b"Manual Grading" in answer.read()
                break
            except OSError:
                assert server.poll() is None, (world.course / "server.log").read_text()
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.2)
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.parametrize("command", [*mentioned("autograder"), *mentioned("nbgrader"), *mentioned("make")])
def test_command_within_a_sentence_exists(command):
    examine(command.split())


@pytest.mark.parametrize(
    "line",
    [
        "autograder grade rnn --jbos 2",
        "autograder grades rnn",
        "nbgrader formgrader",
        "make coffee",
        "pip install .[clutser]",
        "dask worker --nwrokers 1",
        "git pusch",
        "ls",
    ],
)
def test_unknown_command_fails_the_page(line):
    (command,) = simple_commands(line)
    with pytest.raises((AssertionError, subprocess.CalledProcessError)):
        examine(command)


def test_failing_command_fails_the_page(world):
    with pytest.raises(AssertionError, match="is not a course"):
        world.run("README.md", ["mkdir empty", "autograder report rnn --course empty", "echo reached"])
