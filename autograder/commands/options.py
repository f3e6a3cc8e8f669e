"""Arguments and options that mean the same in every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from autograder.commands.completion import assignment_names, notebook_names, student_names
from autograder.model.errors import CourseError

WHICH = "Which submissions"
HOW = "Where and how"
OUTPUT = "Results in files"

SETTINGS = "nbgrader_config.py"


def _course(ctx: typer.Context, folder: Path) -> Path:
    """See that a folder is a course before anything that takes time begins."""
    if ctx.resilient_parsing or (folder / SETTINGS).is_file():
        return folder
    place = folder.resolve()
    if not place.is_dir():
        raise CourseError(f"{place} is not a course: there is no such folder; name the course's with --course")
    around = next((parent for parent in place.parents if (parent / SETTINGS).is_file()), None)
    advice = "go to the course's folder or name it with --course; `autograder demo` makes a course to look at"
    raise CourseError(
        f"{place} is not a course: it has no {SETTINGS}; "
        + (f"the folder {around} has: cd {around}, or add --course {around}" if around else advice)
    )


def output_file(path: Path | None) -> Path | None:
    """See that a file can be written before anything that takes time begins."""
    if path is not None and path.is_dir():
        raise typer.BadParameter(f"{path} is a folder; name a file in it")
    if path is not None and not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}; make it first: mkdir -p {path.parent}")
    return path


AssignmentArgument = Annotated[
    str, typer.Argument(help="Name of the assignment.", show_default=False, autocompletion=assignment_names)
]
CourseOption = Annotated[
    Path,
    typer.Option(
        "--course",
        help=f"The course folder, with {SETTINGS} in it.",
        callback=_course,
        rich_help_panel=HOW,
        is_eager=True,
    ),
]
StudentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--student", help="Only this student; may be repeated.", autocompletion=student_names, rich_help_panel=WHICH
    ),
]
NotebookOption = Annotated[
    str | None, typer.Option(help="Only this notebook.", autocompletion=notebook_names, rich_help_panel=WHICH)
]
JobsOption = Annotated[
    int | None,
    typer.Option(min=1, help="How many at a time. Default: as many as keep all cores busy.", rich_help_panel=HOW),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(help="Grade on the Dask cluster of this scheduler: tcp://host:8786.", rich_help_panel=HOW),
]
LevelOption = Annotated[
    Literal["ns", "outer", "landlock"] | None,
    typer.Option(
        help="Insist on this sandbox level. Default: the strongest that works; `autograder doctor` lists them.",
        rich_help_panel=HOW,
    ),
]
