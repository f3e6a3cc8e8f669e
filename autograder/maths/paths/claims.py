"""Whether a claim `a = b` holds: exactly, by paths, on every graph and for all values of its free indices.

Each side has a value for each reading of an unmarked ∂h_k/∂W. A claim is true if there are readings of its two sides
under which they have equal values everywhere; which readings those are is kept, for an answer has to stay with one.
The number oracle has to agree, or the claim counts as not read.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from autograder.maths.latex import Derivative, Dots, Expr, Symbol, walk
from autograder.maths.paths.evaluate import Evaluator, Reading, plus, same
from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.indices import Env, free_indices
from autograder.maths.paths.network import Array, Network
from autograder.maths.paths.notation import Notation, key, timed
from autograder.maths.paths.reader import Reader
from autograder.maths.paths.resolve import Chained
from autograder.maths.paths.terms import InapplicableError, Jacobian, OutsideError, Term, Work
from autograder.maths.paths.values import Value, is_immediate, resolved, value
from autograder.maths.unreadable import UnreadableError

READINGS: tuple[Reading, ...] = ("immediate", "total", "recursive")
INDEX_NAMES = frozenset("t k i j l m n p q r s u tau kappa".split())
"""Names that a free index may have."""

Status = Literal["true", "false", "unread"]
Pair = tuple[Reading, Reading]
PAIRS: tuple[Pair, ...] = tuple((a, b) for a in READINGS for b in READINGS)
UNIFORM: tuple[Pair, ...] = (("immediate", "immediate"), ("total", "total"))


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


@dataclass(frozen=True)
class Finding:
    """What was found out about one claim.

    Attributes
    ----------
    status : str
        `true`, `false` or `unread`.
    reason : str
        Why it is false or was not read.
    pairs : frozenset
        The readings of its sides under which it is true.
    loose : frozenset of str
        What was read although it says too little.
    backwards : bool
        Products were written from right to left.
    straight : bool
        Products were written from left to right.
    where : tuple or None
        Graph and indices at which it is false.
    """

    status: Status
    reason: str = ""
    pairs: frozenset[Pair] = frozenset()
    loose: frozenset[str] = frozenset()
    backwards: bool = False
    straight: bool = False
    where: tuple[Graph, Env] | None = None


@dataclass
class Claims:
    """Judges the claims of one answer, in its notation, on some graphs.

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

    # --- sides ----------------------------------------------------------------------------------

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

    def ends(self, sides: Iterable[Expr], graph: Graph, env: Env) -> tuple[Node, Node] | None:
        """What a chain is about: the first of its sides that is a single derivative says it."""
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
        notation = self.notations[self.graphs[-1]]
        bodies = {definition.letter: definition.body for definition in notation.definitions}
        waiting, seen = [side], set()
        while waiting:
            for node in walk(waiting.pop()):
                if isinstance(node, Derivative):
                    return True
                letter = key(node) if isinstance(node, Symbol) else ""
                if letter in bodies and letter not in seen:
                    seen.add(letter)
                    waiting.append(bodies[letter])
        return False

    # --- claims ---------------------------------------------------------------------------------

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

    def find(self, left: Expr, right: Expr, sides: tuple[Expr, ...]) -> Finding:
        """Judge `left = right`, a claim in a chain of these sides."""
        if not (self.differentiates(left) or self.differentiates(right)):
            return self._by_value(left, right)
        try:
            return self._by_paths(left, right, sides)
        except UnreadableError as error:
            return Finding("unread", str(error))

    def _by_paths(self, left: Expr, right: Expr, sides: tuple[Expr, ...]) -> Finding:
        pairs = frozenset(PAIRS)
        loose: frozenset[str] = frozenset()
        backwards = straight = False
        where: tuple[Graph, Env] | None = None
        met: list[tuple[Graph, Env]] = []
        last_only = dict.fromkeys(self.graphs, False)
        outside = ""
        for graph, env in self.situations((left, right)):
            ends = self.ends(sides, graph, env)
            try:
                meanings = [self.meaning(side, graph, env, ends) for side in (left, right)]
            except InapplicableError:
                continue
            except OutsideError as error:
                outside = str(error)
                continue
            if len(env) > 1 and any(m.values["total"].anticausal for m in meanings):
                continue
            met.append((graph, env))
            loose |= meanings[0].loose | meanings[1].loose
            if len(env) == 1 and any(m.values["total"].anticausal for m in meanings):
                loose |= {"anticausal"}
            for meaning in meanings:
                backwards = backwards or meaning.values["total"].reversed > 0
                straight = straight or meaning.values["total"].straight > 0
            holding = _agreeing(meanings[0], meanings[1])
            last_only[graph] = (
                bool(holding)
                and len(env) == 2
                and all(number == graph.last for name, number in env.items() if name != "T")
            )
            if not pairs & holding and where is None:
                where = (graph, env)
            pairs &= holding
        if not met:
            if outside and len(self.graphs) == 1:
                return Finding("false", outside)
            raise UnreadableError("a claim that says nothing about this network")
        if where is not None and all(last_only.values()) and self._timeless(sides):
            # Σ_{i=1}^t with t the last step: what is claimed has no time of its own
            met = [(graph, env) for graph, env in met if env.get("t", graph.last) == graph.last]
            pairs = frozenset(p for p in UNIFORM if all(self._holds(left, right, sides, g, e, p) for g, e in met))
            where = None if pairs else where
        if where is None:
            finding = Finding("true", "", pairs, loose, backwards, straight)
        else:
            finding = Finding("false", "the two sides differ", frozenset(), loose, backwards, straight, where)
        return self._confirmed(finding, left, right, sides, met)

    def _holds(self, left: Expr, right: Expr, sides: tuple[Expr, ...], graph: Graph, env: Env, pair: Pair) -> bool:
        ends = self.ends(sides, graph, env)
        return pair in _agreeing(self.meaning(left, graph, env, ends), self.meaning(right, graph, env, ends))

    def holds_where(self, left: Expr, right: Expr, sides: tuple[Expr, ...], bound: Env) -> bool:
        """Whether a claim holds where the indices, and T, are as given, and there is such a case."""
        pairs = frozenset(PAIRS)
        met = 0
        try:
            for graph, env in self.situations((left, right)):
                if any(env.get(name, number) != number for name, number in bound.items()):
                    continue
                ends = self.ends(sides, graph, env)
                pairs &= _agreeing(self.meaning(left, graph, env, ends), self.meaning(right, graph, env, ends))
                met += 1
        except (UnreadableError, InapplicableError):
            return False
        return met > 0 and bool(pairs)

    def _timeless(self, sides: tuple[Expr, ...]) -> bool:
        constants = self.notations[self.graphs[-1]].constants
        return not free_indices(sides[0], constants)

    # --- the second opinion ---------------------------------------------------------------------

    def _confirmed(
        self, finding: Finding, left: Expr, right: Expr, sides: tuple[Expr, ...], met: list[tuple[Graph, Env]]
    ) -> Finding:
        """The finding, if numbers say the same."""
        if finding.status == "false":
            assert finding.where is not None
            graph, env = finding.where
            for pair in UNIFORM:
                if self._equal_in_numbers(left, right, sides, graph, env, pair, finding.backwards, False) is True:
                    return Finding("unread", "exact and numerical checks disagree")
            return finding
        (pair, *_) = sorted(finding.pairs, key=lambda p: (p[0] != p[1], p))
        for graph, env in _sample(met):
            if self._equal_in_numbers(left, right, sides, graph, env, pair, finding.backwards, True) is not True:
                return Finding("unread", "exact and numerical checks disagree")
        return finding

    def _equal_in_numbers(
        self,
        left: Expr,
        right: Expr,
        sides: tuple[Expr, ...],
        graph: Graph,
        env: Env,
        pair: Pair,
        reverse: bool,
        lenient: bool,
    ) -> bool | None:
        """Whether both sides come to the same numbers; None if they do not come to any."""
        ends = self.ends(sides, graph, env)
        notation = self.notations[graph]
        net = network(graph, _without_steps(left, notation) or _without_steps(right, notation))
        values = []
        for side, reading in zip((left, right), pair, strict=True):
            evaluator = Evaluator(notation, net, reading, reverse, lenient, self.work)
            try:
                values.append(self._number(side, evaluator, env, ends))
            except (UnreadableError, InapplicableError):
                return None
        return alike(*values)

    def _number(self, side: Expr, evaluator: Evaluator, env: Env, ends: tuple[Node, Node] | None) -> Array:
        try:
            return evaluator.value(side, env)
        except OutsideError:
            raise
        except UnreadableError:
            if not any(isinstance(node, Dots) for node in walk(side)):
                raise
            return _from_chains(self.meaning(side, evaluator.graph, env, ends), evaluator.network, evaluator.reading)

    def _by_value(self, left: Expr, right: Expr) -> Finding:
        """A claim without derivatives, such as L = Σ_t L_t: by numbers alone."""
        met = 0
        last_only = dict.fromkeys(self.graphs, False)
        where: tuple[Graph, Env] | None = None
        try:
            for graph, env in self.situations((left, right)):
                notation = self.notations[graph]
                tied = _without_steps(left, notation) or _without_steps(right, notation)
                evaluator = Evaluator(notation, network(graph, tied), work=self.work)
                try:
                    equal = alike(evaluator.value(left, env), evaluator.value(right, env))
                except OutsideError:
                    continue
                met += 1
                last_only[graph] = equal and env.get("t") == graph.last
                if not equal and where is None:
                    where = (graph, env)
        except UnreadableError as error:
            return Finding("unread", str(error))
        if not met:
            return Finding("unread", "a claim that says nothing about this network")
        if where is None or (all(last_only.values()) and self._timeless((left,))):
            return Finding("true", pairs=frozenset((r, r) for r in READINGS))
        return Finding("false", "the two sides differ", where=where)


