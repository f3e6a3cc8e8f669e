"""`make` chooses the newest Python that works and can create virtual environments with pip."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "newest-python"
REAL = f'exec "{sys.executable}" "$@"'
WORKS = """
case "$1$2" in
    -c*) exit 0 ;;
    -mvenv) mkdir -p "$4/bin" && printf '#!/bin/sh\\n' > "$4/bin/python" && chmod +x "$4/bin/python" ;;
    *) exit 1 ;;
esac
"""
"""A program that makes a virtual environment like a Python, only faster."""
SHIM = "echo 'pyenv: command not found' >&2; exit 127"
NO_VENV = f'[ "$1" = -m ] && exit 1\n{WORKS}'
TOO_OLD = '[ "$1" = -c ] && exit 1; exit 0'


def choose(folders, **programs):
    for name, text in programs.items():
        folder, program = name.split("_")
        path = folders / folder / program.replace("python3", "python3.")
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
    found = [str(folders / each) for each in "ab"]
    env = {"PATH": ":".join([*found, "/usr/bin", "/bin"])}
    done = subprocess.run([SCRIPT], env=env, capture_output=True, text=True, check=False)
    return done.stdout.strip().removeprefix(f"{folders}/"), done


@pytest.mark.parametrize(
    ("programs", "chosen"),
    [
        ({"a_python312": REAL}, "a/python3.12"),
        ({"a_python312": WORKS, "a_python313": WORKS}, "a/python3.13"),
        ({"a_python314": SHIM, "a_python313": WORKS}, "a/python3.13"),
        ({"a_python314": SHIM, "b_python314": WORKS}, "b/python3.14"),
        ({"a_python314": NO_VENV, "b_python312": WORKS}, "b/python3.12"),
        ({"a_python314": TOO_OLD, "a_python313": SHIM, "b_python312": WORKS}, "b/python3.12"),
    ],
)
def test_newest_python_that_works_is_chosen(tmp_path, programs, chosen):
    assert choose(tmp_path, **programs)[0] == chosen
