"""The answer was written above the visible checks, into the locked cell itself.

- honest: sigmoid, jacobian, states, first-index
- reported: code added to locked cell `jacobian`
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    solution, grade = cell(notebook, "jacobian-code"), cell(notebook, "jacobian")
    grade["source"] = solution["source"] + "\n\n" + grade["source"]
    solution["source"] = ""
