"""What commonly goes wrong outside of this package, in a sentence each, with what to do about it."""

from __future__ import annotations

import errno

_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_IN_THE_WAY = (errno.ENOTDIR, errno.EISDIR, errno.EEXIST)
_AGAIN = "then give the same command again: it goes on where it ended"


def explained(error: BaseException) -> str | None:
    """Return what went wrong and what to do next; None where only the programmers can know."""
    if isinstance(error, OSError) and error.filename is not None:
        return _file(error)
    if isinstance(error, ImportError) and (error.name or "").startswith("psycopg"):
        return "PostgreSQL needs a driver: pip install 'rnn-autograder[postgresql]'"
    return _gradebook(error) if type(error).__module__.startswith("sqlalchemy.") else None


def _file(error: OSError) -> str | None:
    place = f"{error.filename}: {error.strerror}"
    if error.errno in _NOT_ALLOWED:
        return f"{place}; see whose it is with `ls -ld`, and grade as a user who may write there"
    if error.errno in _FULL:
        return f"{place}; make room (`df -h` shows where), {_AGAIN}"
    if error.errno in _IN_THE_WAY:
        return f"{place}; something is there that does not belong there: move it away, {_AGAIN}"
    return None


def _gradebook(error: BaseException) -> str:
    """What the gradebook's database says, in the words that SQLite and PostgreSQL have for it."""
    cause = str(getattr(error, "orig", None) or error).strip()
    short = cause.partition("\n")[0]
    if "locked" in cause:
        return (
            f"the gradebook is in use ({short}); close what else has it open, such as formgrader or a database "
            f"browser (`fuser -v gradebook.db` lists them), {_AGAIN}"
        )
    if "not a database" in cause or "malformed" in cause:
        return (
            f"the gradebook is damaged ({short}); move it away (`mv gradebook.db damaged.db`), put the last good copy "
            f"in its place, and grade again. Without a copy all but the scores that people gave is made anew; "
            f"`sqlite3 damaged.db .recover` may still find those"
        )
    if "readonly" in cause or "unable to open" in cause or "full" in cause:
        return (
            f"the gradebook cannot be written ({short}); `ls -ld . gradebook.db*` shows whose it is, `df -h .` whether "
            f"there is room"
        )
    if "connect" in cause or "server" in cause:
        return f"the gradebook's server cannot be used ({short}); see c.CourseDirectory.db_url in nbgrader_config.py"
    if type(error).__name__ in ("ArgumentError", "NoSuchModuleError"):
        return (
            f"c.CourseDirectory.db_url in nbgrader_config.py is no address of a database ({short}); "
            f"an example: sqlite:////home/me/course/gradebook.db"
        )
    return f"the gradebook cannot be used: {short}; if it is of an old nbgrader, `nbgrader db upgrade` renews it"
