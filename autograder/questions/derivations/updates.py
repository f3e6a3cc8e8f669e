"""Reads gradient-descent updates such as W ← W − η ∂L/∂W."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from autograder.maths.latex import (
    Chain,
    Document,
    Expr,
    Group,
    Indexed,
    Listed,
    Number,
    Power,
    Product,
    Prose,
    Sum,
    Symbol,
    Transpose,
    Unread,
    bare,
    rewrite,
    walk,
)
from autograder.maths.paths.arithmetic import same_up_to_layout
from autograder.maths.paths.claim_checker import ClaimCheck, ClaimChecker, Pair
from autograder.maths.paths.evaluate import RATE, Evaluator, Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, Unrolling
from autograder.maths.paths.sides import Meaning, shared_network
from autograder.maths.paths.terms import InapplicableError
from autograder.maths.paths.values import READINGS, Key
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations import prose
from autograder.questions.derivations.gradient_expressions import GradientExpression, true_paths, written_out


@dataclass(frozen=True)
class Update:
    """One right side of an update.

    Attributes
    ----------
    parameter : str
    side : Expr
    check : ClaimCheck
    expression : GradientExpression or None
        The gradient in it; None if it could not be read.
    uphill : bool
        The gradient is added instead of subtracted.
    has_rate : bool
        It contains a learning rate.
    """

    parameter: str
    side: Expr
    check: ClaimCheck
    expression: GradientExpression | None = None
    uphill: bool = False
    has_rate: bool = False


def updated_parameter(chain: Chain, unrolling: Unrolling) -> str | None:
    """The parameter that a chain updates; None for any other chain."""
    if len(chain.sides) < 2 or any(relation not in ("=", ":=", "←") for relation in chain.relations[1:]):
        return None
    name, _ = _target(chain.sides[0], unrolling)
    return name if chain.relations[0] in ("=", ":=", "←", "-=") else None


def declares_nonpositive_rate(document: Document, rates: Collection[str]) -> bool:
    """Whether the answer says that its learning rate is not positive: η < 0, or "η is negative".

    Parameters
    ----------
    document : Document
    rates : collection of str
        Letters that may denote the learning rate.
    """
    return prose.declares_negative_rate(_prose_with_rate(document, rates)) or any(
        _not_positive(left, relation, right, rates)
        for chain in document.chains
        if not chain.retracted
        for (left, right), relation in zip(pairwise(chain.sides), chain.relations, strict=False)
    )


def _not_positive(left: Expr, relation: str, right: Expr, rates: Collection[str]) -> bool:
    if relation in (">", "≥"):
        left, right = right, left
    if not isinstance(left, Symbol) or left.name not in rates:
        return False
    if relation == "∈":
        bounds = right.items if isinstance(right := bare(right), Listed) else ()
        return Symbol("-") in walk(right) or any(_at_most_zero(bound) for bound in bounds[1:])
    return relation in ("<", "≤", ">", "≥") and _at_most_zero(right)


def _at_most_zero(side: Expr) -> bool:
    """Whether a side is a number that is not positive."""
    match side:
        case Number(value):
            return value <= 0
        case Sum(((-1, Number(value)),)):
            return value >= 0
    return False


def _prose_with_rate(document: Document, rates: Collection[str]) -> str:
    """The prose of the answer, with "η" where the letter of the learning rate appears as a formula of its own."""
    return " ".join(part.text if isinstance(part, Prose) else _rate_or_dots(part, rates) for part in document.parts)


def _rate_or_dots(chain: Chain, rates: Collection[str]) -> str:
    alone = chain.sides[0]
    return "η" if len(chain.sides) == 1 and isinstance(alone, Symbol) and alone.name in rates else "…"


def _target(side: Expr, unrolling: Unrolling) -> tuple[str | None, bool]:
    """The parameter on the left of an update, and whether the update gives its change ΔW."""
    side = bare(side)
    if isinstance(side, Product) and len(side.factors) == 2 and side.factors[0] == Symbol("Delta"):
        name, _ = _target(side.factors[1], unrolling)
        return name, True
    while isinstance(side, Power | Indexed | Transpose):
        side = side.base
    if isinstance(side, Symbol) and side.name in unrolling.parameters and not side.accent:
        return side.name, False
    return None, False


def find_updates(chain: Chain, checker: ClaimChecker) -> Iterator[Update]:
    """Yield the updates of a chain, one per right side."""
    unrolling = checker.graphs[0].unrolling
    name, change = _target(chain.sides[0], unrolling)
    assert name is not None
    for side in chain.sides[1:]:
        side = _undecorated(side, unrolling)
        if chain.relations[0] == "-=":
            side, change = Sum(((-1, side),)), True
        yield _update(name, change, side, chain, checker)


def _undecorated(side: Expr, unrolling: Unrolling) -> Expr:
    """Write W_{old}, W^{(k)} and W' as W."""

    def change(node: Expr) -> Expr:
        if isinstance(node, Symbol) and node.name in unrolling.parameters:
            return replace(node, sub=None, primes=0)
        if isinstance(node, Power) and isinstance(node.base, Symbol) and node.base.name in unrolling.parameters:
            counted = any(isinstance(part, Number) for part in walk(node.exponent))
            return node if counted and not isinstance(node.exponent, Group) else node.base
        return node

    return rewrite(side, change)


