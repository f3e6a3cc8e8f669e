"""The exact meaning of a side: the coefficient of each path through the unrolled graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, Path
from autograder.maths.paths.resolve import JacobianChain, resolve_chain
from autograder.maths.paths.terms import MAX_TERMS, Jacobian, LayerJacobian, Term, Terms, Vector
from autograder.maths.unreadable import UnreadableError

READINGS: tuple[Reading, ...] = ("immediate", "total", "recursive")

Key = tuple[tuple[str, ...], Path]
"""Scalars (a learning rate) and a path; for a parameter by itself, the path is that node."""


@dataclass(frozen=True)
class PathSum:
    """An exact sum of paths.

    Attributes
    ----------
    paths : mapping
        Nonzero coefficient of each path.
    reversed, straight : int
        Number of products from right to left, and from left to right; one of them is 0.
    false : tuple of JacobianChain
        Products that do not join, or only in another order.
    anticausal : bool
        It contains a derivative of an earlier state by a later one, which is zero.
    jacobians : frozenset of (Node, Node)
        Numerator and denominator of every Jacobian.
    """

    paths: Mapping[Key, Fraction]
    reversed: int = 0
    straight: int = 0
    false: tuple[JacobianChain, ...] = ()
    anticausal: bool = False
    jacobians: frozenset[tuple[Node, Node]] = field(default=frozenset(), compare=False)


def resolve_terms(
    graph: Graph, terms: Terms, ends: tuple[Node, Node] | None
) -> tuple[tuple[Term, JacobianChain | None], ...]:
    """Each term with its chain; None for a number, or a parameter by itself."""
    out: list[tuple[Term, JacobianChain | None]] = []
    for term in terms:
        if len(term.atoms) == 1 and isinstance(term.atoms[0], Vector) and ends is not None:
            # ∂z_t/∂V = s_t, where a row would need a transposition sign
            term = replace(term, atoms=(replace(term.atoms[0], flipped=True),))
        bare = len(term.atoms) == 1 and isinstance(term.atoms[0], LayerJacobian) and term.atoms[0].name != "slope"
        alone = not term.atoms or (bare and not term.scalars and ends is None)
        out.append((term, None if alone else resolve_chain(graph, term, ends)))
    return tuple(out)


def path_sums(graph: Graph, found: tuple[tuple[Term, JacobianChain | None], ...]) -> dict[Reading, PathSum]:
    """The sum of paths per reading; the same for all readings if every ∂h_k/∂W is marked.

    Raises
    ------
    UnreadableError
        If there are too many paths.
    """
    jacobians = (jacobian for _, chain in found if chain is not None for jacobian in chain.chain)
    if any(jacobian.kind == "plain" and graph.ambiguous(jacobian.above, jacobian.below) for jacobian in jacobians):
        return {reading: path_sum(graph, found, reading) for reading in READINGS}
    return dict.fromkeys(READINGS, path_sum(graph, found, "total"))


def path_sum(graph: Graph, found: tuple[tuple[Term, JacobianChain | None], ...], reading: Reading) -> PathSum:
    """The sum of paths of resolved terms under one reading of ∂h_k/∂W.

    Raises
    ------
    UnreadableError
        If there are too many paths.
    """
    paths: dict[Key, Fraction] = {}
    backwards = straight = 0
    false: list[JacobianChain] = []
    anticausal = False
    seen: set[tuple[Node, Node]] = set()
    astray = any(chain is not None and chain.order == "forward" and len(chain.chain) > 1 for _, chain in found)
    for term, chain in found:
        if chain is None:
            name = tuple(Node(atom.name) for atom in term.atoms if isinstance(atom, LayerJacobian))
            _count(paths, (term.scalars, name), term.coefficient)
            continue
        if chain.order == "reversed" and astray and len(chain.chain) > 1:
            # the other products run from left to right, so this is no layout but a mistake
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
    return PathSum(kept, backwards, straight, tuple(false), anticausal, frozenset(seen))


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
        if len(out) * len(found) > MAX_TERMS:
            raise UnreadableError("too many paths")
        out = [before + (path[1:] if before else path) for before in out for path in found]
        behind = behind or jacobian.above.family == jacobian.below.family == "h"
    if not chain:
        return [()]
    return [path[1:] if path and path[0] == LOSS else path for path in out]


def is_immediate(graph: Graph, jacobian: Jacobian, reading: Reading, behind: bool) -> bool:
    """Whether a Jacobian is immediate, given its mark, the reading, and whether it comes after states (`behind`)."""
    if jacobian.kind != "plain":
        return jacobian.kind == "immediate"
    if not graph.ambiguous(jacobian.above, jacobian.below) or reading == "total":
        return False
    return reading == "immediate" or not behind
