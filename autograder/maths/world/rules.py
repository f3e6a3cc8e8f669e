"""Checks rules about activations in numbers: σ′(z) = σ(z)(1 − σ(z)), tanh′ = 1 − tanh², σ′ ≤ 1/4."""

from __future__ import annotations

import math
import operator

from autograder.maths.latex import Call, Expr, Group, Number, Power, Product, Ratio, Sum, Symbol, bare
from autograder.maths.paths.indices import index
from autograder.maths.unreadable import UnreadableError

_POINTS = (-1.7, -0.4, 0.0, 0.3, 1.1)
_ORDERS = {
    "≤": operator.le,
    "<": operator.lt,
    "≥": operator.ge,
    ">": operator.gt,
}
_SIGMOID = frozenset({"sigma", "sigmoid"})


def holds_as_rule(left: Expr, right: Expr, relation: str, slope: str) -> bool | None:
    """Whether a claim about an activation and its derivative holds; None if it is about something else.

    Parameters
    ----------
    left, right : Expr
    relation : str
        `=`, `≤`, `<`, `≥` or `>`.
    slope : str
        The activation of the question, `sigmoid` or `tanh`: σ is only known to be the sigmoid where it is the former.
    """
    try:
        rule = _Rule(slope)
        pairs = [(rule.value(left, point), rule.value(right, point)) for point in _POINTS]
    except (UnreadableError, ArithmeticError):
        return None
    if not rule.used or len(rule.variables) > 1:
        return None
    if relation == "=":
        return all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) for a, b in pairs)
    return all(_ORDERS[relation](a, b + 1e-12 if relation in ("≤", "<") else b - 1e-12) for a, b in pairs)


class _Rule:
    """Evaluates expressions of one variable."""

    def __init__(self, slope: str) -> None:
        self.known = {"tanh"} | (_SIGMOID if slope == "sigmoid" else set())
        self.used = False
        self.variables: set[str] = set()

    def value(self, expr: Expr, at: float) -> float:
        match expr:
            case Group(body):
                return self.value(body, at)
            case Number(value):
                return float(value)
            case Sum(terms):
                return sum(sign * self.value(term, at) for sign, term in terms)
            case Ratio(numerator, denominator):
                return self.value(numerator, at) / self.value(denominator, at)
            case Product(factors):
                return self._product(factors, at)
            case Call(Symbol() as function, Sum(terms) as argument) if any(function == term for _, term in terms):
                # σ(1 − σ) is a product
                return self._function(function, at) * self.value(argument, at)
            case Call(Symbol() as function, argument):
                return self._function(function, self._argument(argument, at))
            case Power(Symbol("e", None), exponent):
                return math.exp(self.value(exponent, at))
            case Power(base, exponent):
                return float(self.value(base, at) ** index(exponent, {}))
            case Symbol(name, None, _, "") if name in self.known:
                return self._function(expr, at)
            case Symbol(name, None, 0, "") if len(name) == 1:
                self.variables.add(name)
                return at
        raise UnreadableError("no rule about a function of one variable")

    def _product(self, factors: tuple[Expr, ...], at: float) -> float:
        total, place = 1.0, 0
        while place < len(factors):
            factor, place = factors[place], place + 1
            following = factors[place] if place < len(factors) else None
            inner = factor.base if isinstance(factor, Power) else factor
            applied = isinstance(inner, Symbol) and inner.name in self.known and isinstance(following, Group)
            if applied and isinstance(bare(following or factor), Symbol):
                # tanh²(x)
                self._argument(bare(following or factor), at)
                place += 1
            total *= self.value(factor, at)
        return total

    def _argument(self, argument: Expr, at: float) -> float:
        inner = bare(argument)
        if not isinstance(inner, Symbol | Number) and inner != Sum(((-1, Symbol("x")),)):
            raise UnreadableError("a function of a formula")
        return self.value(inner, at)

    def _function(self, function: Symbol, at: float) -> float:
        name = function.name
        if function.sub is not None or function.primes > 1:
            raise UnreadableError("another function")
        if name == "exp" and not function.primes:
            return math.exp(at)
        if name not in self.known:
            raise UnreadableError("another function")
        self.used = True
        value = math.tanh(at) if name == "tanh" else 1 / (1 + math.exp(-at))
        if not function.primes:
            return value
        return 1 - value**2 if name == "tanh" else value * (1 - value)
