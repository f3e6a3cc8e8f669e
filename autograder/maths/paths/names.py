"""What an answer says its letters stand for.

`a_t = W h_{t−1} + U x_t` names a quantity of the network, and is recognised by its value, however it is written;
`δ_t = ∂L_t/∂h_t` is an abbreviation, and is put in wherever the letter stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from autograder.maths.latex import Big, Chain, Derivative, Expr, Matrix, Number, Sum, Symbol, Unread, bare, walk
from autograder.maths.paths.arithmetic import same
from autograder.maths.paths.evaluate import Evaluator
from autograder.maths.paths.graph import LOSS, Graph, Node
from autograder.maths.paths.notation import RATES, Definition, Notation, key, pattern, timed
from autograder.maths.paths.sides import INDEX_NAMES, network
from autograder.maths.paths.terms import Work
from autograder.maths.unreadable import UnreadableError

DEFINITIONS = 24
"""An answer may define so many letters; more are not read."""

SIDES = 40
"""What stands further on in a chain defines nothing."""

_RATE_WORDS = re.compile(
    r"learning[ -]?rate|step[ -]?size|lernrate|schrittweite|taux d.apprentissage|tasa de aprendizaje|"
    r"скорость обучения|学习率|學習率|步长|学習率",
    re.IGNORECASE,
)
_NAMED_RATES = frozenset("epsilon varepsilon gamma mu lambda rho beta nu tau kappa r a".split())


def learned(chains: Iterable[Chain], graph: Graph, prose: str = "", work: Work | None = None) -> Notation:
    """The notation of an answer on one graph."""
    notation = Notation.of(graph)
    if _RATE_WORDS.search(prose):
        notation = Notation(graph, notation.letters, (), RATES | _NAMED_RATES)
    chains = [chain for chain in chains if not chain.retracted and len(chain.sides) > 1]
    for _ in range(2):
        for chain in chains:
            notation = _learn(chain, notation, work or Work())
    return notation


def _learn(chain: Chain, notation: Notation, work: Work) -> Notation:
    if any(relation not in ("=", ":=") for relation in chain.relations):
        return notation
    sides = chain.sides[:SIDES]
    derivatives = [side for side in sides if isinstance(bare(side), Derivative)]
    for place, side in enumerate(sides):
        symbol, time = timed(bare(side))
        if symbol is None or symbol.primes or key(symbol) in notation.graph.unrolling.parameters:
            continue
        if _is_identity(symbol):
            continue
        others = [other for other in (*sides[place + 1 :], *sides[:place]) if not isinstance(other, Unread)]
        if others and not _is_index(symbol, time, others[0]):
            for body in (others[0], *derivatives[:1]):
                notation = _meant(symbol, time, body, notation, work)
    return notation


def _is_index(symbol: Symbol, time: Expr | None, body: Expr) -> bool:
    """`T = 3`, `k = 0, 1, ...` say something about indices, not about quantities."""
    return time is None and (symbol.name in INDEX_NAMES | {"T"} or isinstance(body, Number))


def _is_identity(symbol: Symbol) -> bool:
    """In `J_{t,t} = I` it is J that is explained."""
    return symbol.name == "I" and not symbol.accent


def _meant(symbol: Symbol, time: Expr | None, body: Expr, notation: Notation, work: Work) -> Notation:
    letter = key(symbol)
    if letter in notation.rates:
        return notation
    for definition in notation.definitions:
        if definition.letter == letter and definition.pattern == pattern(time):
            # of A_j = diag(σ′_j) W and A_j = ∂h_j/∂h_{j−1} the derivative says it best
            better = isinstance(bare(body), Derivative) and not isinstance(bare(definition.body), Derivative)
            return notation.redefined(definition, body) if better else notation
    summed = _losses(letter, time, body, notation)
    if summed is not None:
        return summed
    itself = any(isinstance(node, Symbol) and key(node) == letter for node in walk(body))
    if not itself and not any(isinstance(node, Derivative | Matrix) for node in walk(body)):
        family = _family(time, body, notation, work)
        if family is not None:
            return notation if notation.letters.get(letter) == family else notation.renamed(letter, family)
    if letter in notation.letters or len(notation.definitions) >= DEFINITIONS:
        return notation
    return notation.defined(Definition(letter, pattern(time), body))


def _losses(letter: str, time: Expr | None, body: Expr, notation: Notation) -> Notation | None:
    """J = Σ_t ℓ_t names the losses, when neither letter means anything else."""
    inner: Expr | None = None
    if isinstance(body, Big) and body.kind == "sum":
        inner = body.body
    elif isinstance(body, Sum) and all(sign == 1 for sign, _ in body.terms):
        inner = body.terms[0][1]
    if inner is None or time is not None:
        return None
    symbol, index = timed(bare(inner))
    if symbol is None or index is None:
        return None
    names = {letter, key(symbol)}
    if any(notation.letters.get(name, "L") != "L" or name in notation.graph.unrolling.parameters for name in names):
        return None
    for name in names:
        notation = notation if name in notation.letters else notation.renamed(name, "L")
    return notation


def _family(time: Expr | None, body: Expr, notation: Notation, work: Work) -> str | None:
    """The family of quantities that has the values of a formula at every time."""
    graph = notation.graph
    evaluator = Evaluator(notation, network(graph), work=work)
    if time is None:
        try:
            value = evaluator.value(body, {"T": graph.T})
        except UnreadableError:
            return None
        return "L" if same(value, np.atleast_1d(network(graph).value(LOSS))) else None
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
        families = {f for f in families if same(value, np.atleast_1d(network(graph).value(Node(f, step))))}
    return families.pop() if met > 1 and len(families) == 1 else None
