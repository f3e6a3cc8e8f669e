"""Forms that a formula may be required to have, such as "expanded"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from autograder.maths.symbolic.heads import FUNCTIONS, children


@dataclass(frozen=True)
class Form:
    """A property of how an expression is written.

    Attributes
    ----------
    name : str
        Completes "it is not ..." for the student.
    holds : callable
        Takes the unevaluated expression, as the student wrote it, and returns whether it has the form.
    hint : str
        An explanation of the form, for the student.
    credit : float
        Credit for a right value in another form.
    """

    name: str
    holds: Callable[[sp.Basic], bool]
    hint: str
    credit: float = 0.5


def _expanded(expression: sp.Basic) -> bool:
    if isinstance(expression, sp.Mul) and any(isinstance(arg, sp.Add) for arg in expression.args):
        return False
    if isinstance(expression, sp.Pow) and isinstance(expression.base, sp.Add):
        return not (isinstance(expression.exp, sp.Integer) and expression.exp > 1)
    return all(map(_expanded, children(expression)))


def expanded(credit: float = 0.5) -> Form:
    """Return the form of a sum of products without brackets.

    Parameters
    ----------
    credit : float
        Credit for a right value in another form.
    """
    return Form("expanded", _expanded, "Multiply out until no bracket with a sum is left as a factor.", credit)


def in_terms_of(*names: str, credit: float = 0.5) -> Form:
    """Return the form that uses the given symbols or functions and otherwise only arithmetic.

    Parameters
    ----------
    *names : str
        Names of symbols or functions, at least one of which has to occur.
    credit : float
        Credit for a right value in another form.
    """

    def holds(expression: sp.Basic) -> bool:
        nodes = list(sp.preorder_traversal(expression))
        used = {node.name for node in nodes if isinstance(node, sp.Symbol)}
        used |= {node.func.__name__ for node in nodes if isinstance(node, sp.core.function.AppliedUndef)}
        other = any(type(node).__name__ in FUNCTIONS or node is sp.E for node in nodes)
        return not other and not used.isdisjoint(names)

    return Form(f"in terms of {' and '.join(names)}", holds, "Which of its parts is one of these?", credit)
