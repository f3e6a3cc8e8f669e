"""Whether the libraries that a course asks for are installed, with all that they require."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import metadata

from packaging.utils import canonicalize_name

from autograder.model.errors import CourseError
from autograder.sandbox.libraries import InstalledDistribution, needs, with_dependencies
from autograder.text import did_you_mean, printable

_OWN = "rnn-autograder"
_NAME = re.compile(r"[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?", re.ASCII)
_SETTING = "c.Autograder.libraries"


def require(names: Iterable[str]) -> None:
    """Raise CourseError if a library cannot be used: all problems of all libraries are in its message."""
    if problems := list(dict.fromkeys(_problems(tuple(names)))):
        raise CourseError(f"{_SETTING}: {'; '.join(problems)}")


def _problems(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if not _NAME.fullmatch(name):
            yield f"{printable(repr(name), 100)} is no name of a distribution; write it without versions and extras"
        elif _version(name) is None:
            known = [str(each.name) for each in metadata.distributions() if each.name]
            yield f"`{name}` is not installed where this runs{did_you_mean(name, known)}"
    for each in with_dependencies(names):
        yield from _conflicts(each)


def _conflicts(library: InstalledDistribution) -> Iterator[str]:
    if canonicalize_name(library.name) == _OWN:
        yield f"`{library.name}` is the grader itself, with the answers to its questions"
    if '"editable": true' in (library.found.read_text("direct_url.json") or ""):
        yield f"`{library.name}` is installed in editable mode; install it without `-e`"
    for needed in needs(library.found):
        version = _version(needed.name)
        if version is None:
            yield f"`{library.name}` requires `{needed.name}`, which is not installed"
        elif not needed.specifier.contains(version, prereleases=True):
            yield f"`{library.name}` {library.version} requires `{needed}`, but version {version} is installed"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
