"""The range of the index of a Σ or ∏."""

from __future__ import annotations

from autograder.maths.latex import BigOperator, Expr, Number, Symbol
from autograder.maths.paths.graph import Graph
from autograder.maths.paths.indices import Env, index
from autograder.maths.unreadable import UnreadableError


def index_range(big: BigOperator, env: Env, graph: Graph) -> list[int]:
    """The values of the index, in the order of the factors.

    A missing bound is the first or last step. A ∏ from t down to k+1 counts down; otherwise a lower bound above the
    upper one gives an empty range.

    Raises
    ------
    UnreadableError
        If a bound cannot be read, or the range is too long.
    """
    lower = graph.first if big.lower is None else index(big.lower, env)
    upper = graph.last if big.upper is None else index(big.upper, env)
    if abs(upper - lower) > 40:
        raise UnreadableError("a range that is too long")
    if big.kind == "prod" and big.lower is not None and big.upper is not None and _down(big.lower, big.upper):
        return list(range(lower, upper - 1, -1))
    return list(range(lower, upper + 1))


def _down(lower: Expr, upper: Expr) -> bool:
    """Whether `lower` is written as the later end: ∏_{j=t}^{k+1}, ∏_{j=3}^{k+1}."""
    if isinstance(lower, Symbol):
        return lower.name in ("t", "T")
    if not isinstance(lower, Number):
        return False
    return isinstance(upper, Number) and lower.value > upper.value + 1
