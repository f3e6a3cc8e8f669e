"""The command line: `autograder grade`, `autograder check`, `autograder doctor`.

Exit codes: 0 done; 1 done, and something needs a person or a gate failed; 2 could not do it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.errors import AutograderError

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
    level: Annotated[str | None, typer.Option(help="Sandbox level: ns, outer or landlock. Default: the best.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade even where no sandbox level protects.")] = False,
    course: CourseOption = Path("."),
) -> None:
    """Grade all submissions of an assignment into the gradebook and `autograded/`."""
    from autograder import cohort
    from autograder.course import Course
    from autograder.report import as_json, notices, table
    from autograder.sandbox import open_sandbox

    place = Course.at(course)
    questions, release = cohort.prepare(place, assignment, notebook)
    everybody = place.students(assignment)
    students = everybody if student is None else student
    if unknown := sorted(set(students) - set(everybody)):
        raise AutograderError(f"nothing was handed in for {assignment!r} by {', '.join(unknown)}")
    if not students:
        raise AutograderError(f"nothing was handed in for {assignment!r} (in {place.submitted('*', assignment)})")
    with open_sandbox(level, force=force) as sandbox, _progress(len(students)) as progress:
        task = progress.add_task(f"grading {assignment}", total=len(students))
        reports = []
        for report in cohort.grade_cohort(place, questions, release, sandbox, students, notebook):
            reports.append(report)
            progress.update(task, advance=1)
            progress.refresh()
    console.print(table(assignment, sandbox.report, reports))
    for line in notices(reports):
        console.print(line, markup=False, highlight=False)
    if sandbox.report.level == "none":
        complaints.print("Graded WITHOUT a sandbox that protects: do not rely on these points.", style="bold red")
    if json_file is not None:
        json_file.write_text(
            json.dumps(as_json(assignment, sandbox.report, reports), indent=1) + "\n", encoding="utf-8"
        )
    raise typer.Exit(1 if any(report.needs_person for report in reports) else 0)


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


def _progress(total: int) -> Progress:
    """A bar on a terminal, nothing in a log. It is drawn when a submission is done: no thread beside the grader."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=complaints, auto_refresh=False, disable=not complaints.is_terminal or total < 1)


def run() -> None:
    """Run the command line; an error of the course or the sandbox is a sentence and exit code 2."""
    try:
        app()
    except AutograderError as error:
        complaints.print(f"autograder: {error}", style="red", markup=False, highlight=False)
        sys.exit(2)
