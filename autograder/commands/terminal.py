"""What all commands share: consoles, workers and the list of students."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from autograder.model.errors import AutograderError
from autograder.text import did_you_mean, limit_lines, printable

if TYPE_CHECKING:
    from autograder.batch.cluster import ClusterWorkers
    from autograder.batch.local import LocalWorkers
    from autograder.store.course import Course

_RENAME = "rename it and run the command again"
console = Console()
complaints = Console(stderr=True)


def complain(sentence: str) -> None:
    """Print an error. Lines are not wrapped, so that commands in them can be copied."""
    complaints.print(f"autograder: {sentence}", style="red", markup=False, highlight=False, soft_wrap=True)


def workers(jobs: int | None, scheduler: str | None, chosen: list[str] | None) -> LocalWorkers | ClusterWorkers:
    """Return the workers: local processes, at most one per chosen student, or a Dask cluster."""
    if scheduler is None:
        from autograder.batch.local import LocalWorkers

        return LocalWorkers(jobs, at_most=len(set(chosen)) if chosen else None)
    try:
        from autograder.batch.cluster import ClusterWorkers
    except ModuleNotFoundError as error:
        raise AutograderError(
            f"--scheduler needs Dask ({error}); run: pip install 'rnn-autograder[cluster]'"
        ) from error
    return ClusterWorkers(scheduler)


def require_grades(course: Course, assignment: str, everybody: list[str]) -> None:
    """Check that at least one submission has been graded.

    Raises
    ------
    AutograderError
        None has. No gradebook is created in that case.
    """
    from autograder.batch.run import graded_before

    if not (course.has_gradebook and any(True for _ in graded_before(course, assignment, everybody))):
        raise not_graded(assignment)


def not_graded(assignment: str) -> AutograderError:
    """Return the error for an assignment without graded submissions."""
    return AutograderError(
        f"no submission of {assignment!r} has been graded; run `autograder grade {assignment}` first"
    )


def students(course: Course, assignment: str, chosen: list[str] | None) -> list[str]:
    """Return the students to grade, sorted by id.

    Raises
    ------
    AutograderError
        There is no such assignment, it has no submissions, or a chosen student did not submit it.
    """
    course.require(assignment)
    everybody = course.students(assignment)
    for name in limit_lines(printable(each, 300) for each in course.unusable_ids(assignment)):
        complain(f"the submission of `{name}` is left out: the name of its folder is not valid UTF-8; {_RENAME}")
    found = everybody if chosen is None else sorted(set(chosen))
    folders = printable(str(course.submitted("*", assignment)), 300)
    if unknown := sorted(set(found) - set(everybody)):
        names = ", ".join(limit_lines(printable(name) for name in unknown))
        alike = did_you_mean(unknown[0], everybody) if len(unknown) == 1 else ""
        raise AutograderError(
            f"there is no submission of {assignment!r} by {names}{alike}; `ls -d {folders}` lists the submissions"
        )
    if not found:
        raise AutograderError(
            f"there are no submissions of {assignment!r}: no folder matches {folders}; put notebooks there, or run "
            f"`nbgrader zip_collect {assignment}` or `nbgrader collect {assignment}`"
        )
    return found
