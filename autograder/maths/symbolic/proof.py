"""A bounded proof of equality for rational functions of symbols and exponentials."""

from __future__ import annotations

import sympy as sp

from autograder.maths.symbolic.meaning import is_safe_to_simplify

MAX_OPERATIONS = 400
_DECIDED = (
    sp.Symbol,
    sp.Rational,
    sp.Add,
    sp.Mul,
    sp.Pow,
    sp.exp,
    sp.sinh,
    sp.cosh,
    sp.tanh,
    sp.coth,
    sp.sech,
    sp.csch,
)


def proves_equal(actual: sp.Basic, desired: sp.Basic) -> bool:
    """Whether the difference has the normal form 0; False if this could not be shown.

    Exponentials whose exponents are rational multiples of each other become powers of one unknown. The difference is
    then a rational function, and expanding its numerator decides the question.
    """
    nodes = (node for expression in (actual, desired) for node in sp.preorder_traversal(expression))
    if not all(isinstance(node, _DECIDED) or node is sp.E for node in nodes):
        return False
    if (
        not (is_safe_to_simplify(actual) and is_safe_to_simplify(desired))
        or sp.count_ops(actual) + sp.count_ops(desired) > MAX_OPERATIONS
    ):
        return False
    try:
        return _vanishes(actual - desired)
    except (TypeError, ValueError, AttributeError, ZeroDivisionError, NotImplementedError):
        return False  # nan and zoo from a zero denominator make SymPy raise various errors


def _vanishes(expression: sp.Expr) -> bool:
    difference = sp.expand_power_exp(expression.rewrite(sp.exp))
    powers: dict[sp.Expr, list[tuple[sp.Expr, sp.Rational]]] = {}
    for exponential in sorted(difference.atoms(sp.exp), key=sp.default_sort_key):
        factor, rest = sp.expand(exponential.exp).as_coeff_Mul(rational=True)
        powers.setdefault(rest, []).append((exponential, factor))
    unknowns: dict[sp.Expr, sp.Expr] = {}
    for terms in powers.values():
        unknown, scale = sp.Dummy(), sp.ilcm(1, *(factor.q for _, factor in terms))
        unknowns |= {exponential: unknown ** (factor * scale) for exponential, factor in terms}
    rational = difference.xreplace(unknowns)
    if not rational.is_rational_function():
        return False
    return bool(sp.expand(sp.fraction(sp.together(rational))[0]) == 0)
