"""Collects what an answer claims about derivatives by a parameter: sides that can be compared term by term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from autograder.maths.latex import BigOperator, Chain, Dots, Expr, Matrix, Product, Sum, bare, walk
from autograder.maths.paths.claim_checker import ClaimChecker
from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, Path
from autograder.maths.paths.indices import Env
from autograder.maths.paths.sides import Meaning
from autograder.maths.paths.terms import InapplicableError
from autograder.maths.paths.values import READINGS, is_immediate
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations import prose

Quantity = tuple[Node, Node]


@dataclass(frozen=True)
class GradientExpression:
    """One side of a claim about the derivative `quantity`.

    Attributes
    ----------
    quantity : tuple of Node
        Numerator and denominator (a parameter) of the derivative.
    side : Expr
    meanings : mapping
        The meaning of the side on each graph.
    is_written_out : bool
        It has no Σ, and no dots instead of terms.
    line : int
    assembled : bool
        It was assembled from separate formulas.
    shown : frozenset of (str, Quantity)
        Total derivatives of states that the answer writes out elsewhere, with the reading under which it does.
    """

    quantity: Quantity
    side: Expr
    meanings: Mapping[Graph, Meaning]
    is_written_out: bool
    line: int
    assembled: bool = False
    shown: frozenset[tuple[Reading, Quantity]] = frozenset()

    def holds(self, reading: Reading) -> bool:
        """Whether it is true on every graph under this reading."""
        return all(
            not meaning.values[reading].false and meaning.values[reading].paths == true_paths(graph, self.quantity)
            for graph, meaning in self.meanings.items()
        )

    def is_expanded(self, reading: Reading) -> bool:
        """Whether no factor hides several paths: each last factor is immediate, or is written out elsewhere."""
        return all(_expanded(graph, meaning, reading, self.shown) for graph, meaning in self.meanings.items())

    def sums_losses(self) -> bool:
        """Whether it is the sum of the derivatives of the single losses, as in Σ_t ∂L_t/∂W."""
        above, below = self.quantity
        return above == LOSS and all(
            meaning.values["total"].jacobians == {(Node("L", time), below) for time in graph.times}
            for graph, meaning in self.meanings.items()
        )

    @property
    def has_bounds(self) -> bool:
        """Whether every Σ has bounds, and no state is differentiated by a later one."""
        return not any(m.loose or m.values["total"].anticausal for m in self.meanings.values())


def true_paths(graph: Graph, quantity: Quantity) -> dict[tuple[tuple[str, ...], Path], Fraction]:
    """The paths of the total derivative, each with coefficient 1."""
    paths = (path[1:] if path[0] == LOSS else path for path in graph.paths(*quantity))
    return {((), path): Fraction(1) for path in paths}


def with_shown_states(expressions: Iterable[GradientExpression]) -> list[GradientExpression]:
    """The expressions, each with the total derivatives of states that others write out."""
    expressions = list(expressions)
    shown: frozenset[tuple[Reading, Quantity]] = frozenset()
    while True:
        expressions = [replace(expression, shown=shown) for expression in expressions]
        states = (
            expression
            for expression in expressions
            if expression.quantity[0].family != "L" and expression.is_written_out
        )
        found = {
            (reading, expression.quantity)
            for expression in states
            for reading in READINGS
            if expression.is_expanded(reading) and expression.holds(reading)
        }
        if found <= shown:
            return expressions
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


def written_out(side: Expr, checker: ClaimChecker) -> bool:
    """Whether a side has no Σ and no dots among its terms, including the definitions of its letters."""
    for part in checker.notations[checker.graphs[-1]].with_definitions(side):
        for node in walk(part):
            if isinstance(node, BigOperator) and node.kind == "sum":
                return False
            if isinstance(node, Sum) and any(isinstance(bare(term), Dots) for _, term in node.terms):
                return False
    return True


def find_gradient_expressions(chain: Chain, checker: ClaimChecker) -> Iterator[GradientExpression]:
    """Yield the expressions that a chain of equalities gives for its derivative."""
    if len(chain.sides) < 2 or any(relation not in ("=", ":=") for relation in chain.relations):
        return
    quantities_by_graph = {graph: _quantity(chain, checker, graph) for graph in checker.graphs}
    if not any(quantities_by_graph.values()):
        return
    for side in chain.sides:
        found: dict[Graph, Meaning] = {}
        quantities: set[Quantity] = set()
        for graph, quantity in quantities_by_graph.items():
            meaning = _meaning(side, checker, graph, quantity)
            if quantity is not None and meaning is not None and meaning.quantity != quantity:
                quantities.add(quantity)
                found[graph] = meaning
        if len(quantities) == 1 and found:
            yield GradientExpression(quantities.pop(), side, found, written_out(side, checker), chain.line)


def _quantity(chain: Chain, checker: ClaimChecker, graph: Graph) -> Quantity | None:
    fixed = tuple(side for side in chain.sides if not checker.properties(side).indices)
    quantity = checker.ends(fixed, graph, {"T": graph.T})
    if quantity is None or quantity[1].family not in graph.unrolling.parameters:
        return None
    return quantity


def _meaning(side: Expr, checker: ClaimChecker, graph: Graph, quantity: Quantity | None) -> Meaning | None:
    """The meaning of a side. A free index that only this side has is the last step."""
    names = checker.properties(side).indices
    env: Env = {"T": graph.T, **dict.fromkeys(names, graph.last)}
    if quantity is None or len(names) > 1 or (names and quantity[0] != LOSS):
        return None
    try:
        return checker.meaning(side, graph, env, quantity)
    except (UnreadableError, InapplicableError):
        return None


def combine_loose_terms(chains: Iterable[Chain], checker: ClaimChecker, text: str) -> GradientExpression | None:
    """The sum of all formulas outside of claims: a sum without a left side, a list of terms, a table.

    It serves as an expression for the gradient that the question asks for, if the answer has no other. Products within
    sentences are added only if the text mentions a sum.
    """
    lone = [chain for chain in chains if len(chain.sides) == 1]
    alone = [chain for chain in lone if chain.place != "inline"]
    if not alone and prose.mentions_sum(text):
        alone = [chain for chain in lone if isinstance(bare(chain.sides[0]), Product | Sum)]
    pieces = [part for chain in alone for part in _matrix_entries(chain.sides[0]) if checker.differentiates(part)]
    if not pieces:
        return None
    side = pieces[0] if len(pieces) == 1 else Sum(tuple((1, piece) for piece in pieces))
    found: dict[Graph, Meaning] = {}
    for graph in checker.graphs:
        try:
            found[graph] = checker.meaning(side, graph, {"T": graph.T})
        except (UnreadableError, InapplicableError):
            return None
    if any(meaning.values["total"].reversed for meaning in found.values()) and not prose.declares_denominator_layout(
        text
    ):
        return None
    below = {_parameter(meaning) for meaning in found.values()}
    name = below.pop() if len(below) == 1 else ""
    line = alone[0].line
    return (
        GradientExpression((LOSS, Node(name)), side, found, written_out(side, checker), line, len(pieces) > 1)
        if name
        else None
    )


def _matrix_entries(side: Expr) -> Iterator[Expr]:
    """The entries of a table that was typed as a matrix; otherwise the side itself."""
    if isinstance(side, Matrix):
        yield from (entry for row in side.rows for entry in row)
    else:
        yield side


def _parameter(meaning: Meaning) -> str:
    """The one parameter with which all terms end, or ""."""
    ends = {path[-1].family for _, path in meaning.values["total"].paths if path}
    return ends.pop() if len(ends) == 1 else ""
