"""Reads an answer claim by claim, under one numbering of the time steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.maths.latex import (
    BigOperator,
    Chain,
    Document,
    Expr,
    Matrix,
    Product,
    Sum,
    Unread,
    bare,
)
from autograder.maths.paths.claim_checker import ClaimChecker
from autograder.maths.paths.definitions import learn_notation
from autograder.maths.paths.graph import LOSS, Graph, Unrolling
from autograder.maths.paths.terms import WorkBudget
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations import prose
from autograder.questions.derivations.checked_claims import DIFFERENTIAL, CheckedClaim, check_chain, sets_state_to_zero
from autograder.questions.derivations.conditions import conditions, conditions_for
from autograder.questions.derivations.gradient_expressions import (
    GradientExpression,
    combine_loose_terms,
    find_gradient_expressions,
    with_shown_states,
)
from autograder.questions.derivations.numeric_claims import NumericClaims
from autograder.questions.derivations.updates import Update, find_updates, updated_parameter


@dataclass(frozen=True)
class Analysis:
    """The claims of an answer and everything else that its assessment needs.

    Attributes
    ----------
    document : Document
    checker : ClaimChecker
    claims : tuple of CheckedClaim
        In the order of the answer.
    expressions : tuple of GradientExpression
        The expressions that the answer gives for derivatives by a parameter.
    updates : tuple of Update
    unread : tuple of Unread
        Unreadable pieces outside of any claim that look like derivatives.
    has_loose_terms : bool
        Products or sums of derivatives appear outside of any claim.
    zero_state : bool
        The answer sets the state before the first step to zero.
    """

    document: Document
    checker: ClaimChecker
    claims: tuple[CheckedClaim, ...]
    expressions: tuple[GradientExpression, ...]
    updates: tuple[Update, ...]
    unread: tuple[Unread, ...]
    has_loose_terms: bool
    zero_state: bool

    @property
    def gradient_claims(self) -> tuple[CheckedClaim, ...]:
        """The claims about derivatives."""
        return tuple(claim for claim in self.claims if claim.kind == "gradient")

    @property
    def graph(self) -> Graph:
        """The graph for which terms are listed in the feedback: the one with T = 3, if there is one."""
        graphs = self.checker.graphs
        return next((graph for graph in graphs if graph.T == 3), graphs[-1])

    def is_loss(self, side: Expr) -> bool:
        """Whether a side is the name of the total loss."""
        try:
            return self.checker.notations[self.graph].node(side, {"T": self.graph.T}) == LOSS
        except UnreadableError:
            return False

    @property
    def false_claims(self) -> tuple[CheckedClaim, ...]:
        """The claims that do not hold."""
        return tuple(claim for claim in self.claims if claim.false)

    @property
    def unread_claims(self) -> tuple[CheckedClaim, ...]:
        """The unreadable claims that matter for the verdict."""
        return tuple(claim for claim in self.claims if claim.check.status == "unread" and claim.is_relevant)


def analyse(document: Document, unrolling: Unrolling, span: int, budget: WorkBudget) -> Analysis:
    """Check every claim of an answer.

    Parameters
    ----------
    document : Document
    unrolling : Unrolling
    span : int
        Index into `unrolling.spans`.
    budget : WorkBudget
        The computing budget.
    """
    graphs = unrolling.graphs(span)
    chains = [chain for chain in document.chains if not chain.retracted]
    notation = learn_notation(chains, graphs[-1], document.prose, budget)
    checker = ClaimChecker(graphs, {graph: replace(notation, graph=graph) for graph in graphs}, budget)
    claims: list[CheckedClaim] = []
    expressions: list[GradientExpression] = []
    updates: list[Update] = []
    numeric = NumericClaims.of(tuple(chains), checker)
    known = conditions(chains)
    zero = prose.declares_zero_state(document.prose)
    for chain in chains:
        if updated_parameter(chain, unrolling) is not None:
            found = tuple(numeric.update(update, chain) for update in find_updates(chain, checker))
            updates += found
            claims += (CheckedClaim(chain, chain.sides[0], update.side, "update", update.check) for update in found)
            expressions += (update.expression for update in found if update.expression is not None)
            continue
        zero = zero or _is_zero_state(chain, checker)
        claims += check_chain(chain, checker, numeric, conditions_for(chain, known))
        expressions += find_gradient_expressions(chain, checker)
    if not any(expression.quantity[0] == LOSS for expression in expressions):
        loose = combine_loose_terms(chains, checker, document.prose)
        expressions += [loose] if loose is not None else []
    single_sides = [c.sides[0] for c in chains if len(c.sides) == 1]
    unread = tuple(piece for chain in chains if (piece := _unread_piece(chain)) is not None)
    has_loose_terms = any(
        isinstance(bare(side), Product | Sum | BigOperator | Matrix) and checker.differentiates(side)
        for side in single_sides
    )
    return Analysis(
        document,
        checker,
        tuple(claims),
        tuple(with_shown_states(expressions)),
        tuple(updates),
        unread,
        has_loose_terms,
        zero,
    )


def _unread_piece(chain: Chain) -> Unread | None:
    """The unreadable content of a formula without a relation, if it looks like a claim about derivatives."""
    side = chain.sides[0]
    if len(chain.sides) > 1 or not isinstance(side, Unread) or not DIFFERENTIAL.search(side.text):
        return None
    return side if chain.place != "inline" or "=" in side.text else None


def _is_zero_state(chain: Chain, checker: ClaimChecker) -> bool:
    pairs = zip(chain.sides, chain.sides[1:], strict=False)
    return any(sets_state_to_zero(left, right, checker) for left, right in pairs)
