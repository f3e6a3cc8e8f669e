"""All explanations were translated and their cells typed again; so was the answer cell.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    for about, heading in (("title", "# Rückwärts durch die Zeit"), ("about-bptt-derivation", "## 9. Die Herleitung")):
        cell(notebook, about)["source"] = heading
        cell(notebook, about)["id"] = f"new-{about}"
    place |= {"id": "a1", "metadata": {}, "source": f"**Meine Antwort**\n\n{answer}"}