def _agreeing(left: Meaning, right: Meaning) -> frozenset[Pair]:
    out = set()
    for pair in PAIRS:
        a, b = left.values[pair[0]], right.values[pair[1]]
        if a.paths == b.paths and not a.false and not b.false:
            out.add(pair)
    return frozenset(out)


def _sample(met: list[tuple[Graph, Env]], most: int = 8) -> list[tuple[Graph, Env]]:
    """Some of the situations, spread over all, the last of them first."""
    stride = max(1, len(met) // most)
    return met[::-1][::stride]


def alike(left: Array, right: Array) -> bool:
    """Whether two values are the same, or one is the row that a Jacobian by a matrix is made of."""
    if same(left, right):
        return True
    for whole, part in ((left, right), (right, left)):
        rows, columns = whole.shape
        if part.size > 1 and columns == rows * part.size and 1 in part.shape:
            return same(whole, np.asarray(np.kron(np.eye(rows), part.reshape(1, -1)), dtype=np.float64))
    return False


def _without_steps(side: Expr, notation: Notation) -> bool:
    """Whether it has a σ′ without a time, which has a value only where all steps are alike."""
    for node in walk(side):
        if isinstance(node, Symbol) and node.primes == 1 and node.sub is None:
            return True
        symbol, time = timed(node)
        if symbol is not None and time is None and notation.letters.get(key(symbol)) == "a":
            return True
        for definition in notation.definitions:
            if isinstance(node, Symbol) and key(node) == definition.letter:
                inner = [n for n in walk(definition.body) if isinstance(n, Symbol)]
                if any(n.primes == 1 and n.sub is None for n in inner):
                    return True
    return False


def _from_chains(meaning: Meaning, net: Network, reading: Reading) -> Array:
    """A side in numbers by its chains, where it has dots that the formula itself cannot be evaluated with."""
    graph = net.graph
    total: Array = np.zeros((1, 1))
    for term, chain in meaning.found:
        if chain is None or chain.order in ("broken", "shuffled") or term.scalars:
            raise UnreadableError("a product that does not join")
        behind = False
        part: Array | None = None
        for jacobian in chain.chain:
            immediate = is_immediate(graph, jacobian, reading, behind)
            factor = net.jacobian(jacobian.above, jacobian.below, immediate)
            part = factor if part is None else part @ factor
            behind = behind or jacobian.above.family == jacobian.below.family == "h"
        if part is None:
            raise UnreadableError("an identity by itself")
        total = plus(total, float(term.coefficient) * part)
    return total
