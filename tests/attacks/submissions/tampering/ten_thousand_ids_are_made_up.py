"""Ten thousand cells have the ids of questions that do not exist.

- honest: sigmoid, jacobian, states, first-index
- reported: more not shown
"""


def tamper(notebook):
    made = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "1"}
    for n in range(10_000):
        known = {"nbgrader": {"grade_id": f"question-{n}"}}
        notebook["cells"].append({**made, "id": f"n{n}", "metadata": known})
