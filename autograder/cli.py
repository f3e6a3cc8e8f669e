"""The command line: `autograder grade`, `autograder check`, `autograder doctor`.

Exit codes: 0 done; 1 done, and something needs a person or a gate failed; 2 could not do it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from autograder.errors import AutograderError

if TYPE_CHECKING:  # what a command needs is imported when it runs: `--help` must not wait for it
    from autograder.cohort.cluster import ClusterWorkers
    from autograder.cohort.local import LocalWorkers
    from autograder.course import Course

# Whoever reads notebooks imports jsonschema, which would build a grammar of international addresses each time, for half
# a second, and never use it here. It goes without where that package is missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
console = Console()
complaints = Console(stderr=True)

CourseOption = Annotated[Path, typer.Option("--course", help="The course folder, with nbgrader_config.py in it.")]
AssignmentArgument = Annotated[str, typer.Argument(help="Name of the assignment.", show_default=False)]


@app.callback()
def main() -> None:
    """Autograded homework for mathematical deep learning, on top of nbgrader."""


@app.command()
def grade(
    assignment: AssignmentArgument,
    student: Annotated[list[str] | None, typer.Option(help="Only this student; may be repeated.")] = None,
    notebook: Annotated[str | None, typer.Option(help="Only this notebook.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here, for scripts.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that grade. Default: one for each core.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Grade on the Dask cluster of this scheduler.")] = None,
    level: Annotated[
        str | None, typer.Option(help="Only this sandbox level: ns, outer or landlock. Default: the best.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Grade again what has not changed, and even where no sandbox protects.")
    ] = False,
    course: CourseOption = Path("."),
) -> None:
    """Grade all submissions of an assignment into the gradebook and `autograded/`.

    What has not changed since it was graded is not graded again. The run may be stopped at any moment, and continued.
    """
    with _workers(jobs, scheduler) as workers:
        workers.warm_up(
            assignment, level, force and level is None
        )  # while this process imports nbgrader and reads the course
        from autograder.cohort.run import grade_cohort, results
        from autograder.course import Course
        from autograder.report import Line, as_json, notices, progress_bar, table
        from autograder.sandbox import weakest

        place = Course.at(course)
        students = _students(place, assignment, student)
        lines, reports = [], set()
        with progress_bar(complaints, len(students)) as progress:
            task = progress.add_task(f"grading {assignment}", total=len(students))
            for entry in grade_cohort(
                place, assignment, students, workers, notebook=notebook, level=level, force=force
            ):
                lines.append(Line.of(entry.summary))
                reports.add(entry.sandbox)
                progress.update(task, advance=1)
                progress.refresh()
    lines.sort(key=lambda line: line.student)
    sandbox = weakest(reports)
    console.print(table(assignment, sandbox.level, lines))
    for line in notices(lines):
        console.print(line, markup=False, highlight=False)
    if sandbox.level == "none":
        complaints.print("Graded WITHOUT a sandbox that protects: do not rely on these points.", style="bold red")
    if json_file is not None:
        values = as_json(assignment, sandbox, list(results(place, assignment, students)))
        json_file.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    raise typer.Exit(1 if any(line.waiting for line in lines) else 0)


@app.command()
def regrade(
    assignment: AssignmentArgument,
    student: Annotated[list[str] | None, typer.Option(help="Only this student; may be repeated.")] = None,
    write: Annotated[
        bool | None, typer.Option("--apply/--drop", help="Write the changes, or do not. Default: ask on a terminal.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the changes here, for scripts.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that grade. Default: one for each core.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Grade on the Dask cluster of this scheduler.")] = None,
    level: Annotated[
        str | None, typer.Option(help="Only this sandbox level: ns, outer or landlock. Default: the best.")
    ] = None,
    course: CourseOption = Path("."),
) -> None:
    """Grade again after the questions changed: see who changes, by how much and why, before anything is written.

    Scores that a person gave are kept. Exit code 1: there are changes, and they were not written.
    """
    with _workers(jobs, scheduler) as workers, tempfile.TemporaryDirectory(prefix="autograder-regrade-") as spool:
        workers.warm_up(assignment, level, False)
        from autograder.cohort import regrade as again
        from autograder.course import Course
        from autograder.report import progress_bar
        from autograder.report import regrade as report

        place = Course.at(course)
        students = _students(place, assignment, student)
        proposals = []
        with progress_bar(complaints, len(students)) as progress:
            task = progress.add_task(f"grading {assignment} again", total=len(students))
            for proposal in again.propose(place, assignment, students, workers, Path(spool), level=level):
                proposals.append(proposal)
                progress.update(task, advance=1)
                progress.refresh()
        proposals.sort(key=lambda proposal: proposal.student)
        if any(proposal.changes for proposal in proposals):
            console.print(report.rules(proposals))
            console.print(report.students(proposals))
        for line in report.in_short(proposals):
            console.print(line, markup=False, highlight=False)
        if json_file is not None:
            values = report.changes_as_json(assignment, proposals)
            json_file.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
        if not proposals:
            return
        if write is None and console.is_terminal:
            write = typer.confirm("Write this into the gradebook?")
        if not write:
            console.print("Nothing was written." + ("" if write is False else " Add --apply to write it."))
            raise typer.Exit(1 if any(proposal.changes for proposal in proposals) else 0)
        written = sum(1 for _ in again.apply(place, assignment, Path(spool)))
        console.print(f"{written} submissions were written.")


def _workers(jobs: int | None, scheduler: str | None) -> LocalWorkers | ClusterWorkers:
    if scheduler is None:
        from autograder.cohort.local import LocalWorkers

        return LocalWorkers(jobs)
    try:
        from autograder.cohort.cluster import ClusterWorkers
    except ModuleNotFoundError as error:
        raise AutograderError(f"a cluster needs Dask: pip install 'rnn-autograder[cluster]' ({error})") from error
    return ClusterWorkers(scheduler)


def _students(course: Course, assignment: str, chosen: list[str] | None) -> list[str]:
    """Return the students to grade, in the order of their ids."""
    everybody = course.students(assignment)
    students = everybody if chosen is None else sorted(set(chosen))
    if unknown := sorted(set(students) - set(everybody)):
        raise AutograderError(f"nothing was handed in for {assignment!r} by {', '.join(unknown)}")
    if not students:
        raise AutograderError(f"nothing was handed in for {assignment!r} (in {course.submitted('*', assignment)})")
    return students


@app.command()
def check(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment; default: every one.")] = "",
    course: CourseOption = Path("."),
) -> None:
    """Check an assignment before it is handed out; exit code 1 if something has to be mended."""
    from autograder.assignments import names
    from autograder.check import check as findings
    from autograder.course import Course
    from autograder.sandbox import open_sandbox

    place = Course.at(course)
    failed = False
    with open_sandbox() as sandbox:
        for name in [assignment] if assignment else names():
            for finding in findings(place, name, sandbox):
                failed |= bool(finding.problems)
                console.print(f"{'[red]FAILS[/]' if finding.problems else '[green]holds[/]'}  {name}: {finding.claim}")
                for problem in finding.problems:
                    console.print(f"       {problem}", markup=False, highlight=False)
    raise typer.Exit(1 if failed else 0)


@app.command()
def doctor() -> None:
    """Say which sandbox this machine can give, what is missing, and how to enable it; exit code 1 if none protects."""
    from autograder.report import diagnosis
    from autograder.sandbox import ladder

    rungs = ladder()
    for line in diagnosis(rungs):
        console.print(line, markup=False, highlight=False)
    raise typer.Exit(0 if any(rung.available for rung in rungs) else 1)


def run() -> None:
    """Run the command line; an error of the course or the sandbox is a sentence and exit code 2."""
    try:
        app()
    except AutograderError as error:
        complaints.print(f"autograder: {error}", style="red", markup=False, highlight=False)
        sys.exit(2)
