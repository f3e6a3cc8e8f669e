"""`autograder regrade`."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.options import (
    OUTPUT,
    AssignmentArgument,
    CourseOption,
    JobsOption,
    LevelOption,
    SchedulerOption,
    StudentOption,
    output_file,
)
from autograder.commands.terminal import complaints, console, require_grades, students, workers

EXAMPLES = """Examples:

    autograder regrade rnn --drop                       # preview only
    autograder regrade rnn --apply --json changes.json  # write, and save a list

Exit codes: 0 nothing changed, or the changes were written; 1 there are changes
and they were not written; 2 failed, with the reason.
"""


def regrade(
    assignment: AssignmentArgument,
    student: StudentOption = None,
    write: Annotated[
        bool | None,
        typer.Option("--apply/--drop", help="Write the changes, or discard them. Default: ask, if run in a terminal."),
    ] = None,
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    level: LevelOption = None,
    course: CourseOption = Path("."),
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write the changes as JSON.", callback=output_file, rich_help_panel=OUTPUT),
    ] = None,
) -> None:
    """Grade again after a question changed, and preview the changes before they are written.

    Shows whose scores change, by how much and why.

    Reads submitted/, release/ and the gradebook.
    Writes the gradebook and autograded/, but only after you confirm.

    Manual scores are kept.
    """
    with workers(jobs, scheduler, student) as crew, tempfile.TemporaryDirectory(prefix="autograder-regrade-") as spool:
        crew.warm_up(assignment, course, level, False)
        from autograder.batch import regrade as again
        from autograder.batch.release_validation import find_release
        from autograder.reports import progress_bar, regrade as report
        from autograder.store.course import Course

        place = Course.at(course)
        release = find_release(place, assignment)
        selected = students(place, assignment, student)
        require_grades(place, assignment, selected)
        proposals = []
        with progress_bar(complaints, len(selected)) as progress:
            task = progress.add_task(f"regrading {assignment}", total=len(selected))
            for proposal in again.propose(place, release, selected, crew, Path(spool), level=level):
                proposals.append(proposal)
                progress.update(task, advance=1)
                progress.refresh()
        proposals.sort(key=lambda proposal: proposal.student)
        if any(proposal.changes for proposal in proposals):
            console.print(report.rules(proposals))
            console.print(report.students(proposals))
        for line in report.in_sentences(proposals):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        if json_file is not None:
            values = report.changes_as_json(assignment, proposals)
            json_file.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
        if not proposals:
            return
        if write is None and console.is_terminal:
            write = typer.confirm("Write these changes to the gradebook?")
        if not write:
            console.print("Nothing was written." + ("" if write is False else " Use --apply to write the changes."))
            raise typer.Exit(1 if any(proposal.changes for proposal in proposals) else 0)
        written = sum(1 for _ in again.apply(place, release, Path(spool)))
        console.print(f"Updated {written} {'submission' if written == 1 else 'submissions'}.")
