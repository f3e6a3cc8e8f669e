"""Checks claims `a = b`: exactly, by paths, on every graph and for all values of the free indices.

Each side has one meaning per reading of an unmarked ∂h_k/∂W. A claim is true if its sides agree everywhere under some
pair of readings; these pairs are recorded, because an answer must not change its reading. A numerical check must
agree, otherwise the claim counts as unread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from autograder.maths.latex import Dots, Expr, walk
from autograder.maths.paths.arithmetic import same_up_to_layout
from autograder.maths.paths.evaluate import Evaluator, Reading
from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.indices import Env, holds
from autograder.maths.paths.network import Array
from autograder.maths.paths.numeric_chains import evaluate_chains
from autograder.maths.paths.sides import Meaning, SideReader, cached, shared_network
from autograder.maths.paths.terms import InapplicableError, OutsideError
from autograder.maths.paths.values import READINGS
from autograder.maths.unreadable import UnreadableError

Status = Literal["true", "false", "unread"]
Pair = tuple[Reading, Reading]
PAIRS: tuple[Pair, ...] = tuple((a, b) for a in READINGS for b in READINGS)
SINGLE_READINGS: tuple[Pair, ...] = (("immediate", "immediate"), ("total", "total"))

COMPARISON_COST = 10
"""Cost of comparing two sides for one choice of indices."""


@dataclass(frozen=True)
class ClaimCheck:
    """The result of checking a claim.

    Attributes
    ----------
    status : str
        `true`, `false` or `unread`.
    reason : str
        Why the claim is false or could not be read.
    pairs : frozenset
        Readings of the left and right side under which it is true.
    loose : frozenset of str
        Imprecise notation that was accepted, such as "unbounded" for a Σ without bounds.
    backwards : bool
        It has products from right to left.
    straight : bool
        It has products from left to right.
    where : tuple or None
        Graph and index values for which it is false.
    example : str
        Numbers for which the sides of an unread claim differ.
    compared : bool
        Only numbers show that it is true.
    """

    status: Status
    reason: str = ""
    pairs: frozenset[Pair] = frozenset()
    loose: frozenset[str] = frozenset()
    backwards: bool = False
    straight: bool = False
    where: tuple[Graph, Env] | None = None
    example: str = ""
    compared: bool = False


@dataclass
class ClaimChecker(SideReader):
    """Checks the claims of one answer on several graphs."""

    _numbers: dict[tuple[object, ...], Array | Exception] = field(default_factory=dict)

    def check(self, left: Expr, right: Expr, sides: tuple[Expr, ...]) -> ClaimCheck:
        """Check `left = right`, a claim in a chain with these sides."""
        if not (self.differentiates(left) or self.differentiates(right)):
            return self._check_by_value(left, right)
        try:
            return self._check_by_paths(left, right, sides)
        except UnreadableError as error:
            return ClaimCheck("unread", str(error))

    def _check_by_paths(self, left: Expr, right: Expr, sides: tuple[Expr, ...]) -> ClaimCheck:
        pairs = frozenset(PAIRS)
        loose: frozenset[str] = frozenset()
        backwards = straight = False
        where: tuple[Graph, Env] | None = None
        met: list[tuple[Graph, Env]] = []
        last_only = dict.fromkeys(self.graphs, False)
        outside = ""
        for graph, env in self.index_assignments((left, right)):
            self.budget.spend(COMPARISON_COST)
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
            agreeing = _agreeing_readings(meanings[0], meanings[1])
            last_only[graph] = (
                bool(agreeing)
                and len(env) == 2
                and all(number == graph.last for name, number in env.items() if name != "T")
            )
            if not pairs & agreeing and where is None:
                where = (graph, env)
            pairs &= agreeing
        several = max((len(env) for _, env in met), default=0) > 2
        if several and not any(_all_different(env) for _, env in met):
            raise UnreadableError("a claim that has a meaning only where its indices are equal")
        if not met:
            if outside and (len(self.graphs) == 1 or self._has_no_index((left, right))):
                return ClaimCheck("false", outside)
            raise UnreadableError("it cannot be compared with the network")
        if where is not None and all(last_only.values()) and self._has_no_index(sides[:1]):
            # Σ_{i=1}^t where t means the last step: the left side has no time index
            met = [(graph, env) for graph, env in met if env.get("t", graph.last) == graph.last]
            pairs = frozenset(
                p for p in SINGLE_READINGS if all(self._holds(left, right, sides, g, e, p) for g, e in met)
            )
            where = None if pairs else where
        if where is None:
            check = ClaimCheck("true", "", pairs, loose, backwards, straight)
        else:
            check = ClaimCheck("false", "the two sides differ", frozenset(), loose, backwards, straight, where)
        return self._confirm(check, left, right, sides, met)

    def _holds(self, left: Expr, right: Expr, sides: tuple[Expr, ...], graph: Graph, env: Env, pair: Pair) -> bool:
        ends = self.ends(sides, graph, env)
        return pair in _agreeing_readings(self.meaning(left, graph, env, ends), self.meaning(right, graph, env, ends))

    def holds_where(self, left: Expr, right: Expr, sides: tuple[Expr, ...], conditions: tuple[Expr, ...]) -> bool:
        """Whether a claim holds whenever the conditions on its indices or on T are met, and they can be met."""
        pairs = frozenset(PAIRS)
        met = 0
        try:
            for graph, env in self.index_assignments((left, right)):
                if not all(_is_met(condition, env) for condition in conditions):
                    continue
                ends = self.ends(sides, graph, env)
                pairs &= _agreeing_readings(self.meaning(left, graph, env, ends), self.meaning(right, graph, env, ends))
                met += 1
        except (UnreadableError, InapplicableError):
            return False
        return met > 0 and bool(pairs)

    def is_start_of(self, part: Expr, whole: Expr, sides: tuple[Expr, ...]) -> bool:
        """Whether all terms of `part` are terms of `whole` wherever both have a meaning, and both do somewhere."""
        met = 0
        try:
            for graph, env in self.index_assignments((part, whole)):
                self.budget.spend(COMPARISON_COST)
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

    def _has_no_index(self, sides: tuple[Expr, ...]) -> bool:
        return not any(self.properties(side).indices for side in sides)

    def _needs_tied_network(self, left: Expr, right: Expr) -> bool:
        """Whether a claim only has a meaning in a network whose steps are all alike."""
        return self.properties(left).without_steps or self.properties(right).without_steps

    # --- numerical confirmation ---------------------------------------------------------------------

    def _confirm(
        self, check: ClaimCheck, left: Expr, right: Expr, sides: tuple[Expr, ...], met: list[tuple[Graph, Env]]
    ) -> ClaimCheck:
        """The result of the symbolic check, if the numerical check agrees."""
        if check.status == "false":
            assert check.where is not None
            graph, env = check.where
            for pair in SINGLE_READINGS:
                if self._equal_in_numbers(left, right, sides, graph, env, pair, check.backwards, False) is True:
                    return ClaimCheck("unread", "the symbolic and the numerical check disagree")
            return check
        (pair, *_) = sorted(check.pairs, key=lambda p: (p[0] != p[1], p))
        for graph, env in _sample(met):
            if self._equal_in_numbers(left, right, sides, graph, env, pair, check.backwards, True) is not True:
                return ClaimCheck("unread", "the symbolic and the numerical check disagree")
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
        """Whether both sides have the same numerical value; None if one has none."""
        ends = self.ends(sides, graph, env)
        notation = self.notations[graph]
        net = shared_network(graph, self._needs_tied_network(left, right))
        values = []
        for side, reading in zip((left, right), pair, strict=True):
            evaluator = Evaluator(notation, net, reading, reverse, lenient, self.budget)
            try:
                values.append(self._numeric_value(side, evaluator, env, ends))
            except (UnreadableError, InapplicableError):
                return None
        return same_up_to_layout(*values)

    def _numeric_value(self, side: Expr, evaluator: Evaluator, env: Env, ends: tuple[Node, Node] | None) -> Array:
        how = (evaluator.network.tied, evaluator.reading, evaluator.reverse, evaluator.lenient)
        place = (self.cache_key(side, evaluator.graph, env), ends, how)
        return cached(self._numbers, place, lambda: self._evaluate(side, evaluator, env, ends))

    def _evaluate(self, side: Expr, evaluator: Evaluator, env: Env, ends: tuple[Node, Node] | None) -> Array:
        try:
            return evaluator.value(side, env)
        except UnreadableError:
            if not any(isinstance(node, Dots) for node in walk(side)):
                raise
            return evaluate_chains(
                self.meaning(side, evaluator.graph, env, ends).found, evaluator.network, evaluator.reading
            )

    def _check_by_value(self, left: Expr, right: Expr) -> ClaimCheck:
        """Check a claim without derivatives, such as L = Σ_t L_t, numerically."""
        met = 0
        outside = ""
        last_only = dict.fromkeys(self.graphs, False)
        where: tuple[Graph, Env] | None = None
        try:
            for graph, env in self.index_assignments((left, right)):
                notation = self.notations[graph]
                evaluator = Evaluator(
                    notation, shared_network(graph, self._needs_tied_network(left, right)), budget=self.budget
                )
                try:
                    equal = same_up_to_layout(evaluator.value(left, env), evaluator.value(right, env))
                except OutsideError as error:
                    outside = str(error)
                    continue
                met += 1
                last_only[graph] = equal and env.get("t") == graph.last
                if not equal and where is None:
                    where = (graph, env)
        except UnreadableError as error:
            return ClaimCheck("unread", str(error))
        if not met:
            if outside and self._has_no_index((left, right)):  # h_1 is outside only where the network ends before it
                return ClaimCheck("false", outside)
            return ClaimCheck("unread", "it cannot be compared with the network")
        if where is None or (all(last_only.values()) and self._has_no_index((left,))):
            return ClaimCheck("true", pairs=frozenset((r, r) for r in READINGS))
        return ClaimCheck("false", "the two sides differ", where=where)


def _agreeing_readings(left: Meaning, right: Meaning) -> frozenset[Pair]:
    equal: dict[tuple[int, int], bool] = {}
    for pair in PAIRS:
        a, b = left.values[pair[0]], right.values[pair[1]]
        place = id(a), id(b)  # one value may be that of several readings
        if place not in equal:
            equal[place] = not a.false and not b.false and a.paths == b.paths
    return frozenset(pair for pair in PAIRS if equal[id(left.values[pair[0]]), id(right.values[pair[1]])])


def _all_different(env: Env) -> bool:
    """Whether all free indices have different values."""
    values = [number for name, number in env.items() if name != "T"]
    return len(set(values)) == len(values)


def _is_met(condition: Expr, env: Env) -> bool:
    """Whether a condition is met; conditions on other indices count as met."""
    try:
        return holds(condition, env)
    except UnreadableError:
        return True


def _sample(met: list[tuple[Graph, Env]], most: int = 8) -> list[tuple[Graph, Env]]:
    """At most about `most` of the index assignments, evenly spread, the last one first."""
    stride = max(1, len(met) // most)
    return met[::-1][::stride]
