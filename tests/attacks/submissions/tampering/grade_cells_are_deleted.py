"""All grade cells are gone, in the hope that what is not checked is not wrong."""


def tamper(notebook):
    notebook["cells"] = [
        cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade", False)
    ]
