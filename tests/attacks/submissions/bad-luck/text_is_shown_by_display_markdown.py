"""The derivation is shown by a call of `display(Markdown(...))`.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    source = f'from IPython.display import Markdown, display\n\ndisplay(Markdown(r"""{answer}"""))'
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    notebook["cells"].append(made)
