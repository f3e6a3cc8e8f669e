"""The meaning of the letters in an answer: those of the notebook, common alternatives, and definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from autograder.maths.latex import Expr, Group, Listed, Power, Product, Symbol, Transpose, bare, walk
from autograder.maths.paths.graph import LOSS, Graph, Node
from autograder.maths.paths.indices import INITIAL, Env, evaluate_indices, index, split_indices
from autograder.maths.paths.terms import OutsideError
from autograder.maths.unreadable import UnreadableError

RATES = frozenset({"eta", "alpha", "lr"})
"""Names of a learning rate that need no definition."""


@dataclass(frozen=True)
class Definition:
    """`δ_t = body`: the letter, its indices (a name matches any number), and its definition."""

    letter: str
    pattern: tuple[Expr, ...]
    body: Expr

    def bindings(self, numbers: tuple[int, ...], env: Env) -> dict[str, int] | None:
        """The values of the names in the pattern if it matches these numbers, otherwise None."""
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
        """Whether it has fixed indices (δ_T, δ_3); such definitions take precedence."""
        return not any(isinstance(part, Symbol) and part.name != "T" for part in self.pattern)


@dataclass(frozen=True)
class Notation:
    """How to read the letters of one answer on one graph.

    Attributes
    ----------
    graph : Graph
    letters : mapping
        Letter, followed by its accent, to family of nodes.
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
        """The notation of the notebook."""
        return cls(graph, dict(graph.unrolling.letters))

    def renamed(self, letter: str, family: str) -> Notation:
        """The notation with another letter for a family."""
        return replace(self, letters={**self.letters, letter: family})

    def defined(self, definition: Definition) -> Notation:
        """The notation with one more definition."""
        return replace(self, definitions=(*self.definitions, definition))

    def redefined(self, known: Definition, body: Expr) -> Notation:
        """The notation with another body for a definition."""
        better = (replace(known, body=body) if definition == known else definition for definition in self.definitions)
        return replace(self, definitions=tuple(better))

    @property
    def constants(self) -> frozenset[str]:
        """Names that are no indices and have none."""
        return frozenset(self.graph.unrolling.parameters) | {"T"}

    def with_definitions(self, side: Expr) -> Iterator[Expr]:
        """Yield an expression and then the definitions of its letters, recursively."""
        waiting, seen = [side], set[str]()
        while waiting:
            part = waiting.pop()
            yield part
            for node in walk(part):
                letter = key(node) if isinstance(node, Symbol) else ""
                if letter and letter not in seen:
                    seen.add(letter)
                    waiting += (definition.body for definition in self.definitions if definition.letter == letter)

    def knows(self, letter: str) -> bool:
        """Whether a letter is a quantity, a parameter or a learning rate."""
        return letter in self.letters or letter in self.graph.unrolling.parameters or letter in self.rates

    def node(self, expr: Expr, env: Env) -> Node | None:
        """The node that an expression names; None if it names none.

        Raises
        ------
        OutsideError
            If the node is outside of the graph.
        UnreadableError
            If its index cannot be read.
        """
        expr = bare(expr)
        if isinstance(expr, Product) and len(expr.factors) == 2 and isinstance(expr.factors[1], Group):
            return self._applied(expr.factors[0], expr.factors[1], env)
        symbol, time = symbol_and_time(expr)
        if symbol is None:
            return None
        letter = key(symbol)
        if letter in self.graph.unrolling.parameters:
            whole = time is None or _is_entry(expr)
            return Node(letter) if whole and not symbol.primes else None
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
        """The body of the definition that matches an expression, with the values of its indices, or None."""
        symbol, time = symbol_and_time(bare(expr))
        if symbol is None or symbol.primes:
            return None
        letter = key(symbol)
        candidates = [definition for definition in self.definitions if definition.letter == letter]
        if not candidates:
            return None
        for definition in sorted(candidates, key=lambda candidate: not candidate.special):
            numbers = () if time is None else evaluate_indices(time, env, len(definition.pattern))
            bound = definition.bindings(numbers, env)
            if bound is not None:
                return definition.body, bound
        return None

    def _applied(self, function: Expr, group: Group, env: Env) -> Node | None:
        """`h(t)` is the state at a time; in `L_t(h_t)` and `E(y, ŷ)` the arguments are ignored."""
        inside = [node for node in walk(group) if isinstance(node, Symbol)]
        if isinstance(function, Symbol) and function.sub is None and all(self._is_time(node, env) for node in inside):
            family = self.letters.get(key(function))
            return None if family is None else self.node(replace(function, sub=group.body), env)
        known = all(
            self.knows(key(node)) or node.name == "theta" for node in inside if node.sub is not None or node.accent
        )
        return self.node(function, env) if inside and known else None

    def _is_time(self, symbol: Symbol, env: Env) -> bool:
        return symbol.sub is None and symbol.name in env and not symbol.accent


_ENTRIES = frozenset("i j k l m n a b p q r s".split())


def _is_entry(expr: Expr) -> bool:
    """Whether it is W_{ij}: a claim about every entry of a matrix is a claim about the matrix."""
    match expr:
        case Symbol(
            sub=Product((Symbol(first, None), Symbol(second, None)))
            | Listed((Symbol(first, None), Symbol(second, None)))
        ):
            return first != second and {first, second} <= _ENTRIES
    return False


def key(symbol: Symbol) -> str:
    """A letter followed by its accent."""
    return symbol.name + symbol.accent


def symbol_and_time(expr: Expr) -> tuple[Symbol | None, Expr | None]:
    """A symbol and its index, written below (`h_t`) or above (`h^{(t)}`, `h^t`)."""
    match expr:
        case Symbol():
            return expr, expr.sub
        case Power(Symbol(sub=None) as symbol, exponent):
            return symbol, bare(exponent)
        case Transpose(Symbol(sub=None) as symbol, "T"):
            return symbol, Symbol("T")
    return None, None


def pattern(index_of: Expr | None) -> tuple[Expr, ...]:
    """The indices with which a letter is defined."""
    match index_of:
        case None:
            return ()
        case Product(factors) if len(factors) == 2 and all(isinstance(f, Symbol) and f.sub is None for f in factors):
            return factors
    return split_indices(index_of, 1)


__all__ = ["RATES", "Definition", "Notation", "UnreadableError", "key", "pattern", "symbol_and_time"]
