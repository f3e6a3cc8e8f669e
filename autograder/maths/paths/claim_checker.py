"""Whether a claim `a = b` holds: exactly, by paths, on every graph and for all values of its free indices.

Each side has a value for each reading of an unmarked ∂h_k/∂W. A claim is true if there are readings of its two sides
under which they have equal values everywhere; which readings those are is kept, for an answer has to stay with one.
The number oracle has to agree, or the claim counts as not read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from autograder.maths.latex import Dots, Expr, walk
from autograder.maths.paths.arithmetic import alike
from autograder.maths.paths.evaluate import Evaluator, Reading
from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.indices import Env, holds
from autograder.maths.paths.network import Array
from autograder.maths.paths.numbered import from_chains
from autograder.maths.paths.sides import Meaning, Sides, network, once
from autograder.maths.paths.terms import InapplicableError, OutsideError
from autograder.maths.paths.values import READINGS
from autograder.maths.unreadable import UnreadableError

Status = Literal["true", "false", "unread"]
Pair = tuple[Reading, Reading]
PAIRS: tuple[Pair, ...] = tuple((a, b) for a in READINGS for b in READINGS)
UNIFORM: tuple[Pair, ...] = (("immediate", "immediate"), ("total", "total"))

COMPARED = 10
"""What it takes to compare two sides for some values of their indices."""


@dataclass(frozen=True)
class ClaimCheck:
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
class ClaimChecker(Sides):
    """Judges the claims of one answer, in its notation, on some graphs."""

    _numbers: dict[tuple[object, ...], Array | Exception] = field(default_factory=dict)

    def check(self, left: Expr, right: Expr, sides: tuple[Expr, ...]) -> ClaimCheck:
        """Judge `left = right`, a claim in a chain of these sides."""
        if not (self.differentiates(left) or self.differentiates(right)):
            return self._by_value(left, right)
        try:
            return self._by_paths(left, right, sides)
        except UnreadableError as error:
            return ClaimCheck("unread", str(error))

    def _by_paths(self, left: Expr, right: Expr, sides: tuple[Expr, ...]) -> ClaimCheck:
        pairs = frozenset(PAIRS)
        loose: frozenset[str] = frozenset()
        backwards = straight = False
        where: tuple[Graph, Env] | None = None
        met: list[tuple[Graph, Env]] = []
        last_only = dict.fromkeys(self.graphs, False)
        outside = ""
        for graph, env in self.situations((left, right)):
            self.work.spend(COMPARED)
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
        several = max((len(env) for _, env in met), default=0) > 2
        if several and not any(_apart(env) for _, env in met):
            raise UnreadableError("a claim that says something only where its indices coincide")
        if not met:
            if outside and (len(self.graphs) == 1 or self._timeless((left, right))):
                return ClaimCheck("false", outside)
            raise UnreadableError("it cannot be compared with the network")
        if where is not None and all(last_only.values()) and self._timeless(sides[:1]):
            # Σ_{i=1}^t with t the last step: what is claimed has no time of its own
            met = [(graph, env) for graph, env in met if env.get("t", graph.last) == graph.last]
            pairs = frozenset(p for p in UNIFORM if all(self._holds(left, right, sides, g, e, p) for g, e in met))
            where = None if pairs else where
        if where is None:
            check = ClaimCheck("true", "", pairs, loose, backwards, straight)
        else:
            check = ClaimCheck("false", "the two sides differ", frozenset(), loose, backwards, straight, where)
        return self._confirmed(check, left, right, sides, met)

    def _holds(self, left: Expr, right: Expr, sides: tuple[Expr, ...], graph: Graph, env: Env, pair: Pair) -> bool:
        ends = self.ends(sides, graph, env)
        return pair in _agreeing(self.meaning(left, graph, env, ends), self.meaning(right, graph, env, ends))

    def holds_where(self, left: Expr, right: Expr, sides: tuple[Expr, ...], conditions: tuple[Expr, ...]) -> bool:
        """Whether a claim holds wherever conditions on its indices, or on T, are met, and there is such a case."""
        pairs = frozenset(PAIRS)
        met = 0
        try:
            for graph, env in self.situations((left, right)):
                if not all(_met(condition, env) for condition in conditions):
                    continue
                ends = self.ends(sides, graph, env)
                pairs &= _agreeing(self.meaning(left, graph, env, ends), self.meaning(right, graph, env, ends))
                met += 1
        except (UnreadableError, InapplicableError):
            return False
        return met > 0 and bool(pairs)

    def is_start_of(self, part: Expr, whole: Expr, sides: tuple[Expr, ...]) -> bool:
        """Whether all terms of `part` are terms of `whole`, wherever both say something, and that is somewhere."""
        met = 0
        try:
            for graph, env in self.situations((part, whole)):
                self.work.spend(COMPARED)
                ends = self.ends(sides, graph, env)
                try:
                    few, all_ = self.meaning(part, graph, env, ends), self.meaning(whole, graph, env, ends)
                except (InapplicableError, OutsideError):
                    continue
                met += 1
                if not any(
                    not few.values[a].false and few.values[a].paths.items() <= all_.values[b].paths.items()
                    for a, b in PAIRS
                ):
                    return False
        except UnreadableError:
            return False
        return met > 0

    def _timeless(self, sides: tuple[Expr, ...]) -> bool:
        return not any(self.facts(side).indices for side in sides)

    def _tied(self, left: Expr, right: Expr) -> bool:
        """Whether a claim is put to the test where all steps are alike."""
        return self.facts(left).without_steps or self.facts(right).without_steps

    # --- the second opinion ---------------------------------------------------------------------

    def _confirmed(
        self, check: ClaimCheck, left: Expr, right: Expr, sides: tuple[Expr, ...], met: list[tuple[Graph, Env]]
    ) -> ClaimCheck:
        """The finding, if numbers say the same."""
        if check.status == "false":
            assert check.where is not None
            graph, env = check.where
            for pair in UNIFORM:
                if self._equal_in_numbers(left, right, sides, graph, env, pair, check.backwards, False) is True:
                    return ClaimCheck("unread", "two ways of checking it do not agree")
            return check
        (pair, *_) = sorted(check.pairs, key=lambda p: (p[0] != p[1], p))
        for graph, env in _sample(met):
            if self._equal_in_numbers(left, right, sides, graph, env, pair, check.backwards, True) is not True:
                return ClaimCheck("unread", "two ways of checking it do not agree")
        return check

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
        net = network(graph, self._tied(left, right))
        values = []
        for side, reading in zip((left, right), pair, strict=True):
            evaluator = Evaluator(notation, net, reading, reverse, lenient, self.work)
            try:
                values.append(self._number(side, evaluator, env, ends))
            except (UnreadableError, InapplicableError):
                return None
        return alike(*values)

    def _number(self, side: Expr, evaluator: Evaluator, env: Env, ends: tuple[Node, Node] | None) -> Array:
        how = (evaluator.network.tied, evaluator.reading, evaluator.reverse, evaluator.lenient)
        place = (self.situated(side, evaluator.graph, env), ends, how)
        return once(self._numbers, place, lambda: self._evaluated(side, evaluator, env, ends))

    def _evaluated(self, side: Expr, evaluator: Evaluator, env: Env, ends: tuple[Node, Node] | None) -> Array:
        try:
            return evaluator.value(side, env)
        except UnreadableError:
            if not any(isinstance(node, Dots) for node in walk(side)):
                raise
            return from_chains(
                self.meaning(side, evaluator.graph, env, ends).found, evaluator.network, evaluator.reading
            )

    def _by_value(self, left: Expr, right: Expr) -> ClaimCheck:
        """A claim without derivatives, such as L = Σ_t L_t: by numbers alone."""
        met = 0
        last_only = dict.fromkeys(self.graphs, False)
        where: tuple[Graph, Env] | None = None
        try:
            for graph, env in self.situations((left, right)):
                notation = self.notations[graph]
                evaluator = Evaluator(notation, network(graph, self._tied(left, right)), work=self.work)
                try:
                    equal = alike(evaluator.value(left, env), evaluator.value(right, env))
                except OutsideError:
                    continue
                met += 1
                last_only[graph] = equal and env.get("t") == graph.last
                if not equal and where is None:
                    where = (graph, env)
        except UnreadableError as error:
            return ClaimCheck("unread", str(error))
        if not met:
            return ClaimCheck("unread", "it cannot be compared with the network")
        if where is None or (all(last_only.values()) and self._timeless((left,))):
            return ClaimCheck("true", pairs=frozenset((r, r) for r in READINGS))
        return ClaimCheck("false", "the two sides differ", where=where)


def _agreeing(left: Meaning, right: Meaning) -> frozenset[Pair]:
    equal: dict[tuple[int, int], bool] = {}
    for pair in PAIRS:
        a, b = left.values[pair[0]], right.values[pair[1]]
        place = id(a), id(b)  # one value may be that of several readings
        if place not in equal:
            equal[place] = not a.false and not b.false and a.paths == b.paths
    return frozenset(pair for pair in PAIRS if equal[id(left.values[pair[0]]), id(right.values[pair[1]])])


def _apart(env: Env) -> bool:
    """Whether all free indices have different values."""
    values = [number for name, number in env.items() if name != "T"]
    return len(set(values)) == len(values)


def _met(condition: Expr, env: Env) -> bool:
    """Whether a condition is met; one on other indices says nothing here."""
    try:
        return holds(condition, env)
    except UnreadableError:
        return True


def _sample(met: list[tuple[Graph, Env]], most: int = 8) -> list[tuple[Graph, Env]]:
    """Some of the situations, spread over all, the last of them first."""
    stride = max(1, len(met) // most)
    return met[::-1][::stride]
