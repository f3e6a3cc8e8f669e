"""The derivation is displayed from a file that was not submitted; only the saved output has it.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": answer.splitlines(keepends=True)}}
    source = "from IPython.display import Markdown, display\ndisplay(Markdown(filename='derivation.md'))"
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [shown], "execution_count": 3, "source": source}
    notebook["cells"].append(made)
