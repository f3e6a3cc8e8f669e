"""What an answer claims, line by line, under one way of counting time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from autograder.checks.derivations import words
from autograder.checks.derivations.accounts import Account, accounts_of, loose_account
from autograder.checks.derivations.updates import Update, parameter_of, updates_of
from autograder.maths.latex import (
    Big,
    Chain,
    Document,
    Dots,
    Expr,
    Matrix,
    Number,
    Product,
    Sum,
    Symbol,
    Unread,
    bare,
    walk,
)
from autograder.maths.latex.render import render
from autograder.maths.paths.claims import Claims, Finding
from autograder.maths.paths.graph import LOSS, Graph, Unrolling
from autograder.maths.paths.names import learned
from autograder.maths.paths.notation import timed
from autograder.maths.paths.terms import Work
from autograder.maths.unreadable import UnreadableError

LONGEST = 2000
"""A side whose LaTeX is longer is not quoted."""

_HARMLESS = str.maketrans({"\\": "⧵", "$": "＄", "<": "‹", ">": "›", "`": "'"})
_DIFFERENTIAL = re.compile(r"\\partial|∂|\\nabla|∇|\\frac\s*\{\s*\\?(?:mathrm\s*\{?\s*)?d|\bd\w{1,3}\s*/\s*d")


@dataclass(frozen=True)
class Line:
    """One claim of the answer, and what was found out about it.

    Attributes
    ----------
    chain : Chain
    left, right : Expr
    kind : str
        `gradient` if it is about derivatives, `update` for a step of gradient descent, otherwise `value`.
    finding : Finding
    example : bool
        It holds for the one T (or t, k) that the text has just named, and not in general.
    """

    chain: Chain
    left: Expr
    right: Expr
    kind: Literal["gradient", "update", "value"]
    finding: Finding
    example: bool = False

    @property
    def false(self) -> bool:
        return self.finding.status == "false" and not self.example

    @property
    def matters(self) -> bool:
        """Whether the answer cannot be judged without it."""
        return self.kind != "value" or any(
            isinstance(side, Unread) and (not side.text or _DIFFERENTIAL.search(side.text))
            for side in (self.left, self.right)
        )

    @property
    def quote(self) -> str:
        """The claim as it was read, in LaTeX between dollars; what was not read as harmless text."""
        sides = (self.left, self.right)
        if any(isinstance(side, Unread) for side in sides):
            return " = ".join(f"“{harmless(s.text)}”" if isinstance(s, Unread) else f"${_cut(s)}$" for s in sides)
        return f"${_cut(self.left)} = {_cut(self.right)}$"


@dataclass(frozen=True)
class Study:
    """All that was found out about an answer.

    Attributes
    ----------
    document : Document
    claims : Claims
    lines : tuple of Line
        In the order of the answer.
    accounts : tuple of Account
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
    accounts: tuple[Account, ...]
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


def harmless(text: str) -> str:
    """A student's text so that neither HTML nor LaTeX can come of it."""
    return text.translate(_HARMLESS)[:200]


def _cut(side: Expr) -> str:
    latex = render(side)
    return latex if len(latex) <= LONGEST else r"\cdots"


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
    accounts: list[Account] = []
    updates: list[Update] = []
    bound: dict[str, tuple[int, int]] = {}
    zero = words.zero_state(document.prose)
    for chain in chains:
        bound.update(_bindings(chain))
        if parameter_of(chain, unrolling) is not None:
            found = tuple(updates_of(chain, claims))
            updates += found
            lines += (Line(chain, chain.sides[0], update.side, "update", update.finding) for update in found)
            accounts += (update.account for update in found if update.account is not None)
            continue
        zero = zero or _is_zero_state(chain, claims)
        lines += _lines(
            chain, claims, {name: number for name, (number, line) in bound.items() if _near(chain, name, line)}
        )
        accounts += accounts_of(chain, claims)
    if not any(account.quantity[0] == LOSS for account in accounts):
        loose = loose_account(chains, claims)
        accounts += [loose] if loose is not None else []
    lone = [c.sides[0] for c in chains if len(c.sides) == 1]
    unread = tuple(s for s in lone if isinstance(s, Unread) and _DIFFERENTIAL.search(s.text))
    alone = any(isinstance(bare(side), Product | Sum | Big | Matrix) and claims.differentiates(side) for side in lone)
    return Study(document, claims, tuple(lines), tuple(accounts), tuple(updates), unread, alone, zero)


