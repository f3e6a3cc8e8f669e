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

    autograder check rnn                          # before nbgrader release_assignment
    autograder check rnn --html fairness.html     # and a page for students who appeal
    autograder check                              # every assignment of the course

Exit codes: 0 everything holds; 1 something has to be mended; 2 could not do it, and says why.
"""


def check(
    assignment: Annotated[
        str,
        typer.Argument(
            help="Name of the assignment; default: every one.", show_default=False, autocompletion=assignment_names
        ),
    ] = "",
    students: Annotated[int, typer.Option(min=1, help="On so many students' hidden inputs answers are judged.")] = 100,
    html: Annotated[
        Path | None,
        typer.Option(help="The fairness report, one page.", callback=output_file, rich_help_panel=OUTPUT),
    ] = None,
    while_open: Annotated[
        bool,
        typer.Option(
            "--while-open",
            help="Name no right or wrong answer in the report: students may see it now.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
    jobs: JobsOption = None,
    course: CourseOption = Path("."),
) -> None:
    """Check an assignment before it is handed out: that nothing leaks, and that its checks are fair.

    Reads source/, release/ and the questions.
    Writes nothing but the page of --html.

    Right answers of many styles have to pass, known mistakes and small slips in
    the reference have to fail, for everybody alike.
    """
    from datetime import UTC, datetime

    from autograder.release_check.check import check as findings
    from autograder.release_check.check import try_answers
    from autograder.release_check.fairness.claims import claims
    from autograder.release_check.fairness.page import fairness_page
    from autograder.reports.progress import part_bar
    from autograder.sandbox import open_sandbox
    from autograder.store.course import Course

    place = Course.at(course)
    if html is not None and not assignment:
        raise AutograderError(
            f"a fairness report is about one assignment: name it, as in `autograder check rnn --html {html}`"
        )
    chosen = _with_source(place, assignment)
    failed = False
    with open_sandbox() as sandbox:
        for name in chosen:
            found = [_told(name, finding) for finding in findings(place, name, sandbox)]
            with part_bar(complaints, f"trying right and wrong answers to {name}") as advance:
                study = try_answers(place, name, students, jobs, advance)
            found += [_told(name, finding) for finding in claims(study)]
            failed |= any(finding.problems for finding in found)
            if html is not None:
                page = fairness_page(study, found, sandbox.report, datetime.now(UTC), names=not while_open)
                html.write_text(page, encoding="utf-8")
    raise typer.Exit(1 if failed else 0)


def _with_source(course: Course, assignment: str) -> list[str]:
    """Return the names of the assignments to check: those that the course has notebooks for."""
    from autograder.assignments import find, names

    wanted = [find(assignment, course.root).name] if assignment else names(course.root)
    if found := [name for name in wanted if course.source(name).is_dir()]:
        return found
    places = " or ".join(str(course.source(name)) for name in wanted)
    raise CourseError(f"there are no notebooks to check: put the instructor's, with solutions, into {places}")


def _told(assignment: str, finding: Finding) -> Finding:
    """Print a finding as soon as it is there, and return it."""
    word = "[red]FAILS[/]" if finding.problems else "[green]holds[/]"
    console.print(f"{word}  {assignment}: {finding.claim}", highlight=False, soft_wrap=True)
    for problem in finding.problems:
        console.print(f"       {problem}", markup=False, highlight=False, soft_wrap=True)
    return finding
