"""Evaluates formulas numerically on a network: an independent check that does not use paths.

Vectors are columns (n, 1), Jacobians have shape (rows, columns), and the gradient by a matrix is a row with the
entries of the matrix in row-major order.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from autograder.maths.latex import (
    At,
    BigOperator,
    Call,
    Cases,
    Circled,
    Derivative,
    Expr,
    Group,
    Listed,
    Number,
    Power,
    Product,
    Ratio,
    Sum,
    Symbol,
    Transpose,
    bare,
    walk,
)
from autograder.maths.paths.activations import ACTIVATION_NAMES, apply, slopes
from autograder.maths.paths.arithmetic import add, multiply, power, same_numbers
from autograder.maths.paths.graph import LOSS, Graph, Node
from autograder.maths.paths.indices import Env, index, select_case
from autograder.maths.paths.network import UNITS, Array, Network
from autograder.maths.paths.notation import Notation, key, symbol_and_time
from autograder.maths.paths.ranges import index_range
from autograder.maths.paths.terms import CIRCULAR, DEPTH, OutsideError, WorkBudget
from autograder.maths.unreadable import UnreadableError

Reading = Literal["immediate", "total", "recursive"]
"""How to read an unmarked ∂h_k/∂W. `recursive`: as immediate, but as total after a factor ∂h_t/∂h_k."""

RATE = 0.37


@dataclass(frozen=True)
class Evaluator:
    """Evaluates formulas on one network.

    Attributes
    ----------
    notation : Notation
    network : Network
    reading : str
    reverse : bool
        Products are in denominator layout: the parameter on the left, the loss on the right.
    lenient : bool
        The gradient of a loss may be a row or a column, whichever fits.
    budget : WorkBudget
    """

    notation: Notation
    network: Network
    reading: Reading = "immediate"
    reverse: bool = False
    lenient: bool = False
    budget: WorkBudget = field(default_factory=WorkBudget)

    @property
    def graph(self) -> Graph:
        """The graph of the notation."""
        return self.notation.graph

    def value(self, expr: Expr, env: Env) -> Array:
        """The value of a formula as a matrix; a number has shape (1, 1).

        Parameters
        ----------
        expr : Expr
        env : mapping
            Values of the indices.

        Raises
        ------
        UnreadableError
            If the formula has no known or no finite value.
        """
        with np.errstate(all="ignore"):
            found = self._value(expr, env, behind=False, depth=0)
        if not np.isfinite(found).all():
            raise UnreadableError("a value that is not finite")
        return found

    def _value(self, expr: Expr, env: Env, behind: bool, depth: int) -> Array:
        """As `value`; `behind`: after a Jacobian between states, `depth`: number of nested definitions."""
        self.budget.spend()
        if depth > DEPTH:
            raise UnreadableError(CIRCULAR)
        match expr:
            case Number(value):
                return np.array([[float(value)]])
            case Group(body):
                return self._value(body, env, behind, depth)
            case Sum(terms):
                return self._sum([sign * self._value(term, env, behind, depth) for sign, term in terms])
            case Product(factors):
                return self._product(factors, env, behind, depth)
            case Circled(operator, operands):
                return self._circled(operator, [self._value(part, env, behind, depth) for part in operands])
            case Ratio(numerator, denominator):
                below = self._value(denominator, env, behind, depth)
                return np.asarray(self._value(numerator, env, behind, depth) / below)
            case Derivative():
                return self._derivative(expr, env, behind)
            case At(base, where) if isinstance(bare(base), Derivative):
                return self._held(bare(base), where, env)
            case BigOperator():
                return self._big(expr, env, behind, depth)
            case Cases():
                chosen = select_case(expr, env)
                if chosen is None:
                    raise UnreadableError("a missing case")
                return self._value(chosen, env, behind, depth)
            case Call(function, argument):
                return self._call(function, argument, env, depth)
        return self._named(expr, env, behind, depth)

    # --- names ----------------------------------------------------------------------------------

    def _named(self, expr: Expr, env: Env, behind: bool, depth: int) -> Array:
        if expr == Symbol("T"):
            return np.array([[float(env["T"])]])
        found = self.notation.lookup(expr, env)
        if found is not None:
            body, bound = found
            return self._value(body, {**env, **bound}, behind, depth + 1)
        symbol, time = symbol_and_time(expr)
        if symbol is not None and symbol.primes == 1 and symbol.name in ACTIVATION_NAMES[self.graph.unrolling.slope]:
            return self._slope(time, env)
        node = None if isinstance(expr, Transpose) else self.notation.node(expr, env)
        if node is not None:
            value = self.network.value(node)
            return value.reshape(-1, 1) if value.ndim < 2 else value
        if symbol is not None and time is None and key(symbol) in self.notation.rates:
            return np.array([[RATE]])
        if symbol is not None and symbol.name == "I" and not symbol.primes:
            return np.eye(UNITS)
        if isinstance(expr, Transpose):
            return self._value(expr.base, env, behind, depth).T
        if isinstance(expr, Power):
            return power(self._value(expr.base, env, behind, depth), index(expr.exponent, env))
        raise UnreadableError("an undefined name")

    def _slope(self, time: Expr | None, env: Env) -> Array:
        if time is None:
            if not self.network.tied:
                raise UnreadableError("a slope without a time")
            return slopes(self.network.value(Node("a", self.graph.last)), self.graph.unrolling)
        node = Node("a", index(time, env))
        if not self.graph.exists(node):
            raise OutsideError("a slope outside of the network")
        return slopes(self.network.value(node), self.graph.unrolling)

    def _call(self, function: Symbol, argument: Expr, env: Env, depth: int) -> Array:
        return apply(function, self._value(argument, env, False, depth), self.graph.unrolling)

    # --- derivatives ----------------------------------------------------------------------------

    def _derivative(self, expr: Derivative, env: Env, behind: bool) -> Array:
        by = self.notation.node(expr.by, env)
        if by is None:
            raise UnreadableError("a derivative by an unknown quantity")
        return self._differentiated(expr.of, by, expr.kind, env, behind)

    def _differentiated(self, of: Expr, by: Node, kind: str, env: Env, behind: bool) -> Array:
        """The derivative of a formula, linear down to the quantities of the network."""
        match bare(of):
            case Sum(terms):
                return self._sum([sign * self._differentiated(term, by, kind, env, behind) for sign, term in terms])
            case BigOperator("sum", name, body=body) as big:
                times = index_range(big, env, self.graph)
                parts = [self._differentiated(body, by, kind, {**env, name: time}, behind) for time in times]
                return self._sum(parts)
        node = self.notation.node(of, env) or self.identify(of, env)
        if node is None:
            raise UnreadableError("the derivative of an unknown quantity")
        plain = kind in ("partial", "gradient") and self.graph.ambiguous(node, by)
        immediate = kind == "immediate" or (plain and self.reading != "total")
        if plain and self.reading == "recursive" and behind:
            immediate = False
        found = self.network.jacobian(node, by, immediate)
        return found.T if kind == "gradient" and by.family not in self.graph.unrolling.parameters else found

    def _held(self, derivative: Expr, where: Expr, env: Env) -> Array:
        assert isinstance(derivative, Derivative)
        if self.notation.node(where, env) is None:
            raise UnreadableError("a bar without the quantity that is held fixed")
        by = self.notation.node(derivative.by, env)
        if by is None:
            raise UnreadableError("a derivative by an unknown quantity")
        return self._differentiated(derivative.of, by, "immediate", env, False)

    def identify(self, expr: Expr, env: Env) -> Node | None:
        """The quantity with the value of a formula, such as h_t for σ(W h_{t−1} + U x_t), or None."""
        value = self.value(expr, env)
        for node in self._quantities():
            known = np.atleast_1d(self.network.value(node))
            if known.size == value.size and same_numbers(known, value):
                return node
        return None

    def _quantities(self) -> list[Node]:
        families = ("h", "a", *(family for family in self.graph.unrolling.chain if family != "h"))
        found = [Node(family, time) for family in families for time in self.graph.times]
        return [Node("h", self.graph.first - 1), *found, LOSS]

    # --- arithmetic -----------------------------------------------------------------------------

    def _sum(self, parts: list[Array]) -> Array:
        total = np.zeros((1, 1))
        for part in parts:
            total = add(total, part)
        return total

    def _product(self, factors: tuple[Expr, ...], env: Env, behind: bool, depth: int) -> Array:
        values = []
        for first, second in itertools.pairwise(factors):
            if isinstance(second, Group) and isinstance(second.body, Symbol | Listed) and self._is_quantity(first, env):
                raise UnreadableError("a quantity as a function of others")
        for factor in factors:
            values.append(self._value(factor, env, behind, depth))
            # only this reading depends on the factors before
            behind = behind or (self.reading == "recursive" and self._steps_back(factor))
        if self.reverse:
            values.reverse()
        total = values[0]
        for value in values[1:]:
            total = multiply(total, value, self.lenient)
        return total

    def _is_quantity(self, factor: Expr, env: Env) -> bool:
        node = None if isinstance(factor, Group) else self.notation.node(factor, env)
        return node is not None and node.family not in self.graph.unrolling.parameters

    def _steps_back(self, factor: Expr) -> bool:
        """Whether a factor contains a Jacobian between states."""
        return any(
            isinstance(node, Derivative)
            and all(self.notation.letters.get(_letter(part)) == "h" for part in (node.of, node.by))
            for node in walk(factor)
        )

    def _circled(self, operator: str, values: list[Array]) -> Array:
        total = values[0]
        for value in values[1:]:
            if operator == "otimes":
                total = np.multiply.outer(total.ravel(), value.ravel())
            elif total.shape == value.shape:
                total = total * value
            else:
                raise UnreadableError("an elementwise product of different shapes")
        return total

    def _big(self, big: BigOperator, env: Env, behind: bool, depth: int) -> Array:
        times = index_range(big, env, self.graph)
        if big.kind == "sum":
            return self._sum([self._value(big.body, {**env, big.index: time}, behind, depth) for time in times])
        values = [self._value(big.body, {**env, big.index: time}, behind, depth) for time in times]
        if len(times) > 1 and self._rises(big, env, times) != self.reverse:
            values.reverse()
        total = np.eye(UNITS)
        for value in values:
            total = (
                total @ value if value.shape == total.shape else _refuse("a product over something other than steps")
            )
        return total

    def _rises(self, big: BigOperator, env: Env, times: list[int]) -> bool:
        """Whether the time of the factors of a ∏ increases with its index; products have the later step on the left."""
        for part in walk(big.body):
            symbol, time = symbol_and_time(part)
            if symbol is not None and time is not None and key(symbol) in self.notation.letters:
                first, second = (index(time, {**env, big.index: step}) for step in times[:2])
                return second > first
        return times[1] > times[0]


def _letter(expr: Expr) -> str:
    symbol, _ = symbol_and_time(bare(expr))
    return "" if symbol is None else key(symbol)


def _refuse(reason: str) -> Array:
    raise UnreadableError(reason)
