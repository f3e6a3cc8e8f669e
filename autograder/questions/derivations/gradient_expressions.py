"""What an answer says a derivative by a parameter is: the sides that can be compared term by term with the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from autograder.maths.latex import Big, Chain, Dots, Expr, Matrix, Product, Sum, bare, walk
from autograder.maths.paths.claims import Claims
from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, Path
from autograder.maths.paths.indices import Env
from autograder.maths.paths.sides import Meaning
from autograder.maths.paths.terms import InapplicableError
from autograder.maths.paths.values import READINGS, is_immediate
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations import words

Quantity = tuple[Node, Node]


@dataclass(frozen=True)
class GradientExpression:
    """One side that says what `quantity` is.

    Attributes
    ----------
    quantity : tuple of Node
        What is differentiated, and by which parameter.
    side : Expr
    meanings : mapping
        What it means on each graph.
    written : bool
        It has no Σ, and no dots in the place of terms.
    line : int
    listed : bool
        It was put together from pieces that stand one by one.
    shown : frozenset of (str, Quantity)
        Total derivatives of states that the answer writes out elsewhere, each with the reading under which it does.
    """

    quantity: Quantity
    side: Expr
    meanings: Mapping[Graph, Meaning]
    written: bool
    line: int
    listed: bool = False
    shown: frozenset[tuple[Reading, Quantity]] = frozenset()

    def holds(self, reading: Reading) -> bool:
        """Whether it is the truth on every graph."""
        return all(
            not meaning.values[reading].false and meaning.values[reading].paths == truth(graph, self.quantity)
            for graph, meaning in self.meanings.items()
        )

    def expanded(self, reading: Reading) -> bool:
        """Whether nothing in it hides several paths: every last factor is immediate, or written out elsewhere."""
        return all(_expanded(graph, meaning, reading, self.shown) for graph, meaning in self.meanings.items())

    def gathers(self) -> bool:
        """Whether it is the sum of the single losses' derivatives, as it is in Σ_t ∂L_t/∂W."""
        above, below = self.quantity
        return above == LOSS and all(
            meaning.values["total"].jacobians == {(Node("L", time), below) for time in graph.times}
            for graph, meaning in self.meanings.items()
        )

    @property
    def bounded(self) -> bool:
        """Whether every Σ says where it begins and ends, and no state is differentiated by a later one."""
        return not any(m.loose or m.values["total"].anticausal for m in self.meanings.values())


def truth(graph: Graph, quantity: Quantity) -> dict[tuple[tuple[str, ...], Path], Fraction]:
    """The paths of a total derivative."""
    paths = (path[1:] if path[0] == LOSS else path for path in graph.paths(*quantity))
    return {((), path): Fraction(1) for path in paths}


def revealed(accounts: Iterable[GradientExpression]) -> list[GradientExpression]:
    """The accounts, each knowing which total derivatives of states are written out by others."""
    accounts = list(accounts)
    shown: frozenset[tuple[Reading, Quantity]] = frozenset()
    while True:
        accounts = [replace(account, shown=shown) for account in accounts]
        states = (account for account in accounts if account.quantity[0].family != "L" and account.written)
        found = {
            (reading, account.quantity)
            for account in states
            for reading in READINGS
            if account.expanded(reading) and account.holds(reading)
        }
        if found <= shown:
            return accounts
        shown |= found


def _expanded(graph: Graph, meaning: Meaning, reading: Reading, shown: frozenset[tuple[Reading, Quantity]]) -> bool:
    for _, chain in meaning.found:
        if chain is None or not chain.chain:
            return False
        behind = False
        for jacobian in chain.chain:
            above, below = jacobian.above, jacobian.below
            if above == LOSS:
                return False
            if below.family in graph.unrolling.parameters:
                found = graph.paths(above, below, is_immediate(graph, jacobian, reading, behind))
                hides = above.family == "L" or found != graph.paths(above, below, immediate=True)
                if hides and (reading, (above, below)) not in shown:
                    return False
            behind = behind or above.family == below.family == "h"
    return True


