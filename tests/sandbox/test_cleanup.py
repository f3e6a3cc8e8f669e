"""A grader that is killed leaves no processes and no files."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

from autograder.sandbox import open_sandbox
from autograder.sandbox.inside import home_folders
from tests.sandbox.conftest import EVERY_LEVEL

PROGRAM = """
    import sys, threading, time
    from autograder.model import Limits
    from autograder.sandbox import Budget, Cell, open_sandbox
    sandbox = open_sandbox(sys.argv[1], warm=False)
    cells = [Cell("a", "open('left', 'w').write('x' * 1000)"), Cell("b", "while True: pass")]
    print("ready", flush=True)
    sandbox.run(cells, limits=Limits(seconds=60), budget=Budget(60), seed=0)
"""


def descendants(pid):
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return set()
    return set(map(int, children)).union(*map(descendants, children))


def folders_of(pids):
    """Return the home folders that these processes have created."""
    folders = Path(tempfile.gettempdir()).glob("autograder-*")
    return {folder for folder in folders if folder.name.split("-")[1] in set(map(str, pids))}


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def eventually(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("level", EVERY_LEVEL)
def test_killed_grader_leaves_no_processes_or_files(level, at_level):
    at_level(level)
    grader = subprocess.Popen([sys.executable, "-c", textwrap.dedent(PROGRAM), level], stdout=subprocess.PIPE)
    with grader:
        assert grader.stdout.readline() == b"ready\n"
        assert eventually(lambda: len(descendants(grader.pid)) >= (2 if level == "landlock" else 3))
        time.sleep(0.3)  # until the second cell runs
        left = descendants(grader.pid)
        grader.send_signal(signal.SIGKILL)
    assert left
    assert eventually(lambda: not any(map(alive, left)))
    assert eventually(lambda: not folders_of(left))


def test_next_zygote_removes_the_files_of_a_killed_one(at_level):
    at_level("landlock")
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left = Path(tempfile.gettempdir(), f"autograder-{ended.stdout.strip()}-left")
    left.mkdir()
    other = Path(tempfile.gettempdir(), f"autograder-{os.getpid()}-running")
    other.mkdir()
    try:
        open_sandbox("landlock", warm=False).close()
        assert not left.exists()
        assert other.exists()
    finally:
        other.rmdir()


@pytest.mark.parametrize("level", ["ns", "landlock"])
def test_closed_sandbox_leaves_no_processes_or_files(level, at_level):
    at_level(level)
    before = descendants(os.getpid())
    with open_sandbox(level, warm=False):
        opened = descendants(os.getpid()) - before
        assert opened
        assert bool(folders_of(opened)) == (level == "landlock")
    assert not folders_of(opened)
    assert eventually(lambda: not any(map(alive, opened)))


def test_folder_nested_deeper_than_the_longest_path_is_removed(tmp_path):
    top = tmp_path / "top"
    top.mkdir()
    place = os.open(top, os.O_RDONLY)
    for _ in range(1000):
        os.mkdir("nested", dir_fd=place)
        inner = os.open("nested", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=place))
    os.close(place)
    (top / "closed").mkdir(0)
    (top / "link").symlink_to(tmp_path)
    (tmp_path / "kept").touch()
    assert home_folders.disk_usage(str(top)) == home_folders.TOO_LARGE
    home_folders.remove(str(top))
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_disk_usage_counts_files_and_folders(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(bytes(1 << 20))
    (tmp_path / "link").symlink_to("/usr")
    assert 1 << 20 <= home_folders.disk_usage(str(tmp_path)) < 2 << 20


def test_endlessly_nested_folders_stop_only_their_cell(every_level):
    nest = "import os, time\nfor _ in range(3000):\n    os.mkdir('x'); os.chdir('x')\ntime.sleep(0.5)"
    every_level.cells(nest)
    (after,) = every_level.cells("print(1)")
    assert after.outputs[0]["text"] == "1\n"
