"""The exact meaning of a side: how often it has each path through the unrolled graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, Path
from autograder.maths.paths.resolve import Chained, chained
from autograder.maths.paths.terms import MOST, Jacobian, Local, Term, Terms, Vector
from autograder.maths.unreadable import UnreadableError

READINGS: tuple[Reading, ...] = ("immediate", "total", "recursive")

Key = tuple[tuple[str, ...], Path]
"""Scalars (a learning rate), and the path; the path of a bare parameter is the parameter alone."""


@dataclass(frozen=True)
class Value:
    """An exact sum of paths.

    Attributes
    ----------
    paths : mapping
        Coefficient of each path that has one.
    reversed, straight : int
        How many products were written from right to left, and how many from left to right; one of them is 0.
    false : tuple of Chained
        Products that join in no order, or only when shuffled.
    anticausal : bool
        A derivative of an earlier state by a later one was written; it is zero.
    """

    paths: Mapping[Key, Fraction]
    reversed: int = 0
    straight: int = 0
    false: tuple[Chained, ...] = ()
    anticausal: bool = False
    jacobians: frozenset[tuple[Node, Node]] = field(default=frozenset(), compare=False)


def resolved(graph: Graph, terms: Terms, ends: tuple[Node, Node] | None) -> tuple[tuple[Term, Chained | None], ...]:
    """Each term with its chain; None for a number, or a parameter by itself."""
    out: list[tuple[Term, Chained | None]] = []
    for term in terms:
        if len(term.atoms) == 1 and isinstance(term.atoms[0], Vector) and ends is not None:
            # ∂z_t/∂V = s_t, without the transposition sign that a row would need
            term = replace(term, atoms=(replace(term.atoms[0], flipped=True),))
        bare = len(term.atoms) == 1 and isinstance(term.atoms[0], Local) and term.atoms[0].name != "slope"
        alone = not term.atoms or (bare and not term.scalars and ends is None)
        out.append((term, None if alone else chained(graph, term, ends)))
    return tuple(out)


def readings(graph: Graph, found: tuple[tuple[Term, Chained | None], ...]) -> dict[Reading, Value]:
    """The sums of paths that resolved terms come to; one for all readings, if no ∂h_k/∂W in them lacks its mark.

    Raises
    ------
    UnreadableError
        If there are too many.
    """
    jacobians = (jacobian for _, chain in found if chain is not None for jacobian in chain.chain)
    if any(jacobian.kind == "plain" and graph.ambiguous(jacobian.above, jacobian.below) for jacobian in jacobians):
        return {reading: value(graph, found, reading) for reading in READINGS}
    return dict.fromkeys(READINGS, value(graph, found, "total"))


def value(graph: Graph, found: tuple[tuple[Term, Chained | None], ...], reading: Reading) -> Value:
    """The sum of paths that resolved terms come to under a reading of ∂h_k/∂W.

    Raises
    ------
    UnreadableError
        If there are too many.
    """
    paths: dict[Key, Fraction] = {}
    backwards = straight = 0
    false: list[Chained] = []
    anticausal = False
    seen: set[tuple[Node, Node]] = set()
    astray = any(chain is not None and chain.order == "forward" and len(chain.chain) > 1 for _, chain in found)
    for term, chain in found:
        if chain is None:
            name = tuple(Node(atom.name) for atom in term.atoms if isinstance(atom, Local))
            _count(paths, (term.scalars, name), term.coefficient)
            continue
        if chain.order == "reversed" and astray and len(chain.chain) > 1:
            # the other products run from left to right, so this one is no other layout
            chain = replace(chain, order="shuffled")
        if chain.order in ("broken", "shuffled"):
            false.append(chain)
            continue
        if len(chain.chain) > 1:
            backwards += chain.order == "reversed"
            straight += chain.order == "forward"
        anticausal = anticausal or any(_back(jacobian) for jacobian in chain.chain)
        seen |= {(jacobian.above, jacobian.below) for jacobian in chain.chain}
        for path in _expanded(graph, chain.chain, reading):
            _count(paths, (term.scalars, path), term.coefficient)
    kept = {key: coefficient for key, coefficient in paths.items() if coefficient}
    return Value(kept, backwards, straight, tuple(false), anticausal, frozenset(seen))


def _count(paths: dict[Key, Fraction], place: Key, coefficient: Fraction) -> None:
    known = paths.get(place)
    paths[place] = coefficient if known is None else known + coefficient


def _back(jacobian: Jacobian) -> bool:
    above, below = jacobian.above, jacobian.below
    return above.time is not None and below.time is not None and above.time < below.time


def _expanded(graph: Graph, chain: tuple[Jacobian, ...], reading: Reading) -> list[Path]:
    out: list[Path] = [()]
    behind = False
    for jacobian in chain:
        found = graph.paths(jacobian.above, jacobian.below, is_immediate(graph, jacobian, reading, behind))
        if len(out) * len(found) > MOST:
            raise UnreadableError("too many paths")
        out = [before + (path[1:] if before else path) for before in out for path in found]
        behind = behind or jacobian.above.family == jacobian.below.family == "h"
    if not chain:
        return [()]
    return [path[1:] if path and path[0] == LOSS else path for path in out]


def is_immediate(graph: Graph, jacobian: Jacobian, reading: Reading, behind: bool) -> bool:
    """Whether a Jacobian is the immediate one, given its mark, the reading, and whether states are behind it."""
    if jacobian.kind != "plain":
        return jacobian.kind == "immediate"
    if not graph.ambiguous(jacobian.above, jacobian.below) or reading == "total":
        return False
    return reading == "immediate" or not behind
