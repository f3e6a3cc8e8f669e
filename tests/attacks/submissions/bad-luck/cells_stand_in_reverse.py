"""The cells were sorted the wrong way round.

- honest: sigmoid, jacobian, states, first-index
- reported: was moved
"""


def tamper(notebook):
    notebook["cells"].reverse()
