"""The secret of a course, from which the hidden inputs are drawn, so that nobody can compute them in advance."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from autograder.model.errors import CourseError

FOLDER, NAME, BYTES = ".autograder", "secret", 32
_MODES = {False: (0o700, 0o600), True: (0o770, 0o660)}


def course_secret(root: Path, groupshared: bool = False) -> bytes:
    """Return the secret of the course in a folder; make it the first time.

    Parameters
    ----------
    root : Path
    groupshared : bool
        Whether the members of a group share the course; if not, only its owner can read the secret.

    Raises
    ------
    CourseError
        The secret cannot be read or written, or is damaged.
    """
    path = secret_path(root)
    try:
        if not path.exists():
            _make(path, *_MODES[groupshared])
        text = path.read_text(encoding="ascii")
        secret = bytes.fromhex(text)
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read or written; hidden inputs are drawn from it: {error}") from error
    if len(secret) < BYTES:
        raise CourseError(f"{path} is damaged: restore it from a backup, or remove it to draw new hidden inputs")
    return secret


def secret_path(root: Path) -> Path:
    """Return the file with the secret of the course in a folder."""
    return root / FOLDER / NAME


def _make(path: Path, folder_mode: int, mode: int) -> None:
    """Write a new secret, unless another process has written one meanwhile."""
    path.parent.mkdir(exist_ok=True)
    path.parent.chmod(folder_mode)
    (path.parent / ".gitignore").write_text("*\n", encoding="ascii")
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES) + "\n")
        os.chmod(draft, mode)
        _move(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)


def _move(draft: str, path: Path) -> None:
    """Give a file its name, unless there is one of that name."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            os.rename(draft, path)
