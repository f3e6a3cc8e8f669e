"""Finds the step at which the slopes in diag(σ′) are taken."""

from __future__ import annotations

from autograder.maths.latex import Call, Expr, Symbol, bare
from autograder.maths.paths.activations import ACTIVATION_NAMES
from autograder.maths.paths.arithmetic import same_numbers
from autograder.maths.paths.evaluate import Evaluator
from autograder.maths.paths.graph import Node
from autograder.maths.paths.indices import Env, index
from autograder.maths.paths.notation import key, symbol_and_time
from autograder.maths.paths.terms import CIRCULAR, DEPTH, OutsideError
from autograder.maths.unreadable import UnreadableError


def slope_step(argument: Expr, env: Env, evaluator: Evaluator, depth: int = 0) -> int | None:
    """The step of the slopes σ′; None if it is not written.

    Raises
    ------
    UnreadableError
        If these are no slopes; `OutsideError` if the step is outside of the network.
    """
    notation, graph = evaluator.notation, evaluator.graph
    names = ACTIVATION_NAMES[graph.unrolling.slope]
    inner = bare(argument)
    found = notation.lookup(inner, env)
    if found is not None:
        if depth > DEPTH:
            raise UnreadableError(CIRCULAR)
        return slope_step(found[0], {**env, **found[1]}, evaluator, depth + 1)
    symbol, time = symbol_and_time(inner)
    if symbol is not None and symbol.name in names and symbol.primes == 1:
        return None if time is None else _known(index(time, env), evaluator)
    if isinstance(inner, Call) and inner.function.name in names and inner.function.primes == 1:
        named, when = symbol_and_time(bare(inner.argument))
        if named is not None and when is None and notation.letters.get(key(named)) == "a":
            return None
    value = evaluator.value(inner, env)
    for step in graph.times:
        slopes = evaluator.value(Symbol(next(iter(names)), Symbol("t"), 1), {**env, "t": step})
        if slopes.shape == value.shape and same_numbers(slopes, value):
            return step
    raise UnreadableError("a diagonal matrix of something other than slopes")


def _known(step: int, evaluator: Evaluator) -> int:
    if not evaluator.graph.exists(Node("a", step)):
        raise OutsideError("a slope outside of the network")
    return step
