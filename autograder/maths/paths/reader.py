"""Converts a formula into a sum of products of Jacobians, for given values of its indices."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

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
    Number,
    Power,
    Product,
    Ratio,
    Sum,
    Symbol,
    Transpose,
    Unread,
    bare,
)
from autograder.maths.paths.evaluate import Evaluator
from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.indices import Env, index, select_case
from autograder.maths.paths.notation import Notation, key, symbol_and_time
from autograder.maths.paths.quantities import quantities
from autograder.maths.paths.ranges import index_range
from autograder.maths.paths.resolve import joins
from autograder.maths.paths.slopes import slope_step
from autograder.maths.paths.sum_dots import fill_gap
from autograder.maths.paths.terms import (
    CIRCULAR,
    DEPTH,
    Gap,
    InapplicableError,
    Jacobian,
    Kind,
    LayerJacobian,
    OutsideError,
    OutsideFactor,
    Term,
    Terms,
    Vector,
    product,
)
from autograder.maths.unreadable import UnreadableError

_KINDS: dict[str, Kind] = {"partial": "plain", "immediate": "immediate", "total": "total", "gradient": "plain"}
BEYOND = 2
"""Most factors that are written on one side of dots."""

_IMMEDIATE = frozenset({"imm", "immediate", "direct", "explicit", "expl", "+", "local"})


@dataclass
class Reader:
    """Reads formulas.

    Attributes
    ----------
    notation : Notation
    evaluator : Evaluator
        Recognises formulas by value: 1 − s_t² as a slope, σ(W h_{t−1} + U x_t) as the state h_t.
    loose : set of str
        Collects imprecise notation that was accepted.
    """

    notation: Notation
    evaluator: Evaluator
    loose: set[str] = field(default_factory=set)

    @property
    def graph(self) -> Graph:
        """The graph of the notation."""
        return self.notation.graph

    def terms(self, expr: Expr, env: Env, depth: int = 0) -> Terms:
        """The terms of a formula.

        Raises
        ------
        UnreadableError
            If it is no sum of products of Jacobians, or too large; `OutsideError` if it leaves the network.
        """
        self.evaluator.budget.spend()
        if depth > DEPTH:
            raise UnreadableError(CIRCULAR)
        match expr:
            case Number(value):
                return (Term(value),)
            case Group(body):
                return self.terms(body, env, depth)
            case Sum():
                return self._sum(expr, env, depth)
            case Product(factors):
                reader = self._beyond() if any(isinstance(factor, Dots) for factor in factors) else self
                return product([reader.terms(factor, env, depth) for factor in factors])
            case Circled(operator, operands):
                return self._circled(operator, operands, env, depth)
            case Ratio(numerator, denominator):
                return tuple(
                    term.scaled(1 / self._count(denominator, env)) for term in self.terms(numerator, env, depth)
                )
            case Symbol("T", None, 0, ""):
                return (Term(Fraction(env["T"])),)
            case Derivative(of, by, kind):
                return self._derivative(of, by, _KINDS[kind], env, flipped=kind == "gradient")
            case At(base, where):
                return self._held(bare(base), where, env)
            case Indexed(base, Symbol(name)) if name in _IMMEDIATE and isinstance(bare(base), Derivative):
                inner = bare(base)
                assert isinstance(inner, Derivative)
                return self._derivative(inner.of, inner.by, "immediate", env)
            case BigOperator("sum", name, body=body):
                if expr.lower is None and expr.upper is None:
                    self.loose.add("unbounded")
                times = index_range(expr, env, self.graph)
                return tuple(term for time in times for term in self.terms(body, {**env, name: time}, depth))
            case BigOperator("prod", name, body=body):
                return self._product_of_steps(expr, env, depth)
            case Call(function, argument) if function.name in ("diag", "Diag"):
                return (Term(atoms=(LayerJacobian("slope", slope_step(argument, env, self.evaluator)),)),)
            case Cases():
                chosen = select_case(expr, env)
                if chosen is None:
                    raise InapplicableError
                return self.terms(chosen, env, depth)
            case Dots():
                return (Term(atoms=(Gap(),)),)
            case Unread(_, reason):
                raise UnreadableError(reason)
        return self._named(expr, env, depth)

    def _beyond(self) -> Reader:
        """A reader for a longer network: for k = t, the factors next to the dots of A_t … A_{k+1} lie outside."""
        graph = self.graph
        wide = replace(graph, first=graph.first - BEYOND, last=graph.last + BEYOND)
        return replace(self, notation=replace(self.notation, graph=wide))

    def _count(self, denominator: Expr, env: Env) -> Fraction:
        """A divisor, such as T."""
        inner = bare(denominator)
        count = inner.value if isinstance(inner, Number) else Fraction(index(inner, env))
        if not count:
            raise UnreadableError("a division by zero")
        return count

    # --- names ----------------------------------------------------------------------------------

    def _named(self, expr: Expr, env: Env, depth: int) -> Terms:
        found = self.notation.lookup(expr, env)
        if found is not None:
            body, bound = found
            return self.terms(body, {**env, **bound}, depth + 1)
        if isinstance(expr, Transpose):
            return tuple(term.transposed() for term in reversed(self.terms(expr.base, env, depth)))
        symbol, time = symbol_and_time(expr)
        if symbol is not None and time is None and key(symbol) in self.notation.rates:
            return (Term(scalars=("rate",)),)
        if symbol is not None and key(symbol) in self.graph.unrolling.parameters and time is None and not symbol.primes:
            return (Term(atoms=(LayerJacobian(symbol.name),)),)
        node = self.notation.node(expr, env)
        if node is not None and node.family in ("h", "x"):
            return (Term(atoms=(Vector(node),)),)
        if symbol == Symbol("I") or (symbol is not None and symbol.name == "I" and time is not None):
            return (Term(),)
        if isinstance(expr, Power):
            return self._power(expr, env, depth)
        raise UnreadableError("an undefined name, or one that is not a Jacobian")

    def _power(self, expr: Power, env: Env, depth: int) -> Terms:
        exponent = index(expr.exponent, env)
        if exponent < 0:
            raise InapplicableError
        if exponent > 30:
            raise UnreadableError("a power that has no meaning here")
        base = self.terms(expr.base, env, depth)
        atoms = base[0].atoms if len(base) == 1 else ()
        if exponent > 1 and any(isinstance(atom, Jacobian) for atom in atoms):
            # literally the same Jacobian several times, but probably meant as one per step
            raise UnreadableError("a power of a Jacobian between two given steps")
        return product([base] * exponent)

    # --- sums and products ----------------------------------------------------------------------

    def _sum(self, expr: Sum, env: Env, depth: int) -> Terms:
        residual = self._residual(expr, env)
        if residual is not None:
            return residual
        gaps = [place for place, (_, term) in enumerate(expr.terms) if isinstance(bare(term), Dots)]
        if len(gaps) > 1:
            raise UnreadableError("more than one gap of dots in a sum")
        read: list[Terms | None] = []
        for sign, part in expr.terms:
            if isinstance(bare(part), Dots):
                continue
            try:
                terms: Terms | None = tuple(term.scaled(sign) for term in self._term(part, env, depth))
            except OutsideError:
                if not gaps:
                    raise
                terms = None
            read.append(terms)
        if gaps:
            if not _has_sign(read[gaps[0] - 1] if gaps[0] else None, expr.terms[gaps[0]][0]):
                raise UnreadableError("dots with another sign than the terms next to them")
            return fill_gap(self.graph, read[: gaps[0]], read[gaps[0] :])
        return tuple(term for terms in read if terms is not None for term in terms)

    def _term(self, part: Expr, env: Env, depth: int) -> Terms:
        try:
            return self.terms(part, env, depth)
        except OutsideError as error:
            if self.graph.unrolling.T is None or set(env) != {"T"}:
                raise
            return (Term(atoms=(OutsideFactor(str(error)),)),)

    def _residual(self, expr: Sum, env: Env) -> Terms | None:
        """ŷ_t − y_t, the derivative of the loss by the input of softmax, as a column."""
        if len(expr.terms) != 2 or "yhat" not in self.graph.unrolling.chain:
            return None
        try:
            nodes = [self.notation.node(term, env) for _, term in expr.terms]
        except OutsideError:
            raise
        except UnreadableError:
            return None
        signs = {node.family: sign for (sign, _), node in zip(expr.terms, nodes, strict=True) if node is not None}
        if set(signs) != {"yhat", "y"} or signs["yhat"] == signs["y"] or nodes[0] is None or nodes[1] is None:
            return None
        if nodes[0].time != nodes[1].time:
            raise UnreadableError("ŷ and y of different steps")
        jacobian = Jacobian(Node("L", nodes[0].time), Node("o", nodes[0].time), "plain", flipped=True)
        return (Term(Fraction(signs["yhat"]), (), (jacobian,)),)

    def _circled(self, operator: str, operands: tuple[Expr, ...], env: Env, depth: int) -> Terms:
        if operator == "otimes" and len(operands) == 2:
            right = tuple(_as_row(term) for term in self.terms(operands[1], env, depth))
            return product([self.terms(operands[0], env, depth), right])
        if operator == "odot":
            factors: list[Terms] = []
            column: list[Terms] = []
            for operand in operands:
                try:
                    slope = slope_step(operand, env, self.evaluator)
                    factors.append((Term(atoms=(LayerJacobian("slope", slope),)),))
                except UnreadableError:
                    column.append(self.terms(operand, env, depth))
            if len(column) == 1:
                return product([*factors, *column])
        raise UnreadableError("a circled product of something other than slopes")

    def _product_of_steps(self, big: BigOperator, env: Env, depth: int) -> Terms:
        times = index_range(big, env, self.graph)
        parts = [self.terms(big.body, {**env, big.index: time}, depth) for time in times]
        forward = product(parts)
        if len(parts) < 2 or all(joins(self.graph, term) for term in forward):
            return forward
        backward = product(parts[::-1])
        return backward if all(joins(self.graph, term) for term in backward) else forward

    # --- derivatives ----------------------------------------------------------------------------

    def _derivative(self, of: Expr, by: Expr, kind: Kind, env: Env, flipped: bool = False) -> Terms:
        below = self.notation.node(by, env)
        if below is None:
            raise UnreadableError("a derivative by an unknown quantity")
        flipped = flipped and below.family not in self.graph.unrolling.parameters
        return tuple(
            Term(coefficient, (), (Jacobian(above, below, kind, flipped),))
            for coefficient, above in quantities(of, env, self.notation, self.evaluator)
        )

    def _held(self, base: Expr, where: Expr, env: Env) -> Terms:
        if not isinstance(base, Derivative):
            raise UnreadableError("a bar without the quantity that is held fixed")
        marked = isinstance(where, Symbol) and where.name in _IMMEDIATE
        if not marked:
            held = self.notation.node(where, env)
            if held is None or held.family != "h":
                raise UnreadableError("a bar without the quantity that is held fixed")
        return self._derivative(base.of, base.by, "immediate", env)


def _has_sign(terms: Terms | None, sign: int) -> bool:
    """Whether all terms have this sign, as far as they are known."""
    return terms is None or all(term.coefficient * sign > 0 for term in terms)


def _as_row(term: Term) -> Term:
    """The second operand of ⊗, which is a row whether or not it is written as one."""
    if len(term.atoms) == 1 and isinstance(term.atoms[0], Vector):
        return replace(term, atoms=(replace(term.atoms[0], flipped=True),))
    return term.transposed()
