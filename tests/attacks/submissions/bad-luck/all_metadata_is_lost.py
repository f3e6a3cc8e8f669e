"""The notebook went through a tool that keeps sources and drops all metadata, ids and outputs.

- honest: sigmoid, jacobian, states, first-index
- reported: 4 added cells
"""


def tamper(notebook):
    notebook["metadata"] = {}
    for made in notebook["cells"]:
        made["metadata"] = {}
        made.pop("id")
