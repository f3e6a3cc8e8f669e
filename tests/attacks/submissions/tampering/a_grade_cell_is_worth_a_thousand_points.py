"""The metadata of grade cells is changed: points, flags, types."""

from tests.attacks.notebooks import cell


def tamper(notebook):
    for name, points in (("sigmoid", 1000), ("jacobian", 1e308), ("states", "NaN"), ("first-index", -5)):
        cell(notebook, name)["metadata"]["nbgrader"].update(points=points, locked=False, schema_version=99)
    cell(notebook, "sigmoid-code")["metadata"]["nbgrader"].update(grade=True, points=1000)
