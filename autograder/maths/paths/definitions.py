"""Learns what an answer defines its letters to be.

`a_t = W h_{t−1} + U x_t` names a quantity of the network, which is recognised by its value, in any notation;
`δ_t = ∂L_t/∂h_t` is an abbreviation and is replaced by its definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from autograder.maths.latex import BigOperator, Chain, Derivative, Expr, Matrix, Number, Sum, Symbol, Unread, bare, walk
from autograder.maths.paths.arithmetic import same_numbers
from autograder.maths.paths.evaluate import Evaluator
from autograder.maths.paths.graph import LOSS, Graph, Node
from autograder.maths.paths.notation import RATES, Definition, Notation, key, pattern, symbol_and_time
from autograder.maths.paths.sides import INDEX_NAMES, shared_network
from autograder.maths.paths.terms import WorkBudget
from autograder.maths.unreadable import UnreadableError

MAX_DEFINITIONS = 24
"""Maximum number of definitions; further ones are ignored."""

MAX_SIDES = 40
"""Sides of a chain beyond this number define nothing."""

_RATE_WORDS = re.compile(
    r"learning[ -]?rate|step[ -]?size|lernrate|schrittweite|taux d.apprentissage|tasa de aprendizaje|"
    r"скорость обучения|学习率|學習率|步长|学習率",
    re.IGNORECASE,
)
_NAMED_RATES = frozenset("epsilon varepsilon gamma mu lambda rho beta nu tau kappa r a".split())


def learn_notation(
    chains: Iterable[Chain], graph: Graph, prose: str = "", budget: WorkBudget | None = None
) -> Notation:
    """The notation of an answer on one graph.

    Parameters
    ----------
    chains : iterable of Chain
    graph : Graph
    prose : str
        The text of the answer; if it mentions a learning rate, more letters may denote it.
    budget : WorkBudget or None
    """
    notation = Notation.of(graph)
    if _RATE_WORDS.search(prose):
        notation = Notation(graph, notation.letters, (), RATES | _NAMED_RATES)
    chains = [chain for chain in chains if not chain.retracted and len(chain.sides) > 1]
    for _ in range(2):
        for chain in chains:
            notation = _learn_from_chain(chain, notation, budget or WorkBudget())
    return notation


def _learn_from_chain(chain: Chain, notation: Notation, budget: WorkBudget) -> Notation:
    if any(relation not in ("=", ":=") for relation in chain.relations):
        return notation
    sides = chain.sides[:MAX_SIDES]
    derivatives = [side for side in sides if isinstance(bare(side), Derivative)]
    for place, side in enumerate(sides):
        symbol, time = symbol_and_time(bare(side))
        if symbol is None or symbol.primes or key(symbol) in notation.graph.unrolling.parameters:
            continue
        if _is_identity(symbol):
            continue
        others = [other for other in (*sides[place + 1 :], *sides[:place]) if not isinstance(other, Unread)]
        if others and not _is_index(symbol, time, others[0]):
            for body in (others[0], *derivatives[:1]):
                notation = _define(symbol, time, body, notation, budget)
    return notation


def _is_index(symbol: Symbol, time: Expr | None, body: Expr) -> bool:
    """Whether a claim is about indices rather than quantities: `T = 3`, `k = 0, 1, ...`."""
    return time is None and (symbol.name in INDEX_NAMES | {"T"} or isinstance(body, Number))


def _is_identity(symbol: Symbol) -> bool:
    """Whether a symbol is the identity matrix: `J_{t,t} = I` defines J."""
    return symbol.name == "I" and not symbol.accent


def _define(symbol: Symbol, time: Expr | None, body: Expr, notation: Notation, budget: WorkBudget) -> Notation:
    letter = key(symbol)
    if letter in notation.rates:
        return notation
    for definition in notation.definitions:
        if definition.letter == letter and definition.pattern == pattern(time):
            # if A_j is both diag(σ′_j) W and ∂h_j/∂h_{j−1}, prefer the derivative
            better = isinstance(bare(body), Derivative) and not isinstance(bare(definition.body), Derivative)
            return notation.redefined(definition, body) if better else notation
    summed = _losses(letter, time, body, notation)
    if summed is not None:
        return summed
    itself = any(isinstance(node, Symbol) and key(node) == letter for node in walk(body))
    if not itself and not any(isinstance(node, Derivative | Matrix) for node in walk(body)):
        family = _family(time, body, notation, budget)
        if family is not None:
            return notation if notation.letters.get(letter) == family else notation.renamed(letter, family)
    if letter in notation.letters or len(notation.definitions) >= MAX_DEFINITIONS:
        return notation
    return notation.defined(Definition(letter, pattern(time), body))


def _losses(letter: str, time: Expr | None, body: Expr, notation: Notation) -> Notation | None:
    """Read J = Σ_t ℓ_t as naming the losses, if neither letter has another meaning."""
    inner: Expr | None = None
    if isinstance(body, BigOperator) and body.kind == "sum":
        inner = body.body
    elif isinstance(body, Sum) and all(sign == 1 for sign, _ in body.terms):
        inner = body.terms[0][1]
    if inner is None or time is not None:
        return None
    symbol, index = symbol_and_time(bare(inner))
    if symbol is None or index is None:
        return None
    names = {letter, key(symbol)}
    if any(notation.letters.get(name, "L") != "L" or name in notation.graph.unrolling.parameters for name in names):
        return None
    for name in names:
        notation = notation if name in notation.letters else notation.renamed(name, "L")
    return notation


def _family(time: Expr | None, body: Expr, notation: Notation, budget: WorkBudget) -> str | None:
    """The family of quantities that equals a formula at every step."""
    graph = notation.graph
    evaluator = Evaluator(notation, shared_network(graph), budget=budget)
    if time is None:
        try:
            value = evaluator.value(body, {"T": graph.T})
        except UnreadableError:
            return None
        return "L" if same_numbers(value, np.atleast_1d(shared_network(graph).value(LOSS))) else None
    if not isinstance(time, Symbol) or time.name == "T":
        return None
    families = {"a", *graph.unrolling.chain}
    met = 0
    for step in graph.times:
        try:
            value = evaluator.value(body, {"T": graph.T, time.name: step})
        except UnreadableError:
            continue
        met += 1
        families = {
            f for f in families if same_numbers(value, np.atleast_1d(shared_network(graph).value(Node(f, step))))
        }
    return families.pop() if met > 1 and len(families) == 1 else None
