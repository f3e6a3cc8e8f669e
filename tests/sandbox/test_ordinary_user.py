"""An ordinary user gets the same levels as root, by other means."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from autograder.sandbox import libraries
from autograder.sandbox.levels import TOLERATED
from tests.classroom import ROOT, hand_in, make_course, released

USER = "12345"

PROGRAM = """
    import json, os, sys
    from autograder.model import Limits, Probe
    from autograder.sandbox import Ask, Budget, Cell, open_sandbox
    assert os.getuid() == 12345
    with open_sandbox(sys.argv[1]) as sandbox:
        cells = Cell("a", "import os\\ndef f(x): return x + 1\\nprint(os.getuid())"), Cell("b", "while True: pass")
        steps = [*cells, Ask("q", (Probe("f", (1,)),))]
        shown, hung, asked = sandbox.run(steps, limits=Limits(cpu_seconds=0.5), budget=Budget(30), seed=0)
        found = [sandbox.report.open, shown.outputs[0]["text"], hung.stopped.why, asked.answers[0].value]
        print(json.dumps(found))
"""


def as_ordinary_user(command, user=USER):
    """Drop root, and mount the interpreter if root keeps it in a private folder."""
    interpreter = Path(libraries.visible_files().interpreter)
    wrap = ["bwrap", "--dev-bind", "/", "/"]
    private = [folder for folder in interpreter.parents if not folder.stat().st_mode & 0o001]
    if private:
        wrap += ["--perms", "0755", "--tmpfs", str(private[-1])]
        home = interpreter.parent.parent
        for folder in reversed([each for each in home.parents if each.is_relative_to(private[-1])]):
            wrap += ["--perms", "0755", "--dir", str(folder)]
        wrap += ["--ro-bind", str(home), str(home)]
    wrap += ["--", "setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
    return [*wrap, *command]


@pytest.mark.parametrize(
    "level", ["ns", *(pytest.param(each, marks=pytest.mark.thorough) for each in ("outer", "landlock"))]
)
def test_ordinary_user_gets_this_level(level, at_level):
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else; the other tests run as an ordinary user then")
    if shutil.which("bwrap") is None or shutil.which("setpriv") is None:
        pytest.skip("bwrap and setpriv are needed to step down from root")
    at_level(level)
    command = as_ordinary_user([sys.executable, "-c", textwrap.dedent(PROGRAM), level])
    folder = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    left_open, user, hung, answer = json.loads(done.stdout)
    assert set(left_open) <= TOLERATED[level] - {"threads"}
    assert user.strip() != "0"
    assert (hung, answer) == ("time", 2)


def test_user_without_a_home_grades_with_a_strict_umask():
    if os.geteuid() != 0 or shutil.which("bwrap") is None or shutil.which("setpriv") is None:
        pytest.skip("root is needed, with bwrap and setpriv, to become somebody without a home folder")
    with tempfile.TemporaryDirectory(prefix="no-home-") as scratch:
        os.chmod(scratch, 0o755)
        course = make_course(Path(scratch) / "a course  (2026)")
        hand_in(course, "s1", {"bptt": released()["bptt"]})
        for path in (course, *course.rglob("*")):
            os.chown(path, int(USER), int(USER))
        words = [sys.executable, "-m", "autograder", "grade", "rnn", "--notebook", "bptt"]
        command = as_ordinary_user(["sh", "-c", 'umask 077; exec "$@"', "sh", *words])
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        graded = course / "autograded" / "s1" / "rnn" / "bptt.ipynb"
        assert graded.stat().st_uid == int(USER)
        assert (course / "gradebook.db").stat().st_mode & 0o077 == 0
