"""The claims of an answer one by one, each with what was found out about it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from autograder.maths.latex import (
    Chain,
    Derivative,
    Dots,
    Expr,
    Number,
    Power,
    Product,
    Sum,
    Symbol,
    Unread,
    bare,
    rewritten,
    walk,
)
from autograder.maths.latex.render import render
from autograder.maths.paths.claims import Claims, Finding
from autograder.maths.paths.notation import key, timed
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations.conditions import explicit

SIDES = 12
"""In chains with more sides, nobody looks whether sums that end with dots begin as they should."""

LONGEST = 2000
"""A side whose LaTeX is longer is not quoted."""

_SIGNS = {"←": r"\leftarrow", ":=": ":=", "-=": "-="}
_HARMLESS = str.maketrans({"\\": "⧵", "$": "＄", "<": "‹", ">": "›", "`": "'"})
DIFFERENTIAL = re.compile(r"\\partial|∂|\\nabla|∇|\\frac\s*\{\s*\\?(?:mathrm\s*\{?\s*)?d|\bd\w{1,3}\s*/\s*d")


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
    foreign : bool
        All that is differentiated in it is something else than the network, as in ∂y/∂x = diag(σ′)W.
    """

    chain: Chain
    left: Expr
    right: Expr
    kind: Literal["gradient", "update", "value"]
    finding: Finding
    example: bool = False
    foreign: bool = False

    @property
    def false(self) -> bool:
        return self.finding.status == "false" and not self.example

    @property
    def matters(self) -> bool:
        """Whether the answer cannot be judged without it."""
        if self.foreign:
            return False
        return self.kind != "value" or any(
            isinstance(side, Unread) and (not side.text or DIFFERENTIAL.search(side.text))
            for side in (self.left, self.right)
        )

    @property
    def quote(self) -> str:
        """The claim as it was read, in LaTeX between dollars; what was not read as harmless text."""
        sides = (self.left, self.right)
        if any(isinstance(side, Unread) for side in sides):
            return " = ".join(f"“{harmless(s.text)}”" if isinstance(s, Unread) else f"${_cut(s)}$" for s in sides)
        sign = _SIGNS.get(self.chain.relations[0], "=") if self.kind == "update" else "="
        return f"${_cut(self.left)} {sign} {_cut(self.right)}$"


def harmless(text: str) -> str:
    """A student's text so that neither HTML nor LaTeX can come of it."""
    return text.translate(_HARMLESS)[:200]


def _cut(side: Expr) -> str:
    latex = render(side)
    return latex if len(latex) <= LONGEST else r"\cdots"


def lines_of(chain: Chain, claims: Claims, named: tuple[Expr, ...]) -> Iterator[Line]:
    """The claims of a chain; `named` are the cases for which it may be meant."""
    for left, right, relation in _claims(chain, claims):
        about = claims.differentiates(left) or claims.differentiates(right)
        if relation in ("≈", "≟") and about and _of_a_loss(chain, claims):
            yield Line(chain, left, right, "gradient", Finding("unread", "something else is claimed than equality"))
        if relation not in ("=", ":=") or _is_condition(left) or _of_numbers(left, right):
            continue
        if _is_rate(left, claims) and _is_positive(right):
            continue
        unread = next((side for side in (left, right) if isinstance(side, Unread)), None)
        if unread is not None:
            kind: Literal["gradient", "value"] = "gradient" if about else "value"
            yield Line(chain, left, right, kind, Finding("unread", unread.reason))
            continue
        if assumes_zero(left, right, claims):
            continue
        finding = claims.find(left, right, chain.sides)
        example = finding.status == "false" and any(
            case and claims.holds_where(left, right, chain.sides, case)
            for case in (named, explicit(left, right, claims))
        )
        foreign = about and finding.status == "unread" and not _of_the_network(left, right, claims)
        yield Line(chain, left, right, "gradient" if about else "value", finding, example, foreign)


def _of_the_network(left: Expr, right: Expr, claims: Claims) -> bool:
    """Whether some derivative in a claim is one of a state or a loss, or by a parameter."""
    notation = claims.notations[claims.graphs[-1]]
    parameters, known = notation.graph.unrolling.parameters, notation.definitions
    for node in (*walk(left), *walk(right)):
        if isinstance(node, Symbol) and any(d.letter == key(node) and claims.differentiates(d.body) for d in known):
            return True
        if isinstance(node, Derivative):
            of, by = ({key(part) for part in walk(end) if isinstance(part, Symbol)} for end in (node.of, node.by))
            if by & parameters.keys() or any(notation.letters.get(letter) in ("L", "h", "a", "o") for letter in of):
                return True
    return False


def _claims(chain: Chain, claims: Claims) -> Iterator[tuple[Expr, Expr, str]]:
    """Each side with the next; of a = … = b and a = c + … = b, which leave something out, that is a = b."""
    kept: list[int] = []
    for place, side in enumerate(chain.sides):
        between = 0 < place < len(chain.sides) - 1 <= SIDES
        if isinstance(side, Dots) or (between and kept and _begins(side, chain.sides[kept[-1]], chain, claims)):
            continue
        kept.append(place)
    for first, second in itertools.pairwise(kept):
        relations = set(chain.relations[first:second])
        yield chain.sides[first], chain.sides[second], relations.pop() if len(relations) == 1 else "?"


def _begins(side: Expr, before: Expr, chain: Chain, claims: Claims) -> bool:
    """Whether a side ends with dots, and what it has before them belongs to the side before it."""

    def cut(node: Expr) -> Expr:
        if isinstance(node, Sum) and isinstance(bare(node.terms[-1][1]), Dots) and len(node.terms) > 1:
            return Sum(node.terms[:-1])
        return node

    part = rewritten(side, cut)
    return part != side and claims.begins(part, before, chain.sides)


def _of_a_loss(chain: Chain, claims: Claims) -> bool:
    """Whether a chain is about the derivative of a loss by a parameter."""
    graph = claims.graphs[-1]
    quantity = claims.ends(chain.sides, graph, {"T": graph.T, "t": graph.last})
    return quantity is not None and quantity[0].family == "L" and quantity[1].family in graph.unrolling.parameters


def _is_condition(left: Expr) -> bool:
    symbol, time = timed(bare(left))
    return symbol is not None and time is None and symbol.name in ("T", "t", "k", "i", "j", "n")


def _of_numbers(left: Expr, right: Expr) -> bool:
    """0.9³⁰ = 0.042 says nothing about the network."""
    return not any(isinstance(node, Symbol) for side in (left, right) for node in walk(side))


def _is_rate(left: Expr, claims: Claims) -> bool:
    symbol = bare(left)
    return isinstance(symbol, Symbol) and symbol == Symbol(symbol.name) and symbol.name in claims.rates


def _is_positive(right: Expr) -> bool:
    """Whether it is a positive number: η = 5·10⁻³ is a choice, and no claim."""
    match bare(right):
        case Number(value):
            return value > 0
        case Product(factors):
            return all(_is_positive(factor) for factor in factors)
        case Power(base, exponent):
            return _is_positive(base) and _of_numbers(base, exponent)
    return False


def assumes_zero(left: Expr, right: Expr, claims: Claims) -> bool:
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
