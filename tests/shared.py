"""Folders that are expensive to create: each is created once per test run, by the first process that needs it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def make_once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder with this name; create it if no process of this run has done so yet.

    Tests must not change its contents; those that do work on a copy.

    Parameters
    ----------
    make : callable
        Fills the folder, which exists and is empty.
    """
    own = temporary.getbasetemp()
    everyone = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, finished = everyone / name, everyone / f"{name}.finished"
    with (everyone / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            shutil.rmtree(folder, ignore_errors=True)  # an attempt that failed
            folder.mkdir()
            make(folder)
            finished.touch()
    return folder
