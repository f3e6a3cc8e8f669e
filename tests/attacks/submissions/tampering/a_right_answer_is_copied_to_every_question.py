"""The solution cell of a question is copied over those of all others."""

from tests.attacks.notebooks import cell

CELLS = ("jacobian-code", "jacobian-symbolic-code")


def tamper(notebook):
    right = cell(notebook, "sigmoid-code")
    for name in CELLS:
        cell(notebook, name)["source"] = right["source"]
