"""Arguments and options that mean the same in every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from autograder.commands.completion import assignment_names, notebook_names, student_names
from autograder.model.errors import CourseError

WHICH = "Which submissions"
HOW = "How to run"
OUTPUT = "Output files"

SETTINGS = "nbgrader_config.py"


def _course(ctx: typer.Context, folder: Path) -> Path:
    """Check that a folder is a course, before any work starts."""
    if ctx.resilient_parsing or (folder / SETTINGS).is_file():
        return folder
    place = folder.resolve()
    if not place.is_dir():
        raise CourseError(f"{place} is not a course: there is no such folder; set --course to the course folder")
    around = next((parent for parent in place.parents if (parent / SETTINGS).is_file()), None)
    advice = "run this in the course folder or set --course; `autograder demo` creates a sample course"
    raise CourseError(
        f"{place} is not a course: it has no {SETTINGS}; "
        + (f"{around} has one: run `cd {around}`, or add --course {around}" if around else advice)
    )


def output_file(path: Path | None) -> Path | None:
    """Check that a file can be written, before any work starts."""
    if path is not None and path.is_dir():
        raise typer.BadParameter(f"{path} is a folder; give the name of a file")
    if path is not None and not path.parent.is_dir():
        raise typer.BadParameter(f"the folder {path.parent} does not exist; create it first: mkdir -p {path.parent}")
    return path


AssignmentArgument = Annotated[
    str, typer.Argument(help="Name of the assignment.", show_default=False, autocompletion=assignment_names)
]
CourseOption = Annotated[
    Path,
    typer.Option(
        "--course",
        help=f"Course folder, which contains {SETTINGS}.",
        callback=_course,
        rich_help_panel=HOW,
        is_eager=True,
    ),
]
StudentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--student",
        help="Only this student. Repeat it for several.",
        autocompletion=student_names,
        rich_help_panel=WHICH,
    ),
]
NotebookOption = Annotated[
    str | None, typer.Option(help="Only this notebook.", autocompletion=notebook_names, rich_help_panel=WHICH)
]
JobsOption = Annotated[
    int | None,
    typer.Option(min=1, help="Number of parallel jobs. Default: enough to keep all cores busy.", rich_help_panel=HOW),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        help="Grade on a Dask cluster; address of its scheduler, such as tcp://host:8786.", rich_help_panel=HOW
    ),
]
LevelOption = Annotated[
    Literal["ns", "outer", "landlock"] | None,
    typer.Option(
        help="Require this sandbox level. Default: the strongest that works; see `autograder doctor`.",
        rich_help_panel=HOW,
    ),
]
