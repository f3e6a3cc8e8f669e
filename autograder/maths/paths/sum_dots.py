"""Fills in dots in a sum, "+ … +": the terms between terms with a common pattern."""

from __future__ import annotations

import itertools
from dataclasses import replace

from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.resolve import resolve_chain
from autograder.maths.paths.terms import InapplicableError, Jacobian, Kind, OutsideError, Term, Terms
from autograder.maths.unreadable import UnreadableError

Shape = list[tuple[Node, Kind]]


def fill_gap(graph: Graph, before: list[Terms | None], after: list[Terms | None]) -> Terms:
    """All terms of a sum with one gap of dots.

    The gap extends between the terms on both sides that differ by one step each. For small times these terms overlap:
    for t = 0, a_t + a_{t−1} + … + a_0 is just a_0.

    Parameters
    ----------
    graph : Graph
    before, after : list of Terms or None
        The terms on both sides of the dots; None for a term outside of the network.

    Raises
    ------
    UnreadableError
        If the two ends have no common pattern.
    InapplicableError
        If the gap would have a negative length, or needs a term outside of the network.
    """
    left, right = [_single_shape(graph, terms) for terms in before], [_single_shape(graph, terms) for terms in after]
    if not left or not right:
        raise UnreadableError("dots without a term next to them")
    for start in dict.fromkeys((_run_start(left), len(left) - 1)):
        found = _fill_from(before, after, left, right, start)
        if found is not None:
            return found
    if any(terms is None for terms in (*before, *after)):
        raise InapplicableError
    raise UnreadableError("dots without a clear pattern")


def _single_shape(graph: Graph, terms: Terms | None) -> Shape | None:
    """The shape of a single term; None if there is not exactly one."""
    if terms is None or len(terms) != 1:
        return None
    return _shape_of(graph, terms[0])


def _run_start(left: list[Shape | None]) -> int:
    """Index of the first of the terms that lead up to the gap in steps of one."""
    start, unit = len(left) - 1, None
    while start > 0:
        first, second = left[start - 1], left[start]
        if first is None:
            break
        if second is not None:
            moves = _moves(first, second)
            if moves is None or max(map(abs, moves)) != 1 or unit not in (None, moves):
                break
            unit = moves
        start -= 1
    return start


def _fill_from(
    before: list[Terms | None],
    after: list[Terms | None],
    left: list[Shape | None],
    right: list[Shape | None],
    start: int,
) -> Terms | None:
    """The full sum if the left end of the gap is at `start`, or None."""
    first, written = left[start], before[start]
    if first is None or written is None:
        return None
    unit = _unit(left[start:])
    end = 0
    while end + 1 < len(right) and (moves := _moves(right[end], right[end + 1])) is not None:
        if max(map(abs, moves)) != 1 or unit not in (None, moves):
            break
        unit, end = moves, end + 1
    moves = _moves(first, right[end])
    last = after[end]
    if moves is None or last is None:
        return None
    span = max(map(abs, moves))
    if span > 64 or any(move not in (0, span, -span) for move in moves):
        return None
    step = [move // span for move in moves] if span else [0] * len(moves)
    if unit is not None and span and step != unit:
        if step == [-each for each in unit]:
            raise InapplicableError
        return None
    run = [terms[0] for terms in (*before[start:], *after[: end + 1]) if terms is not None]
    if any((term.coefficient, term.scalars) != (last[0].coefficient, last[0].scalars) for term in run):
        raise UnreadableError("dots between terms with different coefficients")
    others = (*before[:start], *after[end + 1 :])
    if any(terms is None for terms in others):
        raise OutsideError("a term outside of the network")
    between = [_shift_term(written[0], first, [distance * by for by in step]) for distance in range(span + 1)]
    return (*between, *(term for terms in others if terms is not None for term in terms))


def _unit(run: list[Shape | None]) -> list[int] | None:
    known = [shape for shape in run[:2] if shape is not None]
    return _moves(known[0], known[1]) if len(known) == 2 else None


def _shift_term(term: Term, shape: Shape, moves: list[int]) -> Term:
    """A term with the same pattern, some steps later."""
    nodes = [_shift_node(node, by) for (node, _), by in zip(shape, moves, strict=True)]
    kinds = [kind for _, kind in shape[1:]]
    pairs = zip(itertools.pairwise(nodes), kinds, strict=True)
    return replace(term, atoms=tuple(Jacobian(above, below, kind) for (above, below), kind in pairs))


def _moves(first: Shape | None, last: Shape | None) -> list[int] | None:
    """The change of each time index from one term to another with the same pattern; None for different patterns."""
    if first is None or last is None:
        return None
    if [(node.family, kind) for node, kind in first] != [(node.family, kind) for node, kind in last]:
        return None
    return [_difference(a[0], b[0]) for a, b in zip(first, last, strict=True)]


def _shape_of(graph: Graph, term: Term) -> Shape:
    """The nodes of a term, each with the kind of the Jacobian leading to it; states come in pairs.

    A run of states is reduced to its first and last, so that ∂h_t/∂h_{t−1} ∂h_{t−1}/∂h_{t−2} and ∂h_t/∂h_{t−2} look
    the same, and so does a run without any step (k = t).
    """
    found = resolve_chain(graph, term)
    if found.order != "forward" or found.transposed or not found.chain:
        raise UnreadableError("dots next to a product whose factors do not fit together")
    begin: tuple[Node, Kind] = (found.chain[0].above, "total")
    nodes = [begin, *((jacobian.below, jacobian.kind) for jacobian in found.chain)]
    out: Shape = []
    for place, (node, kind) in enumerate(nodes):
        run = place > 0 and node.family == "h" == nodes[place - 1][0].family
        if run:
            out[-1] = (node, "total")
        elif node.family == "h":
            out += [(node, kind), (node, "total")]
        else:
            out.append((node, kind))
    return out


def _difference(first: Node, last: Node) -> int:
    if first.time is None or last.time is None:
        return 0
    return last.time - first.time


def _shift_node(node: Node, by: int) -> Node:
    return node if node.time is None else Node(node.family, node.time + by)
