"""The answer is a photo from the student's disk, which a code cell below the answer cell displays.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    cell(notebook, "bptt-derivation")["source"] = "**Your answer** (`bptt-derivation`)\n\nYOUR ANSWER HERE"
    source = 'from IPython.display import Image\n\nImage("photos/derivation.jpg")'
    shown = {
        "output_type": "execute_result",
        "execution_count": 7,
        "metadata": {},
        "data": {"image/jpeg": "/9j/4AAQSkZJRg=="},
    }
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "source": source, "execution_count": 7, "outputs": [shown]}
    notebook["cells"].append(made)
