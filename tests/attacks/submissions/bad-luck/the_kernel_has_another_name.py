"""The notebook names a kernel and a Python version that only the student's machine has.

- honest: sigmoid, jacobian, states, first-index
"""


def tamper(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "conda-env-dl-py", "display_name": "dl", "language": "python"}
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.7.3"}
