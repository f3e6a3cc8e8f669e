"""Resolves names in a student's expression without evaluating the rest.

Floats become the intended fractions (0.25 is 1/4), undefined functions are replaced by the author's definitions,
derivatives are computed, entries of matrix symbols become symbols, and `UnevaluatedExpr` is removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isfinite

import sympy as sp

from autograder.maths.symbolic.heads import children, rebuild
from autograder.maths.unreadable import UnreadableError

Functions = Mapping[str, sp.Lambda]
"""Definitions of undefined functions, by name."""

MAX_SAFE_BITS = 512
MAX_SAFE_EXPONENT = 64
MAX_SAFE_NODES = 3_000
_UNSAFE = (sp.factorial, sp.binomial, sp.gamma, sp.Sum, sp.Product, sp.MatrixExpr)


def resolve(expression: sp.Basic, functions: Functions | None = None) -> sp.Basic:
    """The expression without floats, named functions, unevaluated derivatives and entries of matrix symbols.

    Raises
    ------
    UnreadableError
        If a function has no definition, or a derivative is not safe to compute.
    """
    return _Resolver(functions or {}).visit(expression)


def has_floats(expression: sp.Basic) -> bool:
    """Whether the expression contains a floating-point number."""
    return bool(expression.atoms(sp.Float)) or any(
        isinstance(entry, sp.Basic) and entry.has(sp.Float)
        for entry in (expression.flat() if isinstance(expression, sp.MatrixBase) else ())
    )


def intended_fraction(value: sp.Float) -> sp.Rational:
    """The fraction for which a float was written: a simple one if it is within rounding error."""
    double, rational = float(value), sp.Rational(value)
    exact = Fraction(int(rational.p), int(rational.q))
    if value._prec <= 64 and double and isfinite(double):
        exact = Fraction(repr(double))  # the digits that were written
    simple = exact.limit_denominator(10**6)
    chosen = simple if abs(simple - exact) * 10**14 <= abs(exact) else exact
    return sp.Rational(chosen.numerator, chosen.denominator)


def is_safe_to_simplify(expression: sp.Basic) -> bool:
    """Whether SymPy may simplify the expression: nothing in it grows by expansion or comparison."""
    if expression.has(*_UNSAFE):
        return False
    for count, node in enumerate(sp.preorder_traversal(expression)):
        if count > MAX_SAFE_NODES:
            return False
        if isinstance(node, sp.Rational) and max(int(node.p).bit_length(), int(node.q).bit_length()) > MAX_SAFE_BITS:
            return False
        if isinstance(node, sp.Pow) and not node.exp.free_symbols:
            literal = isinstance(node.exp, sp.Rational) and max(abs(node.exp.p), node.exp.q) <= MAX_SAFE_EXPONENT
            if not literal and (isinstance(node.exp, sp.Rational) or node.exp.has(sp.Pow, sp.exp)):
                return False
    return True


class _Resolver:
    def __init__(self, functions: Functions) -> None:
        self.functions = functions
        self.seen: dict[sp.Basic, sp.Basic] = {}

    def visit(self, node: sp.Basic) -> sp.Basic:
        if node not in self.seen:
            self.seen[node] = self._resolve(node)
        return self.seen[node]

    def _resolve(self, node: sp.Basic) -> sp.Basic:
        if isinstance(node, sp.Float):
            return intended_fraction(node)
        below = children(node)
        if not below:
            return node
        if isinstance(node, sp.matrices.expressions.matexpr.MatrixElement) and isinstance(
            node.args[0], sp.MatrixSymbol
        ):
            return sp.Symbol(f"{node.args[0].name}[{node.args[1]}, {node.args[2]}]")
        visited = tuple(self.visit(child) for child in below)
        if isinstance(node, sp.UnevaluatedExpr):
            return visited[0]
        if isinstance(node, sp.core.function.AppliedUndef):
            return self._named(node.func.__name__, visited)
        if isinstance(node, sp.Derivative):
            return _derivative(*visited)
        return node if visited == below else rebuild(node, visited)

    def _named(self, name: str, args: tuple[sp.Basic, ...]) -> sp.Basic:
        meaning = self.functions.get(name)
        if meaning is None or len(meaning.variables) != len(args):
            raise UnreadableError(f"the function {name} is not defined")
        return substitute(meaning.expr, dict(zip(meaning.variables, args, strict=True)))


def _derivative(expression: sp.Basic, *by: sp.Basic) -> sp.Basic:
    variables = [(pair.args[0], pair.args[1]) for pair in by if len(pair.args) == 2]
    if len(variables) != len(by) or not all(isinstance(v, sp.Symbol) for v, _ in variables):
        raise UnreadableError("a derivative by something other than a symbol")
    if not all(isinstance(n, sp.Integer) and 0 <= n <= 4 for _, n in variables) or not is_safe_to_simplify(expression):
        raise UnreadableError("a derivative that is too large to compute")
    try:
        return sp.diff(expression, *variables)
    except (TypeError, ValueError, AttributeError, NotImplementedError) as error:
        raise UnreadableError("a derivative that cannot be computed") from error


def substitute(expression: sp.Basic, values: Mapping[sp.Basic, sp.Basic]) -> sp.Basic:
    """Replace symbols without evaluating anything."""
    if expression in values:
        return values[expression]
    below = children(expression)
    if not below:
        return expression
    changed = tuple(substitute(child, values) for child in below)
    return expression if changed == below else rebuild(expression, changed)


def named_function(name: str, meaning: Callable[..., sp.Basic], arity: int = 1) -> sp.Lambda:
    """The definition of the function `name`, given as a Python function of SymPy arguments."""
    variables = sp.symbols(f"_{name}_:{arity}")
    return sp.Lambda(variables, meaning(*variables))
