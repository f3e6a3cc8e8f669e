"""The value of a side with dots, for the number oracle, which cannot evaluate them as they are written."""

from __future__ import annotations

import numpy as np

from autograder.maths.paths.arithmetic import plus
from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.network import UNITS, Array, Network
from autograder.maths.paths.resolve import Chained
from autograder.maths.paths.terms import Term
from autograder.maths.paths.values import is_immediate
from autograder.maths.unreadable import UnreadableError


def from_chains(found: tuple[tuple[Term, Chained | None], ...], net: Network, reading: Reading) -> Array:
    """A side in numbers by its chains, where it has dots that the formula itself cannot be evaluated with."""
    graph = net.graph
    total: Array = np.zeros((1, 1))
    for term, chain in found:
        if chain is None or chain.order in ("broken", "shuffled") or term.scalars:
            raise UnreadableError("a product that does not join")
        behind = False
        part: Array | None = None
        for jacobian in chain.chain:
            immediate = is_immediate(graph, jacobian, reading, behind)
            factor = net.jacobian(jacobian.above, jacobian.below, immediate)
            part = factor if part is None else part @ factor
            behind = behind or jacobian.above.family == jacobian.below.family == "h"
        # no factor at all is the identity, and dots leave it between states
        total = plus(total, float(term.coefficient) * (np.eye(UNITS) if part is None else part))
    return total
