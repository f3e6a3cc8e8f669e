"""What an answer claims, line by line, under one way of counting time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.maths.latex import (
    Big,
    Chain,
    Document,
    Expr,
    Matrix,
    Product,
    Sum,
    Unread,
    bare,
)
from autograder.maths.paths.claims import Claims
from autograder.maths.paths.graph import LOSS, Graph, Unrolling
from autograder.maths.paths.names import learned
from autograder.maths.paths.terms import Work
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations import words
from autograder.questions.derivations.conditions import conditions, named_for
from autograder.questions.derivations.gradient_expressions import (
    GradientExpression,
    accounts_of,
    loose_account,
    revealed,
)
from autograder.questions.derivations.lines import DIFFERENTIAL, Line, assumes_zero, lines_of
from autograder.questions.derivations.updates import Update, parameter_of, updates_of


@dataclass(frozen=True)
class Study:
    """All that was found out about an answer.

    Attributes
    ----------
    document : Document
    claims : Claims
    lines : tuple of Line
        In the order of the answer.
    accounts : tuple of GradientExpression
        What it says that derivatives by a parameter are.
    updates : tuple of Update
    unread : tuple of Unread
        Pieces that belong to no claim, and look as if they mattered.
    alone : bool
        Products or sums of derivatives stand by themselves, in no claim.
    zero_state : bool
        It sets the state before the first step to zero.
    """

    document: Document
    claims: Claims
    lines: tuple[Line, ...]
    accounts: tuple[GradientExpression, ...]
    updates: tuple[Update, ...]
    unread: tuple[Unread, ...]
    alone: bool
    zero_state: bool

    @property
    def gradients(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == "gradient")

    @property
    def graph(self) -> Graph:
        """The graph that terms are listed for: T = 3 where it is there."""
        graphs = self.claims.graphs
        return next((graph for graph in graphs if graph.T == 3), graphs[-1])

    def names_loss(self, side: Expr) -> bool:
        """Whether a side is the whole loss by its name."""
        try:
            return self.claims.notations[self.graph].node(side, {"T": self.graph.T}) == LOSS
        except UnreadableError:
            return False

    @property
    def false(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.false)

    @property
    def not_read(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.finding.status == "unread" and line.matters)


def study(document: Document, unrolling: Unrolling, span: int, work: Work) -> Study:
    """Study an answer.

    Parameters
    ----------
    document : Document
    unrolling : Unrolling
    span : int
        Which way of counting time.
    work : Work
        How much may be done.
    """
    graphs = unrolling.graphs(span)
    chains = [chain for chain in document.chains if not chain.retracted]
    notation = learned(chains, graphs[-1], document.prose, work)
    claims = Claims(graphs, {graph: replace(notation, graph=graph) for graph in graphs}, work)
    lines: list[Line] = []
    accounts: list[GradientExpression] = []
    updates: list[Update] = []
    known = conditions(chains)
    zero = words.zero_state(document.prose)
    for chain in chains:
        if parameter_of(chain, unrolling) is not None:
            found = tuple(updates_of(chain, claims))
            updates += found
            lines += (Line(chain, chain.sides[0], update.side, "update", update.finding) for update in found)
            accounts += (update.account for update in found if update.account is not None)
            continue
        zero = zero or _is_zero_state(chain, claims)
        lines += lines_of(chain, claims, named_for(chain, known))
        accounts += accounts_of(chain, claims)
    if not any(account.quantity[0] == LOSS for account in accounts):
        loose = loose_account(chains, claims, document.prose)
        accounts += [loose] if loose is not None else []
    lone = [c.sides[0] for c in chains if len(c.sides) == 1]
    unread = tuple(piece for chain in chains if (piece := _lost(chain)) is not None)
    alone = any(isinstance(bare(side), Product | Sum | Big | Matrix) and claims.differentiates(side) for side in lone)
    return Study(document, claims, tuple(lines), tuple(revealed(accounts)), tuple(updates), unread, alone, zero)


def _lost(chain: Chain) -> Unread | None:
    """A piece without a claim that was not read, and may have been one."""
    side = chain.sides[0]
    if len(chain.sides) > 1 or not isinstance(side, Unread) or not DIFFERENTIAL.search(side.text):
        return None
    return side if chain.place != "inline" or "=" in side.text else None


def _is_zero_state(chain: Chain, claims: Claims) -> bool:
    pairs = zip(chain.sides, chain.sides[1:], strict=False)
    return any(assumes_zero(left, right, claims) for left, right in pairs)
