"""What all commands share: where they speak, and options that mean the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from autograder.errors import AutograderError

if TYPE_CHECKING:
    from autograder.cohort.cluster import ClusterWorkers
    from autograder.cohort.local import LocalWorkers
    from autograder.course import Course

console = Console()
complaints = Console(stderr=True)

AssignmentArgument = Annotated[str, typer.Argument(help="Name of the assignment.", show_default=False)]
CourseOption = Annotated[Path, typer.Option("--course", help="The course folder, with nbgrader_config.py in it.")]
StudentOption = Annotated[list[str] | None, typer.Option("--student", help="Only this student; may be repeated.")]
JobsOption = Annotated[int | None, typer.Option(min=1, help="Processes to use. Default: one for each core.")]
SchedulerOption = Annotated[
    str | None, typer.Option(help="Grade on the Dask cluster of this scheduler: tcp://host:8786.")
]
LevelOption = Annotated[
    str | None, typer.Option(help="Only this sandbox level: ns, outer or landlock. Default: the best.")
]


def workers(jobs: int | None, scheduler: str | None, chosen: list[str] | None) -> LocalWorkers | ClusterWorkers:
    """Return who grades: processes of this machine, no more than there are students to choose from, or a cluster."""
    if scheduler is None:
        from autograder.cohort.local import LocalWorkers

        return LocalWorkers(jobs, at_most=len(set(chosen)) if chosen else None)
    try:
        from autograder.cohort.cluster import ClusterWorkers
    except ModuleNotFoundError as error:
        raise AutograderError(f"a cluster needs Dask: pip install 'rnn-autograder[cluster]' ({error})") from error
    return ClusterWorkers(scheduler)


def students(course: Course, assignment: str, chosen: list[str] | None) -> list[str]:
    """Return the students to grade, in the order of their ids.

    Raises
    ------
    AutograderError
        Nobody handed anything in, or not all of those that were chosen.
    """
    everybody = course.students(assignment)
    found = everybody if chosen is None else sorted(set(chosen))
    if unknown := sorted(set(found) - set(everybody)):
        raise AutograderError(f"nothing was handed in for {assignment!r} by {', '.join(unknown)}")
    if not found:
        raise AutograderError(f"nothing was handed in for {assignment!r} (in {course.submitted('*', assignment)})")
    return found
