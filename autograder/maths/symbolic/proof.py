"""A bounded proof that two expressions are equal: rational functions of the symbols and of exponentials."""

from __future__ import annotations

import sympy as sp

from autograder.maths.symbolic.meaning import tame

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
    """Whether a - b has the normal form 0; False if that could not be shown.

    Exponentials whose exponents are rational multiples of each other become powers of one unknown, after which the
    question is one about polynomials, and expanding decides it.
    """
    nodes = (node for expression in (actual, desired) for node in sp.preorder_traversal(expression))
    if not all(isinstance(node, _DECIDED) or node is sp.E for node in nodes):
        return False
    if not (tame(actual) and tame(desired)) or sp.count_ops(actual) + sp.count_ops(desired) > MAX_OPERATIONS:
        return False
    try:
        return _vanishes(actual - desired)
    except (TypeError, ValueError, AttributeError, ZeroDivisionError, NotImplementedError):
        return False  # nan and zoo, which appear where a denominator is 0, stop SymPy in many ways


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
