"""Common errors from outside this package, each explained in one sentence with a remedy."""

from __future__ import annotations

import errno

_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_IN_THE_WAY = (errno.ENOTDIR, errno.EISDIR, errno.EEXIST)
_OUTPUT = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EPIPE)
_AGAIN = "then run the same command again; it continues where it stopped"


def explained(error: BaseException) -> str | None:
    """Return what went wrong and what to do next, or None for an error that is a bug."""
    if isinstance(error, OSError) and error.filename is not None:
        return _file(error)
    if isinstance(error, OSError) and error.errno in _OUTPUT:
        return f"the output could not be written ({error.strerror}); everything that was graded is saved"
    if isinstance(error, ImportError) and (error.name or "").startswith("psycopg"):
        return "PostgreSQL needs a driver; run: pip install 'rnn-autograder[postgresql]'"
    return _gradebook(error) if type(error).__module__.startswith("sqlalchemy.") else None


def _file(error: OSError) -> str | None:
    place = f"{error.filename}: {error.strerror}"
    if error.errno in _NOT_ALLOWED:
        return f"{place}; `ls -ld` shows its owner; run this as a user who may write there"
    if error.errno in _FULL:
        return f"{place}; free some space (`df -h` shows where), {_AGAIN}"
    if error.errno in _IN_THE_WAY:
        return f"{place}; another file or folder is in the way: move it away, {_AGAIN}"
    return None


def _gradebook(error: BaseException) -> str:
    """Explain a database error, recognised by the words of SQLite and PostgreSQL."""
    cause = str(getattr(error, "orig", None) or error).strip()
    short = cause.partition("\n")[0]
    if "locked" in cause:
        return (
            f"the gradebook is in use ({short}); close other programs that have it open, such as formgrader or a "
            f"database browser (`fuser -v gradebook.db` lists them), {_AGAIN}"
        )
    if "not a database" in cause or "malformed" in cause:
        return (
            f"the gradebook is damaged ({short}); move it away (`mv gradebook.db damaged.db`), restore your last "
            f"backup, and grade again. Without a backup, grading recreates everything except manual scores; "
            f"`sqlite3 damaged.db .recover` may still find those"
        )
    if "readonly" in cause or "unable to open" in cause or "full" in cause:
        return (
            f"the gradebook cannot be written ({short}); `ls -ld . gradebook.db*` shows its owner, `df -h .` the free "
            f"space"
        )
    if "connect" in cause or "server" in cause:
        return (
            f"the gradebook's database server does not answer ({short}); check c.CourseDirectory.db_url in "
            f"nbgrader_config.py"
        )
    if type(error).__name__ in ("ArgumentError", "NoSuchModuleError"):
        return (
            f"c.CourseDirectory.db_url in nbgrader_config.py is not a database address ({short}); "
            f"use, for example, sqlite:////home/me/course/gradebook.db"
        )
    return f"the gradebook cannot be opened: {short}; if an older nbgrader created it, run `nbgrader db upgrade`"
