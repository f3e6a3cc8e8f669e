"""`autograder feedback`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.options import AssignmentArgument, CourseOption, JobsOption, StudentOption
from autograder.commands.terminal import complaints, console, require_grades, students
from autograder.text import printable

EXAMPLES = """Examples:

    autograder feedback rnn                     # all students whose grades changed
    autograder feedback rnn --student s002      # one student
    nbgrader release_feedback rnn               # then release the pages

Exit codes: 0 done; 1 done, but some students have no page; 2 failed, with the reason.
"""


def feedback(
    assignment: AssignmentArgument,
    student: StudentOption = None,
    jobs: JobsOption = None,
    force: Annotated[bool, typer.Option("--force", help="Regenerate all pages, even if nothing changed.")] = False,
    course: CourseOption = Path("."),
) -> None:
    """Generate the feedback pages of a graded class.

    Reads the gradebook and autograded/.
    Writes feedback/<student>/<assignment>/*.html.

    The pages are those of `nbgrader generate_feedback`, generated on all cores
    and only if something changed.
    """
    from autograder.nbgrader.feedback import make_feedback
    from autograder.reports import progress_bar
    from autograder.store.course import Course

    place = Course.at(course)
    selected = students(place, assignment, student)
    require_grades(place, assignment, selected)
    updated, problems = 0, []
    with progress_bar(complaints, len(selected)) as progress:
        task = progress.add_task(f"feedback on {assignment}", total=len(selected))
        for made in make_feedback(place, assignment, selected, jobs, force):
            updated += made.updated
            if made.problem:
                problems.append(f"{printable(made.student)}: {printable(made.problem, 300)}")
            progress.update(task, advance=1)
            progress.refresh()
    for problem in sorted(problems):
        complaints.print(problem, markup=False, highlight=False, soft_wrap=True)
    message = f"{updated} of {len(selected)} students have new feedback, in {place.feedback('*', assignment)}"
    console.print(message, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1 if problems else 0)
