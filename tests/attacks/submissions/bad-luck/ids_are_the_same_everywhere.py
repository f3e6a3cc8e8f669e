"""All cells have the same id, one of them as a number; format and kernel are missing.

- honest: sigmoid, jacobian, states, first-index
- reported: notebook format
"""


def tamper(notebook):
    for made in notebook["cells"]:
        made["id"] = "cell"
    notebook["cells"][-1]["id"] = 7
    del notebook["nbformat"], notebook["nbformat_minor"], notebook["metadata"]
