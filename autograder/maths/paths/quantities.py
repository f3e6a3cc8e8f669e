"""Reads the numerator of a derivative: a quantity of the network or a sum of several."""

from __future__ import annotations

from fractions import Fraction

from autograder.maths.latex import BigOperator, Dots, Expr, Sum, bare
from autograder.maths.paths.evaluate import Evaluator
from autograder.maths.paths.graph import Node
from autograder.maths.paths.indices import Env
from autograder.maths.paths.notation import Notation
from autograder.maths.paths.ranges import index_range
from autograder.maths.paths.terms import CIRCULAR, DEPTH
from autograder.maths.unreadable import UnreadableError


def quantities(
    of: Expr, env: Env, notation: Notation, evaluator: Evaluator, depth: int = 0
) -> list[tuple[Fraction, Node]]:
    """The numerator of a derivative as a linear combination of quantities of the network.

    Raises
    ------
    UnreadableError
        If it is none.
    """

    def within(part: Expr, at: Env) -> list[tuple[Fraction, Node]]:
        return quantities(part, at, notation, evaluator, depth)

    match bare(of):
        case Sum(terms) if not any(isinstance(bare(term), Dots) for _, term in terms):
            return [(sign * c, node) for sign, term in terms for c, node in within(term, env)]
        case Sum(terms):
            return [(Fraction(1), node) for node in _dotted([term for _, term in terms], env, notation)]
        case BigOperator("sum", name, body=body) as big:
            times = index_range(big, env, notation.graph)
            return [pair for time in times for pair in within(body, {**env, name: time})]
    node = notation.node(of, env)
    if node is None:
        found = notation.lookup(of, env)
        if found is not None:
            if depth > DEPTH:
                raise UnreadableError(CIRCULAR)
            return quantities(found[0], {**env, **found[1]}, notation, evaluator, depth + 1)
        node = evaluator.identify(of, env)
    if node is None:
        raise UnreadableError("the derivative of an unknown quantity")
    return [(Fraction(1), node)]


def _dotted(terms: list[Expr], env: Env, notation: Notation) -> list[Node]:
    """L_0 + L_1 + … + L_T: one quantity at consecutive steps."""
    nodes = [None if isinstance(bare(term), Dots) else notation.node(term, env) for term in terms]
    known = [node for node in nodes if node is not None and node.time is not None]
    if len(known) < 2 or len(known) != len(nodes) - 1 or nodes[0] is None or nodes[-1] is None:
        raise UnreadableError("a sum with dots")
    first, last = known[0].time, known[-1].time
    assert first is not None
    assert last is not None
    wanted = [Node(known[0].family, time) for time in range(first, last + 1)]
    if [node for node in wanted if node in known] != known:
        raise UnreadableError("a sum with dots")
    return wanted
