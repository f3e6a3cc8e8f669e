"""The two small files of nbgrader's exchange, which links feedback to submissions with them.

A student can submit anything under their names, so links are not followed and only the first bytes are read.
"""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from autograder.grading.submission.intake import Unreadable, read_file
from autograder.store.timestamps import Timestamp, read_timestamp

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
MAX_BYTES = 10_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def timestamp_text(folder: Path) -> str:
    """Return the text of a submission's `timestamp.txt`; empty if there is none, and a reason if it is unreadable."""
    path = folder / TIMESTAMP
    if not os.path.lexists(path):
        return ""
    try:
        return _decoded(read_file(path)[:MAX_BYTES]).strip()
    except Unreadable as error:
        return f"unreadable: {error}"


def time_of(folder: Path, timezone: str = "UTC") -> Timestamp:
    """Return when a submission was submitted, as far as its `timestamp.txt` says."""
    return read_timestamp(timestamp_text(folder), timezone)


def copy_exchange_files(source: Path, target: Path) -> None:
    """Copy both files to another folder, as text that nbgrader can read; remove those that the source lacks.

    nbgrader's `release_feedback` computes the name of a page from the secret, so the secret is copied exactly or not
    at all.
    """
    for name in (TIMESTAMP, SECRET):
        path = target / name
        path.unlink(missing_ok=True)
        try:
            data = read_file(source / name)
            text = _decoded(data[:MAX_BYTES]) if name == TIMESTAMP else data.decode()
        except (Unreadable, UnicodeDecodeError):
            continue
        if len(data) <= MAX_BYTES:
            target.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


def _decoded(data: bytes) -> str:
    return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig", errors="replace")
