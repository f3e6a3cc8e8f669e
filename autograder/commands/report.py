"""`autograder report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.options import OUTPUT, AssignmentArgument, CourseOption, output_file
from autograder.commands.terminal import console, not_graded

EXAMPLES = """Examples:

    autograder report rnn                         # writes rnn-report.html
    autograder report rnn --output week-3.html    # another file name

Exit codes: 0 done; 2 failed, with the reason.
"""


def report(
    assignment: AssignmentArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="File to write. Default: ASSIGNMENT-report.html.",
            callback=output_file,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    server: Annotated[
        str, typer.Option(help="Jupyter server for the links to formgrader.", rich_help_panel=OUTPUT)
    ] = "http://localhost:8888",
    course: CourseOption = Path("."),
) -> None:
    """Write a class report: scores, hard questions, misconceptions and manual grading.

    Reads the gradebook.
    Writes one self-contained HTML page. It names students, so keep it private.
    """
    from autograder.batch.run import graded_before
    from autograder.reports.class_page import class_page
    from autograder.reports.overview import overview
    from autograder.store.course import Course
    from autograder.store.gradebook import formgrader_links, open_gradebook

    place = Course.at(course)
    place.require(assignment)
    if not (place.has_gradebook and (entries := list(graded_before(place, assignment, place.students(assignment))))):
        raise not_graded(assignment)
    with open_gradebook(place.db_url) as gradebook:
        links = formgrader_links(gradebook, assignment, server)
    path = output or Path(f"{assignment}-report.html")
    path.write_text(class_page(overview(assignment, entries), links), encoding="utf-8")
    console.print(f"Wrote {path} ({len(entries)} submissions)", markup=False, highlight=False, soft_wrap=True)
