"""A person opens formgrader in a real browser and finds what waits."""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from tests.end_to_end.conftest import BIN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=8000"
).split()

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def formgrader(fast_course):
    """The address of a formgrader that serves the graded class on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tempfile.mkdtemp(prefix="jupyter-home-")
    command = [BIN / "jupyter", "server", "--allow-root", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.port_retries=0"]
    environment = {**os.environ, "HOME": home, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    with open(Path(home) / "log", "wb") as log:
        server = subprocess.Popen(command, cwd=fast_course, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}/formgrader"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}/api/submissions/rnn", timeout=20).close()
                break
            except OSError:
                assert server.poll() is None, (Path(home) / "log").read_text()
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.3)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def browse(address: str) -> str:
    """Return the page as the browser shows it, after its scripts have run."""
    with tempfile.TemporaryDirectory() as profile:
        command = [CHROMIUM, *QUIET, f"--user-data-dir={profile}", "--dump-dom", address]
        return subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout


def submissions(address: str, notebook: str) -> dict[str, dict]:
    with urllib.request.urlopen(f"{address}/api/submitted_notebooks/rnn/{notebook}", timeout=20) as answer:
        return {each["student"]: each for each in json.load(answer)}


def test_written_answers_wait_for_a_person(formgrader, results):
    waiting = {student for student, each in submissions(formgrader, "lstm").items() if each["needs_manual_grade"]}
    said = {
        student
        for student in results.submissions
        if any(q["notebook"] == "lstm" and q["needs_manual_grade"] for q in results.questions(student))
    }
    assert waiting == said
    assert {"instructor", "broken-file"} <= waiting


def test_the_list_of_a_notebook_is_shown(formgrader, results):
    page = browse(f"{formgrader}/gradebook/rnn/vanishing")
    assert len(re.findall(r"Submission #\d+", page)) >= len(results.submissions)


def test_a_submission_is_shown_with_its_verdicts_and_nothing_in_it_runs(formgrader):
    hostile = submissions(formgrader, "bptt")["hostile"]["id"]
    page = browse(f"{formgrader}/submissions/{hostile}/")
    assert "jacobian: incorrect, 0 of 3 points" in page
    assert "<title>owned" not in page
    assert not re.search(r"<img[^>]*onerror", page)
