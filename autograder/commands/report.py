"""`autograder report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.terminal import AssignmentArgument, CourseOption, console
from autograder.errors import AutograderError


def report(
    assignment: AssignmentArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Default: ASSIGNMENT-report.html.")] = None,
    server: Annotated[
        str, typer.Option(help="The Jupyter server whose formgrader the page links to.")
    ] = "http://localhost:8888",
    course: CourseOption = Path("."),
) -> None:
    """Write a page about the class: scores, hard questions, misconceptions, and what a person should look at.

    It is made from what `autograder grade` found, and needs no other file. It names students: keep it to yourself.
    """
    from autograder.cohort.run import results
    from autograder.course import Course
    from autograder.gradebook import formgrader_links, open_gradebook
    from autograder.report.class_page import class_page
    from autograder.report.overview import overview

    place = Course.at(course)
    entries = list(results(place, assignment, place.students(assignment)))
    if not entries:
        raise AutograderError(f"nothing of {assignment!r} has been graded; run `autograder grade {assignment}` first")
    with open_gradebook(place.db_url) as gradebook:
        links = formgrader_links(gradebook, assignment, server)
    path = output or Path(f"{assignment}-report.html")
    path.write_text(class_page(overview(assignment, entries), links), encoding="utf-8")
    console.print(f"{path}: {len(entries)} submissions", markup=False, highlight=False)
