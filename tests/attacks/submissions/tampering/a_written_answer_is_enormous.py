"""A written answer of seven megabytes of formulas, prose and tables."""

from tests.attacks.notebooks import cell


def tamper(notebook):
    formula = r"$$\frac{\partial L}{\partial W} = \sum_t \sum_k \frac{\partial L_t}{\partial h_t}$$" + "\n\n"
    cell(notebook, "bptt-derivation")["source"] += (
        formula * 30_000 + "|a" * 100_000 + "\n" + "> " * 50_000 + "[" * 50_000
    )
