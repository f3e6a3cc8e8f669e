"""The settings `c.Autograder` of `nbgrader_config.py`: files, libraries, limits and trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from traitlets import Bool, Dict, Integer, List, TraitError, Unicode
from traitlets.config import Config, Configurable

from autograder.model.errors import CourseError
from autograder.model.setup import LIMIT_NAMES, QUESTION_LIMIT_NAMES, Setup
from autograder.text import did_you_mean


class Autograder(Configurable):
    """What students' code may read and use during grading."""

    hidden_files = List(
        Unicode(),
        ["hidden/*"],
        help="Patterns for files beside the notebooks that are for the tests only: they are never released, and "
        "students' code never sees them. `*` also matches slashes.",
    ).tag(config=True)
    accepted_files = List(
        Unicode(),
        help="Patterns for files that students may submit beside their notebooks, such as `model/*.npz`. Their code "
        "can read them during grading. Other submitted files are reported and not read.",
    ).tag(config=True)
    max_submitted_mb = Integer(
        10, min=0, help="Largest size of all accepted files of a submission together, in MB (1024 × 1024 bytes)."
    ).tag(config=True)
    max_file_mb = Integer(20, min=0, help="Largest size of a file beside the notebooks, in MB.").tag(config=True)
    max_files_mb = Integer(
        100, min=0, max=1024, help="Largest size of all files beside the notebooks of an assignment together, in MB."
    ).tag(config=True)
    max_files = Integer(1000, min=0, help="Largest number of files beside the notebooks of an assignment.").tag(
        config=True
    )
    libraries = List(
        Unicode(),
        help="Installed libraries that students' code may import besides NumPy, SciPy, SymPy and Matplotlib, by the "
        "names that `pip install` knows: `['pandas', 'scikit-learn']`. What they require is available, too.",
    ).tag(config=True)
    limits = Dict(
        help="Limits of time, memory, output, threads and disk space that replace the assignment's own: "
        f"`{{'cpu_seconds': 20, 'memory_mb': 2048}}`. Names: {', '.join(LIMIT_NAMES)}.",
    ).tag(config=True)
    question_limits = Dict(
        help="Limits of single questions, by the name of the question: `{'train': {'cpu_seconds': 60}}`."
    ).tag(config=True)
    trust_inside_tests = Bool(
        True,
        help="Whether tests give points that can run only in the student's process, whose code can forge their result. "
        "If not, answers that pass them need manual grading.",
    ).tag(config=True)
    assignments = Dict(
        help="Settings that replace these for one assignment: `{'cnn': {'max_files_mb': 500}}`; limits that are not "
        "named there stay."
    ).tag(config=True)

    def is_hidden(self, name: str) -> bool:
        """Whether a file beside the notebooks is for the tests only."""
        return any(fnmatchcase(name, pattern) for pattern in self.hidden_files)

    def setup(self) -> Setup:
        """Return these settings in the form that travels, without the files and libraries."""
        return Setup(
            accepted=tuple(self.accepted_files),
            submitted_mb=self.max_submitted_mb,
            trust_inside_tests=self.trust_inside_tests,
            limits=_limits("limits", self.limits, LIMIT_NAMES),
            question_limits=tuple(
                (name, _limits(f"question_limits[{name!r}]", values, QUESTION_LIMIT_NAMES))
                for name, values in sorted(self.question_limits.items())
            ),
        )


def read_settings(config: Config, assignment: str) -> Autograder:
    """Return the settings for an assignment.

    Parameters
    ----------
    config : Config
        What `nbgrader_config.py` sets.
    assignment : str

    Raises
    ------
    CourseError
        A setting has the wrong type, or there is none of that name.
    """
    try:
        given = dict(config.Autograder) if "Autograder" in config else {}
        _require_known("c.Autograder", given)
        settings = Autograder(config=Config({"Autograder": given}))
        own = settings.assignments.get(assignment, {})
        _require_known(f"c.Autograder.assignments[{assignment!r}]", own)
        for name, value in own.items():
            if name in ("limits", "question_limits"):
                value = {**getattr(settings, name), **value}
            setattr(settings, name, value)
        settings.setup()  # checks the limits
    except (TraitError, TypeError, AttributeError) as error:
        raise CourseError(f"nbgrader_config.py: {error}") from error
    return settings


def _require_known(where: str, given: Mapping[str, object]) -> None:
    known = Autograder.class_trait_names(config=True)
    for name in given:
        if name not in known:
            raise CourseError(f"nbgrader_config.py: there is no setting {where}.{name}{did_you_mean(name, known)}")


def _limits(where: str, values: Mapping[str, Any], names: Sequence[str]) -> tuple[tuple[str, float], ...]:
    for name, value in values.items():
        if name not in names:
            raise CourseError(
                f"nbgrader_config.py: c.Autograder.{where} has no limit {name!r}{did_you_mean(str(name), names)}"
                f"; the limits are {', '.join(names)}"
            )
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise CourseError(f"nbgrader_config.py: c.Autograder.{where}[{name!r}] must be a positive number")
        if not name.endswith("seconds") and not isinstance(value, int):
            raise CourseError(f"nbgrader_config.py: c.Autograder.{where}[{name!r}] must be a whole number")
    return tuple(sorted(values.items()))