def written_out(side: Expr, claims: Claims) -> bool:
    """Whether a side has no Σ and no dots among its terms, also in what its letters stand for."""
    for part in claims.notations[claims.graphs[-1]].in_full(side):
        for node in walk(part):
            if isinstance(node, Big) and node.kind == "sum":
                return False
            if isinstance(node, Sum) and any(isinstance(bare(term), Dots) for _, term in node.terms):
                return False
    return True


def accounts_of(chain: Chain, claims: Claims) -> Iterator[GradientExpression]:
    """The accounts that a chain of equalities gives of the derivative that it is about."""
    if len(chain.sides) < 2 or any(relation not in ("=", ":=") for relation in chain.relations):
        return
    about = {graph: _quantity(chain, claims, graph) for graph in claims.graphs}
    if not any(about.values()):
        return
    for side in chain.sides:
        found: dict[Graph, Meaning] = {}
        quantities: set[Quantity] = set()
        for graph, quantity in about.items():
            meaning = _meaning(side, claims, graph, quantity)
            if quantity is not None and meaning is not None and meaning.quantity != quantity:
                quantities.add(quantity)
                found[graph] = meaning
        if len(quantities) == 1 and found:
            yield GradientExpression(quantities.pop(), side, found, written_out(side, claims), chain.line)


def _quantity(chain: Chain, claims: Claims, graph: Graph) -> Quantity | None:
    fixed = tuple(side for side in chain.sides if not claims.facts(side).indices)
    quantity = claims.ends(fixed, graph, {"T": graph.T})
    if quantity is None or quantity[1].family not in graph.unrolling.parameters:
        return None
    return quantity


def _meaning(side: Expr, claims: Claims, graph: Graph, quantity: Quantity | None) -> Meaning | None:
    """What a side means; a free index in it that nothing else has is the last step."""
    names = claims.facts(side).indices
    env: Env = {"T": graph.T, **dict.fromkeys(names, graph.last)}
    if quantity is None or len(names) > 1 or (names and quantity[0] != LOSS):
        return None
    try:
        return claims.meaning(side, graph, env, quantity)
    except (UnreadableError, InapplicableError):
        return None


def loose_account(chains: Iterable[Chain], claims: Claims, prose: str) -> GradientExpression | None:
    """All that stands alone, as one sum: a sum without a left side, a list of terms, a table.

    It is an account of whatever the question asks for, if nothing else in the answer is. Products inside of sentences
    are only added up where the words say so.
    """
    lone = [chain for chain in chains if len(chain.sides) == 1]
    alone = [chain for chain in lone if chain.place != "inline"]
    if not alone and words.summed(prose):
        alone = [chain for chain in lone if isinstance(bare(chain.sides[0]), Product | Sum)]
    pieces = [part for chain in alone for part in _entries(chain.sides[0]) if claims.differentiates(part)]
    if not pieces:
        return None
    side = pieces[0] if len(pieces) == 1 else Sum(tuple((1, piece) for piece in pieces))
    found: dict[Graph, Meaning] = {}
    for graph in claims.graphs:
        try:
            found[graph] = claims.meaning(side, graph, {"T": graph.T})
        except (UnreadableError, InapplicableError):
            return None
    if any(meaning.values["total"].reversed for meaning in found.values()) and not words.denominator_layout(prose):
        return None
    below = {_parameter(meaning) for meaning in found.values()}
    name = below.pop() if len(below) == 1 else ""
    line = alone[0].line
    return (
        GradientExpression((LOSS, Node(name)), side, found, written_out(side, claims), line, len(pieces) > 1)
        if name
        else None
    )


def _entries(side: Expr) -> Iterator[Expr]:
    """The entries of a table that was typed as a matrix, or the side itself."""
    if isinstance(side, Matrix):
        yield from (entry for row in side.rows for entry in row)
    else:
        yield side


def _parameter(meaning: Meaning) -> str:
    """The one parameter that all terms end with."""
    ends = {path[-1].family for _, path in meaning.values["total"].paths if path}
    return ends.pop() if len(ends) == 1 else ""
