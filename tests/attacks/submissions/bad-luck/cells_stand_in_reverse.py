"""The cells were sorted the wrong way round.

- honest: sigmoid, jacobian, states, first-index
- reported: had been moved
"""


def tamper(notebook):
    notebook["cells"].reverse()
