"""Reads source notebooks for the tests, and defines their normal form."""

from pathlib import Path

import nbformat

from .questions import ASSIGNMENTS

SOURCE = Path(__file__).parents[2] / "source"

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def path_of(name):
    (assignment,) = (assignment for assignment, names in ASSIGNMENTS.items() if name in names)
    return SOURCE / assignment / f"{name}.ipynb"


def read(name):
    return nbformat.read(path_of(name), as_version=4)


def find(notebook, cell_id):
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def normal_form(text):
    """Return a notebook's JSON with nothing in it that an editor or a run has left there; shown pictures stay."""
    notebook = nbformat.reads(text, as_version=4)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        attached = cell.pop("attachments", {})
        if shown := {name: data for name, data in attached.items() if f"(attachment:{name})" in cell.source}:
            cell.attachments = shown
        nbgrader = cell.metadata.get("nbgrader")
        cell.metadata = nbformat.from_dict({"nbgrader": nbgrader} if nbgrader else {})
        if nbgrader:
            cell.id = nbgrader.grade_id
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(notebook) + "\n"
