"""Answers were pasted with their Markdown fences, one of them with a sentence above it.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    for name, begin, end in (
        ("sigmoid", "```python\n", "```"),
        ("jacobian", "~~~py\n", "~~~\n"),
        ("states", "```\n", "\n```\n\n"),
        ("first-index", "``` {.python .input}\n", "```"),
    ):
        place = cell(notebook, f"{name}-code")
        place["source"] = f"{begin}{place['source']}\n{end}"
