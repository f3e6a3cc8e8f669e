"""Added cells have the ids of cells that the grader adds or generates."""

CODE = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}


def tamper(notebook):
    for name in ("autograder-summary", "jacobian-verdict", "extra-1", "extra-1", "states-code-part-2", "cell", "setup"):
        notebook["cells"].insert(3, {**CODE, "id": name, "source": f"jacobian = {name!r}"})
    notebook["cells"].insert(
        0, {**CODE, "cell_type": "raw", "id": "raw", "source": "<script>alert('an attack')</script>"}
    )
