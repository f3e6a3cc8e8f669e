"""The claims of an answer, one by one, each with the result of its check."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from autograder.maths.latex import (
    Call,
    Chain,
    Derivative,
    Dots,
    Expr,
    Group,
    Number,
    Power,
    Product,
    Sum,
    Symbol,
    Unread,
    bare,
    rewrite,
    walk,
)
from autograder.maths.latex.render import render
from autograder.maths.paths.claim_checker import ClaimCheck, ClaimChecker
from autograder.maths.paths.notation import key, symbol_and_time
from autograder.maths.paths.values import READINGS
from autograder.maths.unreadable import UnreadableError
from autograder.maths.world.rules import holds_as_rule
from autograder.questions.derivations.conditions import implied_condition
from autograder.questions.derivations.numeric_claims import NumericClaims

MAX_SIDES = 12
"""In longer chains, sums that end with dots are not compared with the side before them."""

_UNSPECIFIED = frozenset({"f", "g", "ell", "l", "phi", "psi", "F"})

MAX_LATEX = 2000
"""Longer sides are not quoted in feedback."""

_SIGNS = {"←": r"\leftarrow", ":=": ":=", "-=": "-="}
_HARMLESS = str.maketrans({"\\": "⧵", "$": "＄", "<": "‹", ">": "›", "`": "'"})
DIFFERENTIAL = re.compile(r"\\partial|∂|\\nabla|∇|\\frac\s*\{\s*\\?(?:mathrm\s*\{?\s*)?d|\bd\w{1,3}\s*/\s*d")


@dataclass(frozen=True)
class CheckedClaim:
    """One claim `left = right` of an answer, and the result of its check.

    Attributes
    ----------
    chain : Chain
    left, right : Expr
    kind : str
        `gradient` for a claim about derivatives, `update` for a gradient-descent step, otherwise `value`.
    check : ClaimCheck
    holds_for_named_case : bool
        It is false in general, but holds for the T, t or k that the text has just named.
    unrelated : bool
        It differentiates only things that are no part of the network, such as ∂y/∂x = diag(σ′)W.
    defining : bool
        One side names a quantity of the network, such as a loss, or the slope of the activation.
    """

    chain: Chain
    left: Expr
    right: Expr
    kind: Literal["gradient", "update", "value"]
    check: ClaimCheck
    holds_for_named_case: bool = False
    unrelated: bool = False
    defining: bool = False

    @property
    def false(self) -> bool:
        """Whether the claim is false, also for the case that the text names."""
        return self.check.status == "false" and not self.holds_for_named_case

    @property
    def is_relevant(self) -> bool:
        """Whether the answer cannot be graded automatically unless this claim is read."""
        if self.check.example or self.defining:
            return True
        if self.unrelated:
            return False
        return self.kind != "value" or any(
            isinstance(side, Unread) and (not side.text or DIFFERENTIAL.search(side.text))
            for side in (self.left, self.right)
        )

    @property
    def quote(self) -> str:
        """The claim as LaTeX between dollar signs; unreadable sides as sanitized text."""
        sides = (self.left, self.right)
        if any(isinstance(side, Unread) for side in sides):
            return " = ".join(f"“{sanitized(s.text)}”" if isinstance(s, Unread) else f"${_render(s)}$" for s in sides)
        sign = _SIGNS.get(self.chain.relations[0], "=") if self.kind == "update" else "="
        return f"${_render(self.left)} {sign} {_render(self.right)}$"


def sanitized(text: str) -> str:
    """A student's text, at most 200 characters, without characters that HTML or LaTeX could interpret."""
    return text.translate(_HARMLESS)[:200]


def _render(side: Expr) -> str:
    latex = render(side)
    return latex if len(latex) <= MAX_LATEX else r"\cdots"


def check_chain(
    chain: Chain, checker: ClaimChecker, numeric: NumericClaims, conditions: tuple[Expr, ...]
) -> Iterator[CheckedClaim]:
    """Yield a `CheckedClaim` per pair of sides; `conditions` are the cases for which the chain may be meant."""
    kind: Literal["gradient", "value"]
    for left, right, relation in _pairs(chain, checker):
        is_gradient = checker.differentiates(left) or checker.differentiates(right)
        if relation in ("≈", "≟") and is_gradient and _of_a_loss(chain, checker):
            yield CheckedClaim(chain, left, right, "gradient", ClaimCheck("unread", "it does not claim an equality"))
        rule = _rule(left, right, relation, checker)
        if rule is not None:
            yield CheckedClaim(chain, left, right, "value", rule)
            continue
        if relation not in ("=", ":=") or _is_condition(left) or _of_numbers(left, right):
            continue
        if _is_rate(left, checker) and _is_positive(right):
            continue
        unread = next((side for side in (left, right) if isinstance(side, Unread)), None)
        if unread is not None:
            kind = "gradient" if is_gradient else "value"
            defining = _names_quantity(left, right, checker)
            yield CheckedClaim(chain, left, right, kind, ClaimCheck("unread", unread.reason), defining=defining)
            continue
        if sets_state_to_zero(left, right, checker):
            continue
        check = numeric.check(checker.check(left, right, chain.sides), left, right, chain.sides[0])
        holds_for_named_case = check.status == "false" and any(
            case and checker.holds_where(left, right, chain.sides, case)
            for case in (conditions, implied_condition(left, right, checker))
        )
        unrelated = is_gradient and check.status == "unread" and not _of_the_network(left, right, checker)
        kind = "gradient" if is_gradient else "value"
        defining = not is_gradient and _names_quantity(left, right, checker)
        yield CheckedClaim(chain, left, right, kind, check, holds_for_named_case, unrelated, defining)


