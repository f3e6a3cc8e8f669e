"""What one side of a claim means: on each graph, for each value of its free indices, under each reading."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from autograder.maths.latex import Derivative, Expr
from autograder.maths.paths.evaluate import Evaluator, Reading
from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.indices import Env, free_indices
from autograder.maths.paths.network import Network
from autograder.maths.paths.notation import Notation
from autograder.maths.paths.reader import Reader
from autograder.maths.paths.resolve import Chained
from autograder.maths.paths.terms import InapplicableError, Jacobian, Term, Work
from autograder.maths.paths.values import Value, resolved, value
from autograder.maths.unreadable import UnreadableError

READINGS: tuple[Reading, ...] = ("immediate", "total", "recursive")
INDEX_NAMES = frozenset("t k i j l m n p q r s u tau kappa".split())
"""Names that a free index may have."""


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
    def quantity(self) -> tuple[Node, Node] | None:
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
    _meanings: dict[tuple[object, ...], tuple[Expr, Meaning | Exception]] = field(default_factory=dict)
    """By the side's identity; the side is kept with it, so that no other can have that identity."""
    _ends: dict[tuple[object, ...], tuple[tuple[Expr, ...], tuple[Node, Node] | None]] = field(default_factory=dict)
    """The same for chains."""

    @property
    def rates(self) -> frozenset[str]:
        """The letters that a learning rate may have."""
        return self.notations[self.graphs[-1]].rates

    def meaning(self, side: Expr, graph: Graph, env: Env, ends: tuple[Node, Node] | None = None) -> Meaning:
        """What a side means.

        Raises
        ------
        UnreadableError, InapplicableError
            If it has no meaning, or none for these indices.
        """
        place = (id(side), graph, tuple(sorted(env.items())), ends)
        if place not in self._meanings:
            try:
                self._meanings[place] = side, self._read(side, graph, env, ends)
            except (UnreadableError, InapplicableError) as error:
                self._meanings[place] = side, error
        _, found = self._meanings[place]
        if isinstance(found, Exception):
            raise found
        return found

    def _read(self, side: Expr, graph: Graph, env: Env, ends: tuple[Node, Node] | None) -> Meaning:
        self.work.spend(20)
        notation = self.notations[graph]
        reader = Reader(notation, Evaluator(notation, network(graph), work=self.work))
        found = resolved(graph, reader.terms(side, env), ends)
        values = {reading: value(graph, found, reading) for reading in READINGS}
        return Meaning(found, values, frozenset(reader.loose))

    def ends(self, sides: tuple[Expr, ...], graph: Graph, env: Env) -> tuple[Node, Node] | None:
        """What a chain is about: the first of its sides that is a single derivative says it."""
        place = (id(sides), graph, tuple(sorted(env.items())))
        if place not in self._ends:
            self._ends[place] = sides, self._about(sides, graph, env)
        return self._ends[place][1]

    def _about(self, sides: tuple[Expr, ...], graph: Graph, env: Env) -> tuple[Node, Node] | None:
        for side in sides:
            try:
                quantity = self.meaning(side, graph, env).quantity
            except (UnreadableError, InapplicableError):
                continue
            if quantity is not None:
                return quantity
        return None

    def differentiates(self, side: Expr) -> bool:
        """Whether a side is about derivatives, by itself or by what its letters stand for."""
        nodes = self.notations[self.graphs[-1]].everything_in(side)
        return any(isinstance(node, Derivative) for node in nodes)

    def situations(self, sides: Iterable[Expr]) -> Iterator[tuple[Graph, dict[str, int]]]:
        """The graphs and values of the free indices that sides have to agree for.

        Raises
        ------
        UnreadableError
            If a free index has a name that is none.
        """
        sides = list(sides)
        for graph in self.graphs:
            constants = self.notations[graph].constants
            names = sorted(frozenset().union(*(free_indices(side, constants) for side in sides)))
            if len(names) > 3 or not INDEX_NAMES.issuperset(names):
                raise UnreadableError("an index that is not explained")
            for numbers in itertools.product(graph.times, repeat=len(names)):
                yield graph, {"T": graph.T, **dict(zip(names, numbers, strict=True))}
