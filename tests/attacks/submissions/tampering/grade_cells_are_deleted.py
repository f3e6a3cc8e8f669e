"""All grade cells are deleted, in the hope that an unchecked answer counts as right."""


def tamper(notebook):
    notebook["cells"] = [
        cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade", False)
    ]
