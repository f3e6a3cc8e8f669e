"""The derivation is shown by a call of `display(Markdown(...))`.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    source = f'from IPython.display import Markdown, display\n\ndisplay(Markdown(r"""{answer}"""))'
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    notebook["cells"].append(made)
