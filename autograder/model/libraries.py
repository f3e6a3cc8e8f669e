"""The libraries that a course adds to the sandbox."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Libraries:
    """Installed distributions that students' code may import, besides those that every course has.

    Attributes
    ----------
    names : tuple of str
        As `pip install` knows them. What they require is visible, too.
    imports : tuple of str
        Import statements of the course's notebooks and modules, such as ``from sklearn import svm``. The sandbox runs
        those that concern visible libraries once, for all submissions.
    """

    names: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


NO_LIBRARIES = Libraries()
