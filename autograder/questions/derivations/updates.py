"""Steps of gradient descent, W ← W − η ∂L/∂W, as students write them."""

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
    rewritten,
    walk,
)
from autograder.maths.paths.arithmetic import alike
from autograder.maths.paths.claims import Claims, Finding, Pair
from autograder.maths.paths.evaluate import RATE, Evaluator, Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, Unrolling
from autograder.maths.paths.sides import Meaning, network
from autograder.maths.paths.terms import InapplicableError
from autograder.maths.paths.values import READINGS, Key
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations import words
from autograder.questions.derivations.gradient_expressions import GradientExpression, truth, written_out


@dataclass(frozen=True)
class Update:
    """What one side says the new parameter is.

    Attributes
    ----------
    parameter : str
    side : Expr
    finding : Finding
    account : GradientExpression or None
        What it says the gradient is, if it could be read.
    uphill : bool
        The gradient is added.
    paced : bool
        There is a learning rate in it.
    """

    parameter: str
    side: Expr
    finding: Finding
    account: GradientExpression | None = None
    uphill: bool = False
    paced: bool = False


def parameter_of(chain: Chain, unrolling: Unrolling) -> str | None:
    """The parameter that a chain updates, or None for another chain."""
    if len(chain.sides) < 2 or any(relation not in ("=", ":=", "←") for relation in chain.relations[1:]):
        return None
    name, _ = _target(chain.sides[0], unrolling)
    return name if chain.relations[0] in ("=", ":=", "←", "-=") else None


def rate_not_positive(document: Document, rates: Collection[str]) -> bool:
    """Whether an answer says that its learning rate is not positive: η < 0, or "η is negative".

    Parameters
    ----------
    document : Document
    rates : collection of str
        The letters that it may have.
    """
    return words.negative_rate(_spoken(document, rates)) or any(
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
    """Whether it is a number that is not positive."""
    match side:
        case Number(value):
            return value <= 0
        case Sum(((-1, Number(value)),)):
            return value >= 0
    return False


def _spoken(document: Document, rates: Collection[str]) -> str:
    """The answer as it is read aloud: its prose, with the learning rate's name where that stands alone."""
    return " ".join(part.text if isinstance(part, Prose) else _name(part, rates) for part in document.parts)


def _name(chain: Chain, rates: Collection[str]) -> str:
    alone = chain.sides[0]
    return "η" if len(chain.sides) == 1 and isinstance(alone, Symbol) and alone.name in rates else "…"


def _target(side: Expr, unrolling: Unrolling) -> tuple[str | None, bool]:
    """The parameter on the left of an update, and whether it is the change ΔW that is given."""
    side = bare(side)
    if isinstance(side, Product) and len(side.factors) == 2 and side.factors[0] == Symbol("Delta"):
        name, _ = _target(side.factors[1], unrolling)
        return name, True
    while isinstance(side, Power | Indexed | Transpose):
        side = side.base
    if isinstance(side, Symbol) and side.name in unrolling.parameters and not side.accent:
        return side.name, False
    return None, False


def updates_of(chain: Chain, claims: Claims) -> Iterator[Update]:
    """The updates that a chain states, one a side."""
    unrolling = claims.graphs[0].unrolling
    name, change = _target(chain.sides[0], unrolling)
    assert name is not None
    for side in chain.sides[1:]:
        side = _undecorated(side, unrolling)
        if chain.relations[0] == "-=":
            side, change = Sum(((-1, side),)), True
        yield _update(name, change, side, chain, claims)


def _undecorated(side: Expr, unrolling: Unrolling) -> Expr:
    r"""W_{old}, W^{(k)} and W' are all W here."""

    def change(node: Expr) -> Expr:
        if isinstance(node, Symbol) and node.name in unrolling.parameters:
            return replace(node, sub=None, primes=0)
        if isinstance(node, Power) and isinstance(node.base, Symbol) and node.base.name in unrolling.parameters:
            counted = any(isinstance(part, Number) for part in walk(node.exponent))
            return node if counted and not isinstance(node.exponent, Group) else node.base
        return node

    return rewritten(side, change)


def _update(name: str, change: bool, side: Expr, chain: Chain, claims: Claims) -> Update:
    if isinstance(side, Unread):
        return Update(name, side, Finding("unread", side.reason))
    right: set[Reading] = set(READINGS)
    uphill, paced = True, False
    gradients: dict[Graph, Meaning] = {}
    loose: frozenset[str] = frozenset()
    backwards = straight = False
    try:
        for graph in claims.graphs:
            names = claims.facts(side).indices
            if len(names) > 1:
                raise UnreadableError("an index that is not explained")
            env = {"T": graph.T, **dict.fromkeys(names, graph.last)}
            meaning = claims.meaning(side, graph, env)
            loose |= meaning.loose
            backwards = backwards or meaning.values["total"].reversed > 0
            straight = straight or meaning.values["total"].straight > 0
            paced = paced or any(scalars for scalars, _ in meaning.values["total"].paths)
            gradients[graph] = _gradient(meaning)
            wanted = _wanted(graph, name, change, -1)
            right = {r for r in right if meaning.values[r].paths == wanted and not meaning.values[r].false}
            added = _wanted(graph, name, change, 1)
            uphill = uphill and any(meaning.values[r].paths == added for r in READINGS)
    except (UnreadableError, InapplicableError) as error:
        return Update(name, side, Finding("unread", str(error) or "an update that could not be read"))
    account = GradientExpression((LOSS, Node(name)), side, gradients, written_out(side, claims), chain.line)
    pairs: frozenset[Pair] = frozenset((reading, reading) for reading in right)
    if not right:
        finding = Finding("false", "not a step down the gradient", loose=loose, where=(claims.graphs[-1], {}))
    elif not _confirmed(name, change, side, claims, min(right), backwards):
        finding = Finding("unread", "two ways of checking it do not agree")
    else:
        finding = Finding("true", "", pairs, loose, backwards, straight)
    return Update(name, side, finding, account, uphill, paced)


def _wanted(graph: Graph, name: str, change: bool, sign: int) -> dict[Key, object]:
    paths: dict[Key, object] = {
        (("rate",), path): sign * coefficient for (_, path), coefficient in truth(graph, (LOSS, Node(name))).items()
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


def _confirmed(name: str, change: bool, side: Expr, claims: Claims, reading: Reading, reverse: bool) -> bool:
    """Whether numbers agree that it is a step down the gradient."""
    for graph in claims.graphs[-2:]:
        net = network(graph)
        names = claims.facts(side).indices
        env = {"T": graph.T, **dict.fromkeys(names, graph.last)}
        step = -RATE * net.jacobian(LOSS, Node(name))
        wanted = step if change else net.value(Node(name)).reshape(1, -1) + step
        try:
            value = Evaluator(claims.notations[graph], net, reading, reverse, True, claims.work).value(side, env)
        except UnreadableError:
            return False
        if not alike(np.asarray(value), wanted):
            return False
    return True
