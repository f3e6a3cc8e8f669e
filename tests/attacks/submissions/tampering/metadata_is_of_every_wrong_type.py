"""Metadata, ids, sources and cells are numbers, lists, nulls and strings in the wrong places."""

from tests.attacks.notebooks import cell


def tamper(notebook):
    cell(notebook, "jacobian")["metadata"] = None
    cell(notebook, "jacobian-code")["metadata"]["nbgrader"] = ["jacobian-code"]
    cell(notebook, "about-jacobian")["source"] = {"a": 1}
    cell(notebook, "about-states")["source"] = 5
    cell(notebook, "symbols")["id"] = {"x": []}
    cell(notebook, "jacobian-symbolic-code")["metadata"]["nbgrader"]["grade_id"] = 7
    cell(notebook, "bptt-derivation")["metadata"]["nbgrader"] = "bptt-derivation"
    notebook["cells"] += [
        None,
        5,
        "cell",
        [],
        {},
        {"cell_type": 5},
        {"cell_type": "code", "source": [1, None, "x = 1\n"]},
    ]
    notebook["metadata"] = 5