def _lines(chain: Chain, claims: Claims, bound: dict[str, int]) -> Iterator[Line]:
    for left, right, relation in _claims(chain):
        about = claims.differentiates(left) or claims.differentiates(right)
        if relation in ("≈", "≟") and about and _of_a_loss(chain, claims):
            yield Line(chain, left, right, "gradient", Finding("unread", "something else is claimed than equality"))
        if relation not in ("=", ":=") or _is_condition(left):
            continue
        unread = next((side for side in (left, right) if isinstance(side, Unread)), None)
        if unread is not None:
            kind: Literal["gradient", "value"] = "gradient" if about else "value"
            yield Line(chain, left, right, kind, Finding("unread", unread.reason))
            continue
        if _assumed_zero(left, right, claims):
            continue
        finding = claims.find(left, right, chain.sides)
        example = finding.status == "false" and _holds_for(left, right, chain, claims, bound)
        yield Line(chain, left, right, "gradient" if about else "value", finding, example)


def _claims(chain: Chain) -> Iterator[tuple[Expr, Expr, str]]:
    """Each side with the next; of a = … = b, which leaves something out, that is a = b."""
    kept = [place for place, side in enumerate(chain.sides) if not isinstance(side, Dots)]
    for first, second in itertools.pairwise(kept):
        relations = set(chain.relations[first:second])
        yield chain.sides[first], chain.sides[second], relations.pop() if len(relations) == 1 else "?"


def _of_a_loss(chain: Chain, claims: Claims) -> bool:
    """Whether a chain is about the derivative of a loss by a parameter."""
    graph = claims.graphs[-1]
    quantity = claims.ends(chain.sides, graph, {"T": graph.T, "t": graph.last})
    return quantity is not None and quantity[0].family == "L" and quantity[1].family in graph.unrolling.parameters


def _near(chain: Chain, name: str, line: int) -> bool:
    """Whether a formula still speaks of the number that was named: T for two lines, t and k on the same line."""
    return chain.line - line <= (2 if name == "T" else 0)


def _bindings(chain: Chain) -> dict[str, tuple[int, int]]:
    """T = 3, t = 1: what an index is for an example, and on which line that is said."""
    if len(chain.sides) != 2 or chain.relations != ("=",):
        return {}
    name, number = chain.sides
    if isinstance(name, Symbol) and name.name in ("T", "t", "k") and name.sub is None and isinstance(number, Number):
        return {name.name: (int(number.value), chain.line)} if number.value.denominator == 1 else {}
    return {}


def _holds_for(left: Expr, right: Expr, chain: Chain, claims: Claims, bound: dict[str, int]) -> bool:
    """Whether a claim holds where the indices are what the text has said last."""
    return bool(bound) and claims.holds_where(left, right, chain.sides, bound)


def _is_condition(left: Expr) -> bool:
    symbol, time = timed(bare(left))
    return symbol is not None and time is None and symbol.name in ("T", "t", "k", "i", "j", "n")


def _is_zero_state(chain: Chain, claims: Claims) -> bool:
    pairs = zip(chain.sides, chain.sides[1:], strict=False)
    return any(_assumed_zero(left, right, claims) for left, right in pairs)


def _assumed_zero(left: Expr, right: Expr, claims: Claims) -> bool:
    """Whether a state is set to zero: h_{−1} = 0."""
    graph = claims.graphs[-1]
    for state, zero in ((left, right), (right, left)):
        if not isinstance(zero, Number) or zero.value or any(not isinstance(n, Expr) for n in walk(state)):
            continue
        try:
            node = claims.notations[graph].node(state, {"T": graph.T})
        except UnreadableError:
            continue
        if node is not None and node.family == "h":
            return True
    return False
