"""Replace a folder as a whole: whoever is killed meanwhile leaves the old one or the new one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_replace(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the target's place when the block ends well.

    Only one process may do this for a target at a time: it removes what an earlier one left that was killed.
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
