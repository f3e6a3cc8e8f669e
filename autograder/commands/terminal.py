"""What all commands share: where they speak, who works for them, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from autograder.model.errors import AutograderError
from autograder.text import did_you_mean, listed, printable

if TYPE_CHECKING:
    from autograder.batch.cluster import ClusterWorkers
    from autograder.batch.local import LocalWorkers
    from autograder.store.course import Course

console = Console()
complaints = Console(stderr=True)


def complain(sentence: str) -> None:
    """Say why something could not be done. Lines are not broken: commands in them are to be copied."""
    complaints.print(f"autograder: {sentence}", style="red", markup=False, highlight=False, soft_wrap=True)


def workers(jobs: int | None, scheduler: str | None, chosen: list[str] | None) -> LocalWorkers | ClusterWorkers:
    """Return who grades: processes of this machine, no more than there are students to choose from, or a cluster."""
    if scheduler is None:
        from autograder.batch.local import LocalWorkers

        return LocalWorkers(jobs, at_most=len(set(chosen)) if chosen else None)
    try:
        from autograder.batch.cluster import ClusterWorkers
    except ModuleNotFoundError as error:
        raise AutograderError(f"a cluster needs Dask: pip install 'rnn-autograder[cluster]' ({error})") from error
    return ClusterWorkers(scheduler)


def require_grades(course: Course, assignment: str, everybody: list[str]) -> None:
    """See that somebody's submission has been graded.

    Raises
    ------
    AutograderError
        Nobody's has. No gradebook is made in that case.
    """
    from autograder.batch.run import results

    if not (course.has_gradebook and any(True for _ in results(course, assignment, everybody))):
        raise not_graded(assignment)


def not_graded(assignment: str) -> AutograderError:
    """Return what to say where nothing has been graded yet."""
    return AutograderError(f"nothing of {assignment!r} has been graded; run `autograder grade {assignment}` first")


def students(course: Course, assignment: str, chosen: list[str] | None) -> list[str]:
    """Return the students to grade, in the order of their ids.

    Raises
    ------
    AutograderError
        There is no such assignment, nobody handed it in, or not all of those that were chosen.
    """
    from autograder.assignments import find

    find(assignment, course.root)
    everybody = course.students(assignment)
    found = everybody if chosen is None else sorted(set(chosen))
    folders = printable(str(course.submitted("*", assignment)), 300)
    if unknown := sorted(set(found) - set(everybody)):
        names = ", ".join(listed(printable(name) for name in unknown))
        alike = did_you_mean(unknown[0], everybody) if len(unknown) == 1 else ""
        raise AutograderError(
            f"nothing was handed in for {assignment!r} by {names}{alike}; `ls -d {folders}` lists who handed in"
        )
    if not found:
        raise AutograderError(
            f"nothing was handed in for {assignment!r}: there is no folder {folders}; put notebooks there, or let "
            f"`nbgrader zip_collect {assignment}` or `nbgrader collect {assignment}` do so"
        )
    return found
