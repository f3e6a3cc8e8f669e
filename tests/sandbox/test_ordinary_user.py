"""An ordinary user gets the same levels as root, by other means."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from autograder.sandbox import libraries
from autograder.sandbox.levels import TOLERATED

USER = "12345"

PROGRAM = """
    import json, os, sys
    from autograder.model import Limits, Probe
    from autograder.sandbox import Ask, Budget, Cell, open_sandbox
    assert os.getuid() == 12345
    with open_sandbox(sys.argv[1]) as sandbox:
        cells = Cell("a", "import os\\ndef f(x): return x + 1\\nprint(os.getuid())"), Cell("b", "while True: pass")
        steps = [*cells, Ask("q", (Probe("f", (1,)),))]
        shown, hung, asked = sandbox.run(steps, limits=Limits(seconds=0.5), budget=Budget(30), seed=0)
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


@pytest.mark.parametrize("level", ["ns", "outer", "landlock"])
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
