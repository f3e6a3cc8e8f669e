"""What one side of a claim means: on each graph, for each value of its free indices, under each reading."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from autograder.maths.latex import Expr
from autograder.maths.paths.evaluate import Evaluator, Reading
from autograder.maths.paths.facts import Facts, facts
from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.indices import Env
from autograder.maths.paths.network import Network
from autograder.maths.paths.notation import Notation
from autograder.maths.paths.reader import Reader
from autograder.maths.paths.resolve import Chained
from autograder.maths.paths.terms import InapplicableError, Jacobian, Local, Term, Terms, Vector, Work
from autograder.maths.paths.values import Value, readings, resolved
from autograder.maths.unreadable import UnreadableError

INDEX_NAMES = frozenset("t k i j l m n p q r s u tau kappa".split())
"""Names that a free index may have."""

READ = 10
"""What it takes to begin with the reading of a side."""

Ends = tuple[Node, Node]
Situated = tuple[Facts, Graph, bool, tuple[tuple[str, int], ...]]
K = TypeVar("K")
V = TypeVar("V")


@functools.lru_cache(maxsize=256)
def network(graph: Graph, tied: bool = False) -> Network:
    """The network on which claims about a graph are put to the test."""
    return Network(graph, tied=tied)


@dataclass(frozen=True)
class Meaning:
    """What one side means on one graph, for given values of the free indices."""

    found: tuple[tuple[Term, Chained | None], ...]
    values: Mapping[Reading, Value]
    loose: frozenset[str]

    @property
    def quantity(self) -> Ends | None:
        """What is differentiated by what, if the side is one derivative and nothing else."""
        if len(self.found) != 1 or self.found[0][1] is None:
            return None
        term, chain = self.found[0]
        if term.coefficient != 1 or term.scalars or chain is None or len(term.atoms) != 1:
            return None
        atom = term.atoms[0]
        return (atom.above, atom.below) if isinstance(atom, Jacobian) else None


@dataclass
class Sides:
    """What the sides of one answer's claims mean, in its notation, on some graphs.

    Attributes
    ----------
    graphs : tuple of Graph
    notations : mapping
        The answer's notation on each of them.
    work : Work
    """

    graphs: tuple[Graph, ...]
    notations: Mapping[Graph, Notation]
    work: Work = field(default_factory=Work)
    _facts: dict[Expr, Facts] = field(default_factory=dict)
    """A side that is written twice is the same side."""
    _known: dict[int, tuple[Expr, Facts]] = field(default_factory=dict)
    """By the side's identity; the side is kept with it, so that no other can have that identity."""
    _terms: dict[Situated, tuple[Terms, frozenset[str]] | Exception] = field(default_factory=dict)
    _meanings: dict[tuple[Situated, Ends | None], Meaning | Exception] = field(default_factory=dict)
    _ends: dict[tuple[object, ...], tuple[tuple[Expr, ...], Ends | None]] = field(default_factory=dict)
    """The same for chains."""

    @property
    def rates(self) -> frozenset[str]:
        """The letters that a learning rate may have."""
        return self.notations[self.graphs[-1]].rates

    def facts(self, side: Expr) -> Facts:
        """What there is in a side that its judgement depends on."""
        if id(side) not in self._known:
            if side not in self._facts:
                self._facts[side] = facts(side, self.notations[self.graphs[-1]])
            self._known[id(side)] = side, self._facts[side]
        return self._known[id(side)][1]

    def differentiates(self, side: Expr) -> bool:
        """Whether a side is about derivatives, by itself or by what its letters stand for."""
        return self.facts(side).differentiates

    def meaning(self, side: Expr, graph: Graph, env: Env, ends: Ends | None = None) -> Meaning:
        """What a side means.

        Raises
        ------
        UnreadableError, InapplicableError
            If it has no meaning, or none for these indices.
        """
        place = self.situated(side, graph, env)
        terms, loose = once(self._terms, place, lambda: self._read(side, graph, env))
        if not any(isinstance(atom, Local | Vector) for term in terms for atom in term.atoms):
            # every factor says by itself where it begins and ends
            ends = None
        return once(self._meanings, (place, ends), lambda: _meant(graph, terms, loose, ends))

    def situated(self, side: Expr, graph: Graph, env: Env) -> Situated:
        """What the terms of a side depend on: of the indices, only those that it has."""
        known = self.facts(side)
        return known, graph, len(env) > 1, tuple(pair for pair in env.items() if pair[0] in known.names)

    def _read(self, side: Expr, graph: Graph, env: Env) -> tuple[Terms, frozenset[str]]:
        """The terms of a side, and what in it was read although it says too little."""
        self.work.spend(READ)
        notation = self.notations[graph]
        reader = Reader(notation, Evaluator(notation, network(graph), work=self.work))
        return reader.terms(side, env), frozenset(reader.loose)

    def ends(self, sides: tuple[Expr, ...], graph: Graph, env: Env) -> Ends | None:
        """What a chain is about: the first of its sides that is a single derivative says it."""
        place = (id(sides), graph, tuple(sorted(env.items())))
        if place not in self._ends:
            self._ends[place] = sides, self._about(sides, graph, env)
        return self._ends[place][1]

    def _about(self, sides: tuple[Expr, ...], graph: Graph, env: Env) -> Ends | None:
        for side in sides:
            try:
                quantity = self.meaning(side, graph, env).quantity
            except (UnreadableError, InapplicableError):
                continue
            if quantity is not None:
                return quantity
        return None

    def situations(self, sides: Iterable[Expr]) -> Iterator[tuple[Graph, dict[str, int]]]:
        """The graphs and values of the free indices that sides have to agree for.

        Raises
        ------
        UnreadableError
            If a free index has a name that is none.
        """
        names = sorted(frozenset().union(*(self.facts(side).indices for side in sides)))
        if len(names) > 3 or not INDEX_NAMES.issuperset(names):
            raise UnreadableError("an index that is not explained")
        for graph in self.graphs:
            for numbers in itertools.product(graph.times, repeat=len(names)):
                yield graph, {"T": graph.T, **dict(zip(names, numbers, strict=True))}


def _meant(graph: Graph, terms: Terms, loose: frozenset[str], ends: Ends | None) -> Meaning:
    found = resolved(graph, terms, ends)
    return Meaning(found, readings(graph, found), loose)


def once(known: dict[K, V | Exception], place: K, find: Callable[[], V]) -> V:
    """What was found before, or is found now; that something cannot be read, or says nothing, is found as well."""
    if place not in known:
        try:
            known[place] = find()
        except (UnreadableError, InapplicableError) as error:
            known[place] = error
    found = known[place]
    if isinstance(found, Exception):
        raise found.with_traceback(None)
    return found
