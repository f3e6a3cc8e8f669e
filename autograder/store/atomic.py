"""Replace a folder atomically: a process that is killed leaves the old folder or the new one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_replace(target: Path) -> Iterator[Path]:
    """Yield an empty folder that replaces the target when the block ends without an exception.

    Only one process at a time may do this for a target: it deletes what an earlier, killed process left behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".writing-{target.name}-"
    for left_behind in target.parent.glob(f"{prefix}*"):
        shutil.rmtree(left_behind, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=target.parent) as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(Path(scratch) / "old")
        fresh.rename(target)
