"""Evaluates an expression at a point, in rational arithmetic where possible and otherwise with high precision.

`evalf` and `subs` of SymPy simplify as they go and may never finish; this module visits each node of the tree once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath as mp
import sympy as sp

from autograder.maths.symbolic import matrices, numbers
from autograder.maths.symbolic.functions import COMPARE, CONSTANTS, FUNCTIONS, SATURATING
from autograder.maths.symbolic.numbers import NoValueError, Number, UndefinedError

Point = Mapping[str, Fraction]
"""A value for every symbol, by name."""
Value = Any
"""A number, a bool, or a matrix of numbers as a tuple of rows."""

MAX_STEPS = 20_000


def evaluate(expression: sp.Basic, point: Point, digits: int) -> Value:
    """The value at a point.

    Parameters
    ----------
    expression : Basic
    point : mapping of str to Fraction
    digits : int
        Decimal digits of inexact arithmetic.

    Raises
    ------
    NoValueError
        If the expression has no value there (`UndefinedError`), or it cannot be computed.
    """
    with mp.workdps(digits):
        return _Evaluator(point).value(expression)


class _Evaluator:
    """Evaluates the nodes of one expression, each once."""

    def __init__(self, point: Point) -> None:
        self.point = dict(point)
        self.seen: dict[sp.Basic, Value] = {}
        self.steps = 0

    def value(self, node: sp.Basic) -> Value:
        if node in self.seen:
            return self.seen[node]
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise NoValueError("too long to compute")
        self.seen[node] = result = self._compute(node)
        return result

    def number(self, node: sp.Basic) -> Number:
        result = self.value(node)
        if isinstance(result, bool | tuple):
            raise NoValueError("not a number")
        return result

    def _compute(self, node: sp.Basic) -> Value:
        if isinstance(node, sp.Rational):
            return Fraction(int(node.p), int(node.q))
        if isinstance(node, sp.Symbol):
            if node.name not in self.point:
                raise NoValueError("a symbol without a value")
            return self.point[node.name]
        head = type(node).__name__
        if isinstance(node, sp.MatrixBase):
            return tuple(tuple(self.number(node[i, j]) for j in range(node.cols)) for i in range(node.rows))
        if head in CONSTANTS:
            return CONSTANTS[head]()
        if head in _SPECIAL:
            return _SPECIAL[head](self, node)
        if head in _MATRICES:
            return _MATRICES[head](*(self.value(arg) for arg in node.args))
        if head in FUNCTIONS:
            return numbers.apply(FUNCTIONS[head], [self.number(arg) for arg in node.args])
        if head in SATURATING:
            return numbers.apply(SATURATING[head], [self.number(arg) for arg in node.args], saturates=True)
        raise NoValueError(f"{head} is not computed")

    # --- numbers -----------------------------------------------------------------------------------------

    def float(self, node: sp.Float) -> Number:
        return mp.mpf(node._mpf_)

    def add(self, node: sp.Basic) -> Value:
        values = [self.value(arg) for arg in node.args]
        return matrices.add(*values) if any(isinstance(v, tuple) for v in values) else numbers.total(_numeric(values))

    def mul(self, node: sp.Basic) -> Value:
        values = [self.value(arg) for arg in node.args]
        if any(isinstance(v, tuple) for v in values):
            return matrices.multiply(*values)
        return numbers.finite(numbers.product(_numeric(values)))

    def pow(self, node: sp.Basic) -> Value:
        base, exponent = self.value(node.args[0]), self.number(node.args[1])
        if isinstance(base, tuple):
            return matrices.power(base, exponent)
        return numbers.finite(numbers.power(_numeric([base])[0], exponent))

    def absolute(self, node: sp.Basic) -> Value:
        return abs(self.number(node.args[0]))

    def sign(self, node: sp.Basic) -> Value:
        value = self.real(node.args[0])
        return Fraction((value > 0) - (value < 0))

    def heaviside(self, node: sp.Basic) -> Value:
        value = self.real(node.args[0])
        return self.number(node.args[1]) if value == 0 else Fraction(int(value > 0))

    def extreme(self, node: sp.Basic) -> Value:
        pick = max if isinstance(node, sp.Max) else min
        return pick((self.real(arg) for arg in node.args), key=numbers.inexact)

    def round(self, node: sp.Basic) -> Value:
        value = self.real(node.args[0])
        rounded = mp.floor if isinstance(node, sp.floor) else mp.ceil
        if isinstance(value, Fraction):
            return Fraction(value.__floor__() if isinstance(node, sp.floor) else value.__ceil__())
        return rounded(value)

    def mod(self, node: sp.Basic) -> Value:
        value, divisor = (self.real(arg) for arg in node.args)
        if divisor == 0:
            raise UndefinedError("division by zero")
        return value % divisor if isinstance(value, Fraction) and isinstance(divisor, Fraction) else self.refuse(node)

    def kronecker(self, node: sp.Basic) -> Value:
        left, right = (self.number(arg) for arg in node.args[:2])
        return Fraction(int(left == right))

    def real(self, node: sp.Basic) -> Number:
        value = self.number(node)
        if isinstance(value, mp.mpc):
            if value.imag != 0:
                raise NoValueError("a comparison of complex numbers")
            return value.real
        return value

    def only(self, node: sp.Basic) -> Value:
        return self.value(node.args[0])

    def refuse(self, node: sp.Basic) -> Value:
        raise NoValueError(f"{type(node).__name__} is not computed")

    # --- truth and pieces --------------------------------------------------------------------------------

    def truth(self, node: sp.Basic) -> bool:
        value = self.value(node)
        if not isinstance(value, bool):
            raise NoValueError("not a truth value")
        return value

    def relation(self, node: sp.Basic) -> bool:
        if isinstance(node, sp.Equality | sp.Unequality):
            left, right = (numbers.inexact(self.number(arg)) for arg in node.args)
            return bool(left == right) is isinstance(node, sp.Equality)
        left, right = (numbers.inexact(self.real(arg)) for arg in node.args)
        return bool(COMPARE[type(node).__name__](left, right))

    def all(self, node: sp.Basic) -> bool:
        return all(self.truth(arg) for arg in node.args)

    def any(self, node: sp.Basic) -> bool:
        return any(self.truth(arg) for arg in node.args)

    def negation(self, node: sp.Basic) -> bool:
        return not self.truth(node.args[0])

    def choice(self, node: sp.Basic) -> Value:
        condition, yes, no = node.args
        return self.value(yes if self.truth(condition) else no)

    def pieces(self, node: sp.Basic) -> Value:
        for expression, condition in (pair.args for pair in node.args):
            if self.truth(condition):
                return self.value(expression)
        raise UndefinedError("no piece applies")

    # --- bound symbols -----------------------------------------------------------------------------------

    def substituted(self, node: sp.Basic) -> Value:
        expression, symbols, values = node.args
        return self._with(expression, dict(zip(map(str, symbols.args), map(self.number, values.args), strict=True)))

    def series(self, node: sp.Basic) -> Value:
        body, *limits = node.args
        if len(limits) != 1 or len(limits[0].args) != 3:
            raise NoValueError("several summation indices")
        index, low, high = limits[0].args
        start, stop = self.whole(low), self.whole(high)
        if stop < start - 1 or stop - start > MAX_STEPS:
            raise NoValueError("a range that is reversed or too long")
        values = []
        for i in range(start, stop + 1):
            self.steps += 1
            values.append(self._with(body, {str(index): Fraction(i)}))
        values = _numeric(values)
        return numbers.total(values) if isinstance(node, sp.Sum) else numbers.product(values)

    def whole(self, node: sp.Basic) -> int:
        value = self.number(node)
        if not isinstance(value, Fraction) or value.denominator != 1:
            raise NoValueError("a bound that is not an integer")
        return value.numerator

    def _with(self, node: sp.Basic, more: Mapping[str, Number]) -> Value:
        inner = _Evaluator({**self.point, **more})
        inner.steps = self.steps
        value = inner.value(node)
        self.steps = inner.steps
        return value

    def entry(self, node: sp.Basic) -> Value:
        matrix, row, col = self.value(node.args[0]), self.whole(node.args[1]), self.whole(node.args[2])
        if not isinstance(matrix, tuple) or not (0 <= row < len(matrix) and 0 <= col < len(matrix[0])):
            raise NoValueError("an entry outside of the matrix")
        return matrix[row][col]

    def undefined(self, node: sp.Basic) -> Value:
        raise UndefinedError("not a number")

    def filled(self, node: sp.Basic) -> Value:
        shape = [self.whole(arg) for arg in node.args]
        rows, cols = shape[0], shape[-1]
        return matrices.filled(type(node).__name__, rows, cols)


def _numeric(values: list[Value]) -> list[Number]:
    if any(isinstance(v, bool | tuple) for v in values):
        raise NoValueError("arithmetic with something other than a number")
    return values


_SPECIAL: Mapping[str, Callable[[_Evaluator, Any], Value]] = {
    "Float": _Evaluator.float,
    "NaN": _Evaluator.undefined,
    "ComplexInfinity": _Evaluator.undefined,
    "Add": _Evaluator.add,
    "Mul": _Evaluator.mul,
    "Pow": _Evaluator.pow,
    "Abs": _Evaluator.absolute,
    "sign": _Evaluator.sign,
    "Heaviside": _Evaluator.heaviside,
    "Max": _Evaluator.extreme,
    "Min": _Evaluator.extreme,
    "floor": _Evaluator.round,
    "ceiling": _Evaluator.round,
    "Mod": _Evaluator.mod,
    "KroneckerDelta": _Evaluator.kronecker,
    "UnevaluatedExpr": _Evaluator.only,
    **dict.fromkeys(("Equality", "Unequality", *COMPARE), _Evaluator.relation),
    "And": _Evaluator.all,
    "Or": _Evaluator.any,
    "Not": _Evaluator.negation,
    "ITE": _Evaluator.choice,
    "Piecewise": _Evaluator.pieces,
    "Subs": _Evaluator.substituted,
    "Sum": _Evaluator.series,
    "Product": _Evaluator.series,
    "MatrixElement": _Evaluator.entry,
    **dict.fromkeys(("Identity", "ZeroMatrix", "OneMatrix"), _Evaluator.filled),
}
_MATRICES: Mapping[str, Callable[..., Value]] = {
    "MatAdd": matrices.add,
    "MatMul": matrices.multiply,
    "MatPow": matrices.power,
    "Inverse": lambda matrix, *_: matrices.inverse(matrix),
    "Transpose": matrices.transpose,
    "HadamardProduct": matrices.hadamard,
    "DiagMatrix": matrices.from_diagonal,
    "DiagonalMatrix": matrices.keep_diagonal,
    "Determinant": matrices.determinant,
    "Trace": matrices.trace,
}
