"""The meaning of one side of a claim: on each graph, for each value of its free indices, under each reading."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from autograder.maths.latex import Expr
from autograder.maths.paths.evaluate import Evaluator, Reading
from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.indices import Env
from autograder.maths.paths.network import Network
from autograder.maths.paths.notation import Notation
from autograder.maths.paths.reader import Reader
from autograder.maths.paths.resolve import JacobianChain
from autograder.maths.paths.side_properties import SideProperties, side_properties
from autograder.maths.paths.terms import InapplicableError, Jacobian, LayerJacobian, Term, Terms, Vector, WorkBudget
from autograder.maths.paths.values import PathSum, path_sums, resolve_terms
from autograder.maths.unreadable import UnreadableError

INDEX_NAMES = frozenset("t k i j l m n p q r s u tau kappa".split())
"""Names that a free index may have."""

READING_COST = 10
"""Base cost of reading a side."""

Ends = tuple[Node, Node]
SideKey = tuple[SideProperties, Graph, bool, tuple[tuple[str, int], ...]]
K = TypeVar("K")
V = TypeVar("V")


@functools.lru_cache(maxsize=256)
def shared_network(graph: Graph, tied: bool = False) -> Network:
    """The network on which claims about a graph are checked, created once."""
    return Network(graph, tied=tied)


@dataclass(frozen=True)
class Meaning:
    """The meaning of one side on one graph, for given values of the free indices.

    Attributes
    ----------
    found : tuple of (Term, JacobianChain or None)
    values : mapping
        Reading to `PathSum`.
    loose : frozenset of str
        Imprecise notation that was accepted.
    """

    found: tuple[tuple[Term, JacobianChain | None], ...]
    values: Mapping[Reading, PathSum]
    loose: frozenset[str]

    @property
    def quantity(self) -> Ends | None:
        """Numerator and denominator, if the side is a single derivative; otherwise None."""
        if len(self.found) != 1 or self.found[0][1] is None:
            return None
        term, chain = self.found[0]
        if term.coefficient != 1 or term.scalars or chain is None or len(term.atoms) != 1:
            return None
        atom = term.atoms[0]
        return (atom.above, atom.below) if isinstance(atom, Jacobian) else None


@dataclass
class SideReader:
    """Finds the meaning of the sides of one answer's claims on several graphs, each once.

    Attributes
    ----------
    graphs : tuple of Graph
    notations : mapping
        The notation of the answer on each graph.
    budget : WorkBudget
    """

    graphs: tuple[Graph, ...]
    notations: Mapping[Graph, Notation]
    budget: WorkBudget = field(default_factory=WorkBudget)
    _properties: dict[Expr, SideProperties] = field(default_factory=dict)
    """Equal sides share their properties."""
    _properties_by_id: dict[int, tuple[Expr, SideProperties]] = field(default_factory=dict)
    """By `id(side)`. Keeping the side alive prevents another object from getting the same id."""
    _terms: dict[SideKey, tuple[Terms, frozenset[str]] | Exception] = field(default_factory=dict)
    _meanings: dict[tuple[SideKey, Ends | None], Meaning | Exception] = field(default_factory=dict)
    _ends: dict[tuple[object, ...], tuple[tuple[Expr, ...], Ends | None]] = field(default_factory=dict)
    """The same for chains."""

    @property
    def rates(self) -> frozenset[str]:
        """Letters that may denote the learning rate."""
        return self.notations[self.graphs[-1]].rates

    def properties(self, side: Expr) -> SideProperties:
        """The properties of a side."""
        if id(side) not in self._properties_by_id:
            if side not in self._properties:
                self._properties[side] = side_properties(side, self.notations[self.graphs[-1]])
            self._properties_by_id[id(side)] = side, self._properties[side]
        return self._properties_by_id[id(side)][1]

    def differentiates(self, side: Expr) -> bool:
        """Whether a side contains a derivative, directly or by definition."""
        return self.properties(side).differentiates

    def meaning(self, side: Expr, graph: Graph, env: Env, ends: Ends | None = None) -> Meaning:
        """The meaning of a side.

        Raises
        ------
        UnreadableError, InapplicableError
            If it has no meaning, or none for these indices.
        """
        place = self.cache_key(side, graph, env)
        terms, loose = cached(self._terms, place, lambda: self._read(side, graph, env))
        if not any(isinstance(atom, LayerJacobian | Vector) for term in terms for atom in term.atoms):
            # every factor shows where it starts and ends
            ends = None
        return cached(self._meanings, (place, ends), lambda: _meaning_of(graph, terms, loose, ends))

    def cache_key(self, side: Expr, graph: Graph, env: Env) -> SideKey:
        """The data on which the terms of a side depend, including only the indices that occur in it."""
        known = self.properties(side)
        return known, graph, len(env) > 1, tuple(pair for pair in env.items() if pair[0] in known.names)

    def _read(self, side: Expr, graph: Graph, env: Env) -> tuple[Terms, frozenset[str]]:
        """The terms of a side, and the imprecise notation in it."""
        self.budget.spend(READING_COST)
        notation = self.notations[graph]
        reader = Reader(notation, Evaluator(notation, shared_network(graph), budget=self.budget))
        return reader.terms(side, env), frozenset(reader.loose)

    def ends(self, sides: tuple[Expr, ...], graph: Graph, env: Env) -> Ends | None:
        """The derivative that a chain is about: its first side that is a single derivative."""
        place = (id(sides), graph, tuple(sorted(env.items())))
        if place not in self._ends:
            self._ends[place] = sides, self._find_ends(sides, graph, env)
        return self._ends[place][1]

    def _find_ends(self, sides: tuple[Expr, ...], graph: Graph, env: Env) -> Ends | None:
        for side in sides:
            try:
                quantity = self.meaning(side, graph, env).quantity
            except (UnreadableError, InapplicableError):
                continue
            if quantity is not None:
                return quantity
        return None

    def index_assignments(self, sides: Iterable[Expr]) -> Iterator[tuple[Graph, dict[str, int]]]:
        """Yield all graphs and values of the free indices for which sides must agree.

        Raises
        ------
        UnreadableError
            If a free index has an unknown name.
        """
        names = sorted(frozenset().union(*(self.properties(side).indices for side in sides)))
        if len(names) > 3 or not INDEX_NAMES.issuperset(names):
            raise UnreadableError("an index without an explanation")
        for graph in self.graphs:
            for numbers in itertools.product(graph.times, repeat=len(names)):
                yield graph, {"T": graph.T, **dict(zip(names, numbers, strict=True))}


def _meaning_of(graph: Graph, terms: Terms, loose: frozenset[str], ends: Ends | None) -> Meaning:
    found = resolve_terms(graph, terms, ends)
    return Meaning(found, path_sums(graph, found), loose)


def cached(known: dict[K, V | Exception], place: K, find: Callable[[], V]) -> V:
    """The cached result or exception of `find`, computed once per place."""
    if place not in known:
        try:
            known[place] = find()
        except (UnreadableError, InapplicableError) as error:
            known[place] = error
    found = known[place]
    if isinstance(found, Exception):
        raise found.with_traceback(None)
    return found
