"""What "+ … +" stands for: the terms between two terms of one pattern."""

from __future__ import annotations

import itertools
from dataclasses import replace

from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.resolve import chained
from autograder.maths.paths.terms import InapplicableError, Jacobian, Kind, Term, Terms
from autograder.maths.unreadable import UnreadableError


def interpolated(graph: Graph, before: Term, after: Term, earlier: Term | None) -> Terms:
    """The terms between two terms of one pattern, whose times go on by one from each to the next.

    Raises
    ------
    UnreadableError
        If the two have no pattern in common.
    InapplicableError
        If the second comes first.
    """
    first, last = _canonical(graph, before), _canonical(graph, after)
    if before.coefficient != after.coefficient or before.scalars != after.scalars:
        raise UnreadableError("dots between terms with different coefficients")
    shapes = [[(n.family, kind) for n, kind in nodes] for nodes in (first, last)]
    if shapes[0] != shapes[1]:
        raise UnreadableError("dots between terms of different patterns")
    moves = [_difference(a[0], b[0]) for a, b in zip(first, last, strict=True)]
    span = max(abs(move) for move in moves)
    if span == 0:
        raise InapplicableError
    if any(move not in (0, span, -span) for move in moves):
        raise UnreadableError("dots between terms whose times do not go together")
    unit = [move // span for move in moves]
    if earlier is not None:
        known = _canonical(graph, earlier)
        if [(n.family, kind) for n, kind in known] == shapes[0]:
            step = [_difference(a[0], b[0]) for a, b in zip(known, first, strict=True)]
            if step == [-each for each in unit]:
                raise InapplicableError
            # a term that differs in other indices as well ends another row of the sum
            if [bool(each) for each in step] == [bool(each) for each in unit] and step != unit:
                raise UnreadableError("dots that go on in another way than they begin")
    out = []
    for distance in range(1, span):
        nodes = [_moved(node, distance * by) for (node, _), by in zip(first, unit, strict=True)]
        kinds = [kind for _, kind in first[1:]]
        pairs = zip(itertools.pairwise(nodes), kinds, strict=True)
        out.append(replace(before, atoms=tuple(Jacobian(a, b, kind) for (a, b), kind in pairs)))
    return tuple(out)


def _canonical(graph: Graph, term: Term) -> list[tuple[Node, Kind]]:
    """The nodes that a term passes, each with the kind of the Jacobian that leads to it; states come in pairs.

    A run of states is its first and its last, so that ∂h_t/∂h_{t−1} ∂h_{t−1}/∂h_{t−2} and ∂h_t/∂h_{t−2} look the same,
    and no step at all (k = t) looks like any number of them.
    """
    found = chained(graph, term)
    if found.order != "forward" or found.turned or not found.chain:
        raise UnreadableError("dots beside a product that does not join")
    begin: tuple[Node, Kind] = (found.chain[0].above, "total")
    nodes = [begin, *((jacobian.below, jacobian.kind) for jacobian in found.chain)]
    out: list[tuple[Node, Kind]] = []
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


def _moved(node: Node, by: int) -> Node:
    return node if node.time is None else Node(node.family, node.time + by)
