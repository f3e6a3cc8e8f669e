"""The cells are in reverse order.

- honest: sigmoid, jacobian, states, first-index
- reported: was moved
"""


def tamper(notebook):
    notebook["cells"].reverse()
