"""The commands of `make lint` pass; as tests they run in parallel with the others."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.classroom import ROOT

RECIPE = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].partition("\n\n")[0]
COMMANDS = [line.removeprefix("\t$(BIN)/") for line in RECIPE.splitlines()[1:]]


def test_make_lint_runs_ruff_and_mypy():
    assert {"ruff check .", "ruff format --check .", "mypy"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_lint_command_passes(command):
    program, *arguments = command.split()
    done = subprocess.run(
        [Path(sys.executable).parent / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
