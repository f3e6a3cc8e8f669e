"""The written answer is a picture that was pasted into the notebook.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
- reported: some pictures cannot be shown here
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    made = cell(notebook, "bptt-derivation")
    made["source"] = "![image.png](attachment:image.png)"
    made["attachments"] = {"image.png": {"image/png": "iVBORw0KGgo="}}
