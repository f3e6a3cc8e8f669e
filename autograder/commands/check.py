"""`autograder check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.completion import assignment_names
from autograder.commands.options import OUTPUT, CourseOption, JobsOption, output_file
from autograder.commands.terminal import complaints, console
from autograder.model.errors import AutograderError, CourseError

if TYPE_CHECKING:
    from autograder.release_check.lint import Finding
    from autograder.store.course import Course

EXAMPLES = """Examples:

    autograder check rnn                          # before you release it
    autograder check rnn --html fairness.html     # also write a fairness report
    autograder check                              # every assignment in the course

Exit codes: 0 all checks passed; 1 something has to be fixed; 2 failed, with the reason.
"""


def check(
    assignment: Annotated[
        str,
        typer.Argument(
            help="Assignment to check. Default: all of them.", show_default=False, autocompletion=assignment_names
        ),
    ] = "",
    students: Annotated[int, typer.Option(min=1, help="Number of students whose hidden inputs are simulated.")] = 100,
    html: Annotated[
        Path | None,
        typer.Option(help="Write a fairness report to this HTML file.", callback=output_file, rich_help_panel=OUTPUT),
    ] = None,
    while_open: Annotated[
        bool,
        typer.Option(
            "--while-open",
            help="Leave right and wrong answers out of the report, so that students may see it before the deadline.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
    compare_nbgrader: Annotated[
        bool,
        typer.Option(
            "--compare-nbgrader",
            help="Also let nbgrader grade solution and release, without a sandbox, and compare every test cell.",
        ),
    ] = False,
    jobs: JobsOption = None,
    course: CourseOption = Path("."),
) -> None:
    """Check an assignment before its release: nothing leaks and the checks are fair.

    Reads source/, release/ and the questions.
    Writes only the report of --html.

    Correct answers in many styles must pass. Known mistakes and small changes to
    the reference must fail. Both must hold for every student.
    """
    from datetime import UTC, datetime

    from autograder.release_check.check import check as findings, try_answers
    from autograder.release_check.fairness.claims import claims
    from autograder.release_check.fairness.page import fairness_page
    from autograder.release_check.test_cells import check_test_cells, is_plain
    from autograder.reports.progress import part_bar
    from autograder.sandbox import open_sandbox
    from autograder.store.course import Course

    place = Course.at(course)
    if html is not None and not assignment:
        raise AutograderError(f"--html needs the name of one assignment, as in `autograder check rnn --html {html}`")
    chosen = _with_source(place, assignment)
    failed = False
    for name in chosen:
        with open_sandbox(course=place.libraries(name)) as sandbox:
            sandbox.require_hidden(place.private)
            if is_plain(place, name):
                failed |= any(
                    _print(name, each).problems for each in check_test_cells(place, name, sandbox, compare_nbgrader)
                )
                continue
            found = [_print(name, finding) for finding in findings(place, name, sandbox)]
            with part_bar(complaints, f"checking {name} with right and wrong answers") as advance:
                evidence = try_answers(place, name, students, jobs, advance)
            found += [_print(name, finding) for finding in claims(evidence)]
            failed |= any(finding.problems for finding in found)
            if html is not None:
                page = fairness_page(evidence, found, sandbox.report, datetime.now(UTC), names=not while_open)
                html.write_text(page, encoding="utf-8")
    raise typer.Exit(1 if failed else 0)


def _with_source(course: Course, assignment: str) -> list[str]:
    """Return the assignments to check: those that have source notebooks."""
    if assignment:
        course.require(assignment)
    wanted = [assignment] if assignment else course.assignments()
    if found := [name for name in wanted if course.source(name).is_dir()]:
        return found
    places = " or ".join(str(course.source(name)) for name in wanted)
    raise CourseError(f"there are no source notebooks to check; put the notebooks with solutions into {places}")


def _print(assignment: str, finding: Finding) -> Finding:
    """Print a finding and return it."""
    word = "[red]FAIL[/]" if finding.problems else "[green]pass[/]"
    console.print(f"{word}  {assignment}: {finding.claim}", highlight=False, soft_wrap=True)
    for line in (*finding.problems, *finding.notes):
        console.print(f"      {line}", markup=False, highlight=False, soft_wrap=True)
    return finding
