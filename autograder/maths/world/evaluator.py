"""Evaluates formulas in any notation on a concrete network, with a labelled axis for every component index.

Derivatives of anything but a quantity of the network are taken by complex steps: every node gets its values after a
small imaginary change of the quantity below, and the formula is evaluated on those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.maths.latex import (
    At,
    BigOperator,
    Call,
    Cases,
    Circled,
    Derivative,
    Dots,
    Expr,
    Group,
    Indexed,
    Listed,
    Number,
    Power,
    Product,
    Ratio,
    Related,
    Sum,
    Symbol,
    Transpose,
    bare,
)
from autograder.maths.paths.activations import ACTIVATION_NAMES
from autograder.maths.paths.evaluate import RATE
from autograder.maths.paths.graph import LOSS, Graph, Node
from autograder.maths.paths.indices import INITIAL, holds, index
from autograder.maths.paths.network import UNITS, Network
from autograder.maths.paths.terms import OutsideError, WorkBudget
from autograder.maths.unreadable import UnreadableError
from autograder.maths.world.derivatives import derivative, derivative_at
from autograder.maths.world.functions import apply, slope
from autograder.maths.world.layouts import CHANGE, Env, Layout
from autograder.maths.world.names import Names
from autograder.maths.world.references import Reference, reference
from autograder.maths.world.tensors import (
    Tensor,
    add,
    aligned,
    entrywise,
    labelled,
    multiply,
    number,
    outer,
)

DEPTH = 40


@dataclass(frozen=True)
class TensorEvaluator:
    """Evaluates formulas on one network.

    Attributes
    ----------
    names : Names
        What the letters mean.
    network : Network
    layout : Layout
    budget : WorkBudget
    free : frozenset of str
        Component indices that no product sums over.
    sizes : mapping
        Number of components per index.
    changed : mapping or None
        Values of the nodes after changes of one of them.
    """

    names: Names
    network: Network
    layout: Layout
    budget: WorkBudget
    free: frozenset[str] = frozenset()
    sizes: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[Node, NDArray[Any]] | None = None

    @property
    def graph(self) -> Graph:
        """The graph of the network."""
        return self.network.graph

    def value(self, expr: Expr, env: Env, depth: int = 0) -> Tensor:
        """The value of a formula for given values of its time indices.

        Raises
        ------
        UnreadableError
            If it has none.
        """
        self.budget.spend()
        if depth > DEPTH:
            raise UnreadableError("circular definitions")
        step = self.names.transition(expr, env) if self.names.transitions else None
        if step is not None:
            return self._node_value(step)
        match expr:
            case Number(value):
                return number(float(value))
            case Group(body):
                return self.value(body, env, depth)
            case Sum(terms) if any(isinstance(term, Dots) for _, term in terms):
                return self._dotted([term for sign, term in terms if sign == 1], len(terms), env)
            case Sum(terms):
                total = number(0)
                for sign, term in terms:
                    part = self.value(term, env, depth)
                    total = add(total, part if sign == 1 else part.negated)
                return total
            case Product(factors):
                return self._product(factors, env, depth)
            case Circled(operator, operands):
                return self._circled(operator, operands, env, depth)
            case Ratio(numerator, denominator):
                below = self.value(denominator, env, depth)
                if below.core != (1, 1) and _differs_in_shape(below, self.value(numerator, env, depth)):
                    raise UnreadableError("a division by a matrix")
                return entrywise(self.value(numerator, env, depth), below.mapped(lambda array: 1 / array))
            case Derivative():
                return derivative(self, expr, env, depth)
            case At(base, where):
                return derivative_at(self, bare(base), where, env, depth)
            case BigOperator():
                return self._big(expr, env, depth)
            case Cases():
                return self._cases(expr, env, depth)
            case Call(function, argument):
                return apply(function, self.value(argument, env, depth), self.graph.unrolling)
            case Symbol("I", None, 0, ""):
                return Tensor((), np.eye(1), identity=True)
        return self._named(expr, env, depth)

    # --- names ----------------------------------------------------------------------------------

    def node(self, expr: Expr, env: Env) -> tuple[Node, tuple[str, ...]] | None:
        """The quantity that an expression names, with its component indices; None if it names none."""
        found = reference(bare(expr))
        if found is None or found.primes:
            return None
        parameters = self.graph.unrolling.parameters
        if found.letter in parameters:
            split = None if found.raised else found.split(2)
            return None if split is None else (Node(found.letter), split[1])
        family = self.names.letters.get(found.letter)
        if family is None:
            return None
        if family == "L" and not found.indices and not found.raised:
            return (LOSS, ()) if not found.components else None
        split = found.split(1)
        if split is None or split[0] is None:
            return None
        time, components = split
        assert time is not None
        initial = isinstance(time, Symbol) and time.name in INITIAL
        at = self.graph.first - 1 if initial else index(time, env)
        node = Node(family, at)
        if not self.graph.exists(node):
            raise OutsideError(f"{found.letter} at time {at} is outside of the network")
        return node, components

    def _named(self, expr: Expr, env: Env, depth: int) -> Tensor:
        if isinstance(expr, Transpose):
            return self.value(expr.base, env, depth).transposed
        named = self.node(expr, env)
        if named is not None:
            return self._components(self._node_value(named[0]), named[1])
        found = reference(expr)
        if found is not None:
            value = self._defined(found, env, depth)
            if value is not None:
                return value
            if found.letter == "delta" and (both := found.split(2)) is not None and len(both[1]) == 2:
                return self._kronecker(*both[1])
            slope = ACTIVATION_NAMES[self.graph.unrolling.slope]
            if found.letter in slope and found.primes == 1 and (split := found.split(1)) and split[0] is not None:
                return self._components(self._slopes(index(split[0], env)), split[1])
            if found.letter in self.names.rates and not found.indices and not found.raised:
                return number(RATE)
            if found.letter == "T" and not found.indices:
                return number(env["T"])
        match expr:
            case Indexed(base, Symbol(name, None, 0, "")):
                return self.value(base, env, depth).component(name)
            case Indexed(base, Product((Symbol(row), Symbol(column))) | Listed((Symbol(row), Symbol(column)))):
                return self.value(base, env, depth).entry(row, column)
            case Power(Symbol("e", None), exponent):
                return self.value(exponent, env, depth).mapped(np.exp)
            case Power(base, exponent):
                return self._power(self.value(base, env, depth), exponent, env)
        raise UnreadableError("an undefined name")

    def _node_value(self, node: Node) -> Tensor:
        if self.changed is None:
            array = np.asarray(self.network.value(node))
            return Tensor((), array.reshape(-1, 1) if array.ndim < 2 else array)
        array = self.changed[node]
        return Tensor((CHANGE,), array.reshape(len(array), -1, 1) if array.ndim < 3 else array)

    def _components(self, value: Tensor, components: tuple[str, ...]) -> Tensor:
        for component in components:
            if component not in self.names.components:
                raise UnreadableError(f"the index {component}")
        if not components:
            return value
        if len(components) == 1:
            return value.component(components[0])
        if len(components) == 2 and 1 not in value.core:
            return value.entry(components[0], components[1])
        raise UnreadableError("too many indices")

    def _kronecker(self, first: str, second: str) -> Tensor:
        size = self.sizes.get(first) or self.sizes.get(second) or UNITS
        return labelled(np.eye(size)[..., None, None], (first, second))

    def _slopes(self, time: int) -> Tensor:
        node = Node("a", time)
        if not self.graph.exists(node):
            raise OutsideError("a slope outside of the network")
        return self._node_value(node).mapped(lambda z: slope(z, self.graph.unrolling))

    def _defined(self, found: Reference, env: Env, depth: int) -> Tensor | None:
        """The value of a letter that the answer defines, or None."""
        match = self.names.lookup(found, env, self.graph)
        if match is None:
            return None
        if match.body is None:
            return number(0)
        inner = replace(self, free=self.free | frozenset(match.labels))
        value = inner.value(match.body, {**env, **match.bound}, depth + 1)
        if len(match.labels) == 1 and not match.wanted:
            return value.column(match.labels[0])
        if match.labels and not match.wanted:
            return _matrix(value, match.labels)
        if match.labels:
            names = dict(zip(match.labels, match.wanted, strict=True))
            return value.renamed([names.get(name, name) for name in value.labels])
        return self._components(value, match.wanted)

    def _dotted(self, terms: list[Expr], count: int, env: Env) -> Tensor:
        """L_0 + L_1 + … + L_T: one quantity at consecutive steps."""
        named = [None if isinstance(term, Dots) else self.node(term, env) for term in terms]
        found = [one for one in named if one is not None and one[0].time is not None]
        if len(terms) != count or len(found) != count - 1 or named[0] is None or named[-1] is None:
            raise UnreadableError("a sum with dots")
        (first, components), (last, _) = found[0], found[-1]
        assert first.time is not None
        assert last.time is not None
        steps = [(Node(first.family, time), components) for time in range(first.time, last.time + 1)]
        if [one for one in steps if one in found] != found:
            raise UnreadableError("a sum with dots")
        total = number(0)
        for node, _ in steps:
            total = add(total, self._components(self._node_value(node), components))
        return total

    # --- products -------------------------------------------------------------------------------

    def _product(self, factors: tuple[Expr, ...], env: Env, depth: int) -> Tensor:
        factors = self.names.without_arguments(factors)
        values = [self.value(factor, env, depth) for factor in factors]
        return self._contracted(values, self.layout.transposed)

    def _contracted(self, values: list[Tensor], reverse: bool = False) -> Tensor:
        """The product, summed over component indices that occur in several factors."""
        if reverse and not any(value.labels for value in values):
            try:
                return self._multiplied(values[::-1])
            except UnreadableError:
                pass
        total = self._multiplied(values)
        for label in total.labels:
            if label not in self.free and label != CHANGE and sum(label in value.labels for value in values) > 1:
                total = total.summed(label)
        return total

    def _multiplied(self, values: list[Tensor]) -> Tensor:
        total = values[0]
        for value in values[1:]:
            total = multiply(total, value, self.layout.lenient)
        return total

    def _circled(self, operator: str, operands: tuple[Expr, ...], env: Env, depth: int) -> Tensor:
        values = [self.value(operand, env, depth) for operand in operands]
        total = values[0]
        for value in values[1:]:
            total = outer(total, value) if operator == "otimes" else entrywise(total, value)
        return total

    def _power(self, base: Tensor, exponent: Expr, env: Env) -> Tensor:
        count = index(exponent, env)
        if abs(count) > 30:
            raise UnreadableError("an exponent that is too large")
        rows, columns = base.core
        if rows == columns != 1:
            return base.mapped(lambda array: np.linalg.matrix_power(array, count))
        return base.mapped(lambda array: array**count)

    def _big(self, big: BigOperator, env: Env, depth: int) -> Tensor:
        if big.index in self.names.components and big.kind == "sum":
            value = replace(self, free=self.free | {big.index}).value(big.body, env, depth)
            return value.summed(big.index) if big.index in value.labels else _refuse("a sum over an unused index")
        lower = self.graph.first if big.lower is None else index(big.lower, env)
        upper = self.graph.last if big.upper is None else index(big.upper, env)
        if abs(upper - lower) > 40:
            raise UnreadableError("a range that is too long")
        down = big.kind == "prod" and upper < lower - 1
        times = range(lower, upper - 1, -1) if down else range(lower, upper + 1)
        values = [self.value(big.body, {**env, big.index: time}, depth) for time in times]
        if big.kind == "sum":
            total = number(0)
            for value in values:
                total = add(total, value)
            return total
        if not values:
            return Tensor((), np.eye(1), identity=True)
        if not down and not self.layout.transposed and values[0].core != (1, 1):
            values.reverse()
        return self._multiplied(values)

    def _cases(self, cases: Cases, env: Env, depth: int) -> Tensor:
        total, left = number(0), number(1)
        for value, when in cases.rows:
            met = left if when is None else entrywise(left, self._condition(when, env))
            left = add(left, met.negated)
            total = add(total, entrywise(self.value(value, env, depth), met)) if met.array.any() else total
        return total

    def _condition(self, when: Expr, env: Env) -> Tensor:
        """1 where a condition on indices is met, otherwise 0."""
        match when:
            case Related((Symbol(first, None), Symbol(second, None)), ("=" | "≠" as relation,)) if {
                first,
                second,
            } <= self.names.components:
                equal = self._kronecker(first, second)
                return equal if relation == "=" else equal.mapped(lambda array: 1 - array)
        return number(float(holds(when, env)))


def _differs_in_shape(below: Tensor, above: Tensor) -> bool:
    """Whether a division is not entry by entry."""
    return below.core != above.core and above.core != (1, 1)


def _matrix(value: Tensor, labels: tuple[str, ...]) -> Tensor:
    """Numbers with two labels as a matrix."""
    if len(labels) != 2 or value.core != (1, 1):
        raise UnreadableError("too many indices")
    order, (array,) = aligned(value)
    rest = [label for label in order if label not in labels]
    if rest:
        raise UnreadableError("too many indices")
    array = array[..., 0, 0]
    return Tensor((), array if order == labels else array.T)


def _refuse(reason: str) -> Tensor:
    raise UnreadableError(reason)