def _update(name: str, change: bool, side: Expr, chain: Chain, checker: ClaimChecker) -> Update:
    if isinstance(side, Unread):
        return Update(name, side, ClaimCheck("unread", side.reason))
    right: set[Reading] = set(READINGS)
    uphill, has_rate = True, False
    gradients: dict[Graph, Meaning] = {}
    loose: frozenset[str] = frozenset()
    backwards = straight = False
    try:
        for graph in checker.graphs:
            names = checker.properties(side).indices
            if len(names) > 1:
                raise UnreadableError("an index without an explanation")
            env = {"T": graph.T, **dict.fromkeys(names, graph.last)}
            meaning = checker.meaning(side, graph, env)
            loose |= meaning.loose
            backwards = backwards or meaning.values["total"].reversed > 0
            straight = straight or meaning.values["total"].straight > 0
            has_rate = has_rate or any(scalars for scalars, _ in meaning.values["total"].paths)
            gradients[graph] = _gradient(meaning)
            expected = _expected(graph, name, change, -1)
            right = {r for r in right if meaning.values[r].paths == expected and not meaning.values[r].false}
            added = _expected(graph, name, change, 1)
            uphill = uphill and any(meaning.values[r].paths == added for r in READINGS)
    except (UnreadableError, InapplicableError) as error:
        return Update(name, side, ClaimCheck("unread", str(error) or "an unreadable update"))
    expression = GradientExpression((LOSS, Node(name)), side, gradients, written_out(side, checker), chain.line)
    pairs: frozenset[Pair] = frozenset((reading, reading) for reading in right)
    if not right:
        check = ClaimCheck("false", "it is no gradient-descent step", loose=loose, where=(checker.graphs[-1], {}))
    elif not _is_confirmed(name, change, side, checker, min(right), backwards):
        check = ClaimCheck("unread", "the symbolic and the numerical check disagree")
    else:
        check = ClaimCheck("true", "", pairs, loose, backwards, straight)
    return Update(name, side, check, expression, uphill, has_rate)


def _expected(graph: Graph, name: str, change: bool, sign: int) -> dict[Key, object]:
    paths: dict[Key, object] = {
        (("rate",), path): sign * coefficient
        for (_, path), coefficient in true_paths(graph, (LOSS, Node(name))).items()
    }
    return paths if change else {((), (Node(name),)): 1, **paths}


def _gradient(meaning: Meaning) -> Meaning:
    """The part of an update that is the gradient."""
    found = tuple(
        (replace(term, coefficient=-term.coefficient, scalars=()), chain)
        for term, chain in meaning.found
        if term.scalars == ("rate",)
    )
    values = {
        reading: replace(
            value,
            paths={((), path): -c for (scalars, path), c in value.paths.items() if scalars == ("rate",)},
        )
        for reading, value in meaning.values.items()
    }
    return Meaning(found, values, meaning.loose)


def _is_confirmed(name: str, change: bool, side: Expr, checker: ClaimChecker, reading: Reading, reverse: bool) -> bool:
    """Whether a numerical check agrees that the update is a gradient-descent step."""
    for graph in checker.graphs[-2:]:
        net = shared_network(graph)
        names = checker.properties(side).indices
        env = {"T": graph.T, **dict.fromkeys(names, graph.last)}
        step = -RATE * net.jacobian(LOSS, Node(name))
        expected = step if change else net.value(Node(name)).reshape(1, -1) + step
        try:
            value = Evaluator(checker.notations[graph], net, reading, reverse, True, checker.budget).value(side, env)
        except UnreadableError:
            return False
        if not same_up_to_layout(np.asarray(value), expected):
            return False
    return True
