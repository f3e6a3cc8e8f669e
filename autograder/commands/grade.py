"""`autograder grade`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.options import (
    OUTPUT,
    AssignmentArgument,
    CourseOption,
    JobsOption,
    LevelOption,
    NotebookOption,
    SchedulerOption,
    StudentOption,
    output_file,
)
from autograder.commands.terminal import complaints, console, students, workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograder.reports import Line
    from autograder.sandbox import SandboxReport
    from autograder.store.course import Course

EXAMPLES = """Examples:

    autograder grade rnn                                # everyone, on all cores
    autograder grade rnn --student s002 --student s004  # two students
    autograder grade rnn --junit a.xml --summary a.md   # in a CI job

Exit codes: 0 done; 1 done, but some answers need manual grading, or a
submission was left out because of its name; 2 failed, with the reason.
"""


def grade(
    assignment: AssignmentArgument,
    student: StudentOption = None,
    notebook: NotebookOption = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Grade unchanged submissions again; without --level, also run without a working sandbox."
        ),
    ] = False,
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    level: LevelOption = None,
    course: CourseOption = Path("."),
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write every result as JSON.", callback=output_file, rich_help_panel=OUTPUT),
    ] = None,
    junit_file: Annotated[
        Path | None,
        typer.Option(
            "--junit",
            help="Write JUnit XML, one test case per student and question.",
            callback=output_file,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    summary_file: Annotated[
        Path | None,
        typer.Option(
            "--summary",
            help="Append a Markdown summary, for the page of a CI job.",
            callback=output_file,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
) -> None:
    """Grade all submissions of an assignment.

    Reads submitted/<student>/<assignment>/*.ipynb and release/.
    Writes the gradebook and autograded/, as `nbgrader autograde` does.

    Unchanged submissions are skipped. You can stop a run at any time; the next
    run continues where it stopped.
    """
    with workers(jobs, scheduler, student) as crew:
        # The first sandbox starts while this process imports nbgrader and reads the course.
        crew.warm_up(assignment, course, level, force and level is None)
        from autograder.batch.release_validation import find_release
        from autograder.batch.run import grade_class
        from autograder.reports import Line, notices, print_tables, progress_bar
        from autograder.sandbox import weakest_report
        from autograder.store.course import Course

        place = Course.at(course)
        release = find_release(place, assignment, notebook)  # report a broken course before grading starts
        selected = students(place, assignment, student)
        lines, reports = [], set()
        with progress_bar(complaints, len(selected)) as progress:
            task = progress.add_task(f"grading {assignment}", total=len(selected))
            for entry in grade_class(place, release, selected, crew, notebook=notebook, level=level, force=force):
                lines.append(Line.of(entry.result))
                reports.add(entry.sandbox)
                progress.update(task, advance=1)
                progress.refresh()
        lines.sort(key=lambda line: line.student)
        sandbox = weakest_report(reports)
        _write(place, assignment, sandbox, lines, json_file, junit_file, summary_file)
        print_tables(console, assignment, sandbox.level, lines)
        for notice in notices(lines):
            console.print(notice, markup=False, highlight=False, soft_wrap=True)
    if sandbox.level == "none":
        complaints.print("WARNING: no working sandbox; scores are untrustworthy.", style="bold red")
    left_out = student is None and place.unusable_ids(assignment)
    raise typer.Exit(1 if left_out or any(line.waiting for line in lines) else 0)


def _write(
    course: Course,
    assignment: str,
    sandbox: SandboxReport,
    lines: Sequence[Line],
    json_file: Path | None,
    junit_file: Path | None,
    summary_file: Path | None,
) -> None:
    from autograder.batch.run import graded_before
    from autograder.reports import as_json, junit, markdown

    if json_file is not None or junit_file is not None:
        results = [entry.result for entry in graded_before(course, assignment, [line.student for line in lines])]
        if json_file is not None:
            values = as_json(assignment, sandbox, results)
            json_file.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
        if junit_file is not None:
            junit_file.write_bytes(junit(assignment, results))
    if summary_file is not None:
        with summary_file.open("a", encoding="utf-8") as file:
            file.write(markdown(assignment, sandbox.level, lines))
