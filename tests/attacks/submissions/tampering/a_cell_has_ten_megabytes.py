"""A cell of ten million characters, a line of that length, and a name of that length."""

from tests.attacks.notebooks import cell


def tamper(notebook):
    cell(notebook, "jacobian-code")["source"] = "jacobian = '" + "x" * 10_000_000 + "'"
    cell(notebook, "jacobian-symbolic-code")["source"] = "J = " + "(" * 5000 + "w11" + ")" * 5000
    cell(notebook, "bptt-derivation")["source"] = "$$" + "{" * 100_000 + "x" + "}" * 100_000 + "$$"