def _names_quantity(left: Expr, right: Expr, checker: ClaimChecker) -> bool:
    """Whether a side is a loss, an output or a state, so that the claim says what it is."""
    letters = checker.notations[checker.graphs[-1]].letters
    if any(_is_unspecified(side) for side in (left, right)):
        return False
    for side in (left, right):
        symbol, _ = symbol_and_time(bare(side))
        if symbol is not None and not symbol.primes and letters.get(key(symbol), "") in ("L", "yhat", "h"):
            return True
    return False


def _rule(left: Expr, right: Expr, relation: str, checker: ClaimChecker) -> ClaimCheck | None:
    """The check of a rule about the activation, such as σ′ = σ(1 − σ); None for other claims."""
    if relation not in ("=", ":=", "≤", "<", "≥", ">") or isinstance(left, Unread) or isinstance(right, Unread):
        return None
    sign = "=" if relation == ":=" else relation
    holds = holds_as_rule(left, right, sign, checker.graphs[0].unrolling.slope)
    if holds is None:
        return None
    pairs = frozenset((reading, reading) for reading in READINGS)
    return ClaimCheck("true", "", pairs) if holds else ClaimCheck("false", "the two sides differ")


def _is_unspecified(side: Expr) -> bool:
    """Whether a side is an unspecified function of something: L_t = f(h_t) claims nothing that can be false."""
    match bare(side):
        case Call(Symbol(name)) | Product((Symbol(name), Group())):
            return name in _UNSPECIFIED
    return False


def _of_the_network(left: Expr, right: Expr, checker: ClaimChecker) -> bool:
    """Whether a claim differentiates a state or a loss, or by a parameter."""
    notation = checker.notations[checker.graphs[-1]]
    parameters, known = notation.graph.unrolling.parameters, notation.definitions
    for node in (*walk(left), *walk(right)):
        if isinstance(node, Symbol) and any(d.letter == key(node) and checker.differentiates(d.body) for d in known):
            return True
        if isinstance(node, Derivative):
            of, by = ({key(part) for part in walk(end) if isinstance(part, Symbol)} for end in (node.of, node.by))
            if by & parameters.keys() or any(notation.letters.get(letter) in ("L", "h", "a", "o") for letter in of):
                return True
    return False


def _pairs(chain: Chain, checker: ClaimChecker) -> Iterator[tuple[Expr, Expr, str]]:
    """Yield pairs of sides with their relation.

    Sides that only leave something out are skipped: a = … = b and a = c + … = b both claim a = b.
    """
    kept: list[int] = []
    for place, side in enumerate(chain.sides):
        between = 0 < place < len(chain.sides) - 1 <= MAX_SIDES
        if isinstance(side, Dots) or (
            between and kept and _is_truncated_sum(side, chain.sides[kept[-1]], chain, checker)
        ):
            continue
        kept.append(place)
    for first, second in itertools.pairwise(kept):
        relations = set(chain.relations[first:second])
        yield chain.sides[first], chain.sides[second], relations.pop() if len(relations) == 1 else "?"


def _is_truncated_sum(side: Expr, before: Expr, chain: Chain, checker: ClaimChecker) -> bool:
    """Whether a side ends with dots and all terms before the dots belong to the side before it."""

    def cut(node: Expr) -> Expr:
        if isinstance(node, Sum) and isinstance(bare(node.terms[-1][1]), Dots) and len(node.terms) > 1:
            return Sum(node.terms[:-1])
        return node

    part = rewrite(side, cut)
    return part != side and checker.is_start_of(part, before, chain.sides)


def _of_a_loss(chain: Chain, checker: ClaimChecker) -> bool:
    """Whether a chain is about the derivative of a loss by a parameter."""
    graph = checker.graphs[-1]
    quantity = checker.ends(chain.sides, graph, {"T": graph.T, "t": graph.last})
    return quantity is not None and quantity[0].family == "L" and quantity[1].family in graph.unrolling.parameters


def _is_condition(left: Expr) -> bool:
    symbol, time = symbol_and_time(bare(left))
    return symbol is not None and time is None and symbol.name in ("T", "t", "k", "i", "j", "n")


def _of_numbers(left: Expr, right: Expr) -> bool:
    """Whether both sides are numbers: 0.9³⁰ = 0.042 says nothing about the network."""
    return not any(isinstance(node, Symbol) for side in (left, right) for node in walk(side))


def _is_rate(left: Expr, checker: ClaimChecker) -> bool:
    symbol = bare(left)
    return isinstance(symbol, Symbol) and symbol == Symbol(symbol.name) and symbol.name in checker.rates


def _is_positive(right: Expr) -> bool:
    """Whether a side is a positive number: η = 5·10⁻³ chooses a value and claims nothing."""
    match bare(right):
        case Number(value):
            return value > 0
        case Product(factors):
            return all(_is_positive(factor) for factor in factors)
        case Power(base, exponent):
            return _is_positive(base) and _of_numbers(base, exponent)
    return False


def sets_state_to_zero(left: Expr, right: Expr, checker: ClaimChecker) -> bool:
    """Whether a claim sets a state to zero: h_{−1} = 0."""
    graph = checker.graphs[-1]
    for state, zero in ((left, right), (right, left)):
        if not isinstance(zero, Number) or zero.value or any(not isinstance(n, Expr) for n in walk(state)):
            continue
        try:
            node = checker.notations[graph].node(state, {"T": graph.T})
        except UnreadableError:
            continue
        if node is not None and node.family == "h":
            return True
    return False
