"""What a student's letters stand for: the notebook's, what they may be called instead, and what the answer defines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from autograder.maths.latex import Expr, Group, Listed, Number, Power, Product, Sum, Symbol, Transpose, bare, walk
from autograder.maths.paths.graph import LOSS, Graph, Node
from autograder.maths.paths.indices import INITIAL, Env, index, indices
from autograder.maths.paths.terms import OutsideError
from autograder.maths.unreadable import UnreadableError

RATES = frozenset({"eta", "alpha", "lr"})
"""Names of a learning rate that need no explanation."""


@dataclass(frozen=True)
class Definition:
    """`δ_t = body`: the letter, its indices (a name stands for any number), and what it abbreviates."""

    letter: str
    pattern: tuple[Expr, ...]
    body: Expr

    def bindings(self, numbers: tuple[int, ...], env: Env) -> dict[str, int] | None:
        """The values of the pattern's names, if it fits."""
        if len(numbers) != len(self.pattern):
            return None
        bound: dict[str, int] = {}
        for part, number in zip(self.pattern, numbers, strict=True):
            if isinstance(part, Symbol) and part.name != "T":
                if bound.setdefault(part.name, number) != number:
                    return None
            elif index(part, {"T": env["T"]}) != number:
                return None
        return bound

    @property
    def special(self) -> bool:
        """Whether it is about fixed indices (δ_T, δ_3), which come before the general case."""
        return not any(isinstance(part, Symbol) and part.name != "T" for part in self.pattern)


@dataclass(frozen=True)
class Notation:
    """How the letters of one answer are read on one graph.

    Attributes
    ----------
    graph : Graph
    letters : mapping
        Letter, with the accent after it, to family of nodes.
    definitions : tuple of Definition
        In the order of the answer.
    rates : frozenset of str
        Names of the learning rate.
    """

    graph: Graph
    letters: Mapping[str, str]
    definitions: tuple[Definition, ...] = ()
    rates: frozenset[str] = field(default=RATES)

    @classmethod
    def of(cls, graph: Graph) -> Notation:
        """The notebook's notation."""
        return cls(graph, dict(graph.unrolling.letters))

    def renamed(self, letter: str, family: str) -> Notation:
        return replace(self, letters={**self.letters, letter: family})

    def defined(self, definition: Definition) -> Notation:
        return replace(self, definitions=(*self.definitions, definition))

    @property
    def constants(self) -> frozenset[str]:
        """Names that are no indices and have none."""
        return frozenset(self.graph.unrolling.parameters) | {"T"}

    def knows(self, letter: str) -> bool:
        return letter in self.letters or letter in self.graph.unrolling.parameters or letter in self.rates

    def node(self, expr: Expr, env: Env) -> Node | None:
        """The node that an expression names; None if it names none.

        Raises
        ------
        OutsideError
            If the graph does not go that far.
        UnreadableError
            If its index cannot be read.
        """
        expr = bare(expr)
        if isinstance(expr, Product) and len(expr.factors) == 2 and isinstance(expr.factors[1], Group):
            return self.node(expr.factors[0], env) if self._arguments(expr.factors[1]) else None
        symbol, time = timed(expr)
        if symbol is None:
            return None
        letter = key(symbol)
        if letter in self.graph.unrolling.parameters:
            return Node(letter) if time is None and not symbol.primes else None
        family = self.letters.get(letter)
        if family is None or symbol.primes:
            return None
        if time is None:
            return LOSS if family == "L" else None
        if isinstance(time, Symbol) and time.name in INITIAL:
            node = Node(family, self.graph.first - 1)
        else:
            node = Node(family, index(time, env))
        if not self.graph.exists(node):
            raise OutsideError(f"{letter} at time {node.time} is outside of the network")
        return node

    def lookup(self, expr: Expr, env: Env) -> tuple[Expr, dict[str, int]] | None:
        """The body of the definition that a letter was given, with the values of its indices."""
        symbol, time = timed(bare(expr))
        if symbol is None or symbol.primes:
            return None
        letter = key(symbol)
        candidates = [definition for definition in self.definitions if definition.letter == letter]
        if not candidates:
            return None
        numbers = () if time is None else indices(time, env)
        for definition in sorted(candidates, key=lambda candidate: not candidate.special):
            bound = definition.bindings(numbers, env)
            if bound is not None:
                return definition.body, bound
        return None

    def _arguments(self, group: Group) -> bool:
        """Whether brackets hold a function's arguments: `L_t(h_t)`, `E(y, ŷ)`."""
        names = [node for node in walk(group) if isinstance(node, Symbol)]
        plain = not any(isinstance(node, Sum | Number) for node in walk(group.body) if node is not group.body)
        return bool(names) and plain


def key(symbol: Symbol) -> str:
    """A letter with its accent."""
    return symbol.name + symbol.accent


def timed(expr: Expr) -> tuple[Symbol | None, Expr | None]:
    """A symbol and its index, whether it is written below (`h_t`) or above (`h^{(t)}`, `h^t`)."""
    match expr:
        case Symbol():
            return replace(expr, sub=None), expr.sub
        case Power(Symbol(sub=None) as symbol, exponent):
            return symbol, bare(exponent)
        case Transpose(Symbol(sub=None) as symbol, "T"):
            return symbol, Symbol("T")
    return None, None


def pattern(index_of: Expr | None) -> tuple[Expr, ...]:
    """The indices under which a letter is defined."""
    if index_of is None:
        return ()
    return index_of.items if isinstance(index_of, Listed) else (index_of,)


__all__ = ["RATES", "Definition", "Notation", "UnreadableError", "key", "pattern", "timed"]
