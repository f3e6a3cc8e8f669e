"""Added grade cells are worth more than the notebook and have ids that resemble real ones."""

from copy import deepcopy

from tests.attacks.notebooks import cell

IDS = (
    "bonus",
    "jacobian ",
    "Jacobian",
    "jacobian\u200b",
    "jacobian\n",
    "../jacobian",
    "jacobian-code-part-2",
    "",
    "x" * 100_000,
)


def tamper(notebook):
    for name in IDS:
        made = deepcopy(cell(notebook, "sigmoid"))
        made["id"] = name[:64] or "empty"
        made["metadata"]["nbgrader"].update(grade_id=name, points=100)
        made["source"] = "100.0"
        notebook["cells"].append(made)
