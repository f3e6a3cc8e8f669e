"""Grade cells are emptied, turned into Markdown, and tagged to be skipped."""

from tests.attacks.notebooks import cell


def tamper(notebook):
    cell(notebook, "jacobian")["source"] = ""
    cell(notebook, "states")["source"] = "pass"
    cell(notebook, "first-index")["cell_type"] = "markdown"
    for name in ("sigmoid", "jacobian", "states"):
        cell(notebook, name)["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove_cell"]
