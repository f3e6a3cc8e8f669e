"""Numerical values of sides with dots, which the evaluator cannot evaluate as written."""

from __future__ import annotations

import numpy as np

from autograder.maths.paths.arithmetic import add
from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.network import UNITS, Array, Network
from autograder.maths.paths.resolve import JacobianChain
from autograder.maths.paths.terms import Term
from autograder.maths.paths.values import is_immediate
from autograder.maths.unreadable import UnreadableError


def evaluate_chains(found: tuple[tuple[Term, JacobianChain | None], ...], net: Network, reading: Reading) -> Array:
    """The numerical value of resolved terms, computed from their Jacobians."""
    graph = net.graph
    total: Array = np.zeros((1, 1))
    for term, chain in found:
        if chain is None or chain.order in ("broken", "shuffled") or term.scalars:
            raise UnreadableError("a product whose factors do not fit together")
        behind = False
        part: Array | None = None
        for jacobian in chain.chain:
            immediate = is_immediate(graph, jacobian, reading, behind)
            factor = net.jacobian(jacobian.above, jacobian.below, immediate)
            part = factor if part is None else part @ factor
            behind = behind or jacobian.above.family == jacobian.below.family == "h"
        # an empty product is the identity, here between states
        total = add(total, float(term.coefficient) * (np.eye(UNITS) if part is None else part))
    return total
