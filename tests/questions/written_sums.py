"""Random sums of products of Jacobians in random notation, true or corrupted, with their numerical value."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, replace

import numpy as np

from autograder.maths.paths.graph import LOSS, Graph, Node, rnn_graph
from autograder.maths.paths.network import Network

GRAPH: Graph = rnn_graph(T=3).graphs()[0]
NETWORK = Network(GRAPH, seed=7)


@dataclass(frozen=True)
class Factor:
    """∂above/∂below, immediate, total or unmarked."""

    above: tuple[str, int]
    below: tuple[str, int | None]
    kind: str = "plain"

    def value(self) -> np.ndarray:
        above, below = Node(*self.above), Node(*self.below)
        if not GRAPH.exists(above) or not GRAPH.exists(below):
            raise ValueError("outside")
        immediate = self.kind != "total" and self.below[1] is None and self.above[0] == "h"
        return NETWORK.jacobian(above, below, immediate)


@dataclass(frozen=True)
class Product:
    """A signed product of factors, from left to right."""

    factors: tuple[Factor, ...]
    coefficient: int = 1

    def value(self) -> np.ndarray:
        total = self.factors[0].value()
        for factor in self.factors[1:]:
            total = total @ factor.value()
        return self.coefficient * total


def truth() -> np.ndarray:
    return NETWORK.jacobian(LOSS, Node("W"))


def true_sum(rng: random.Random) -> list[Product]:
    """The ten terms; Jacobians between states are merged or split at random."""
    mark = rng.choice(["plain", "immediate"])
    terms = []
    for t in range(4):
        for k in range(t + 1):
            stops = [t, *sorted((j for j in range(k + 1, t) if rng.random() < 0.6), reverse=True), k]
            middle = [Factor(("h", a), ("h", b)) for a, b in itertools.pairwise(stops) if a != b]
            if not middle and rng.random() < 0.3:
                middle = [Factor(("h", t), ("h", t))]
            terms.append(Product((Factor(("L", t), ("h", t)), *middle, Factor(("h", k), ("W", None), mark))))
    rng.shuffle(terms)
    return terms


def corrupted(terms: list[Product], rng: random.Random) -> list[Product]:
    """The sum with one or two random errors."""
    terms = list(terms)
    for _ in range(rng.choice([1, 1, 2])):
        place = rng.randrange(len(terms))
        term = terms[place]
        at = rng.randrange(len(term.factors))
        factor = term.factors[at]
        change = rng.choice(["drop", "double", "sign", "index", "index", "total", "swap", "lose", "twice"])
        if change == "drop" and len(terms) > 1:
            del terms[place]
            continue
        if change == "double":
            terms.append(term)
            continue
        if change == "sign":
            term = replace(term, coefficient=-term.coefficient)
        elif change == "twice":
            term = replace(term, coefficient=2 * term.coefficient)
        elif change == "total":
            last = replace(term.factors[-1], kind="total")
            term = replace(term, factors=(*term.factors[:-1], last))
        elif change == "swap" and len(term.factors) > 2:
            factors = list(term.factors)
            a, b = rng.sample(range(len(factors)), 2)
            factors[a], factors[b] = factors[b], factors[a]
            term = replace(term, factors=tuple(factors))
        elif change == "lose" and len(term.factors) > 1:
            term = replace(term, factors=tuple(f for n, f in enumerate(term.factors) if n != at))
        elif change == "index":
            ends = [factor.above, factor.below]
            which = rng.randrange(2) if factor.below[1] is not None else 0
            family, time = ends[which]
            ends[which] = (family, max(-1, min(4, time + rng.choice([-1, 1]))))
            new = replace(factor, above=ends[0], below=ends[1])
            term = replace(term, factors=(*term.factors[:at], new, *term.factors[at + 1 :]))
        terms[place] = term
    return terms


def total(terms: list[Product]) -> np.ndarray | None:
    """The numerical value of a sum; None if shapes do not fit."""
    try:
        values = [term.value() for term in terms]
        return sum(values[1:], values[0])
    except ValueError:
        return None


def hides_terms(terms: list[Product]) -> bool:
    """Whether a total last factor replaces several terms, so that even a true sum is not written out."""
    return any(factor.kind == "total" and factor.above[1] > 0 for term in terms for factor in term.factors)


# --- notation -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Notation:
    """A random style of notation."""

    loss: str
    state: str
    time: str
    fraction: str
    dot: str
    bracket: tuple[str, str]
    group: str


def random_notation(rng: random.Random) -> Notation:
    return Notation(
        rng.choice(["L", "E", r"\mathcal{L}"]),
        rng.choice(["h", "s", r"\mathbf{h}", r"\vec h"]),
        rng.choice(["_%s", "_{%s}", "^{(%s)}"]),
        rng.choice([r"\frac", r"\dfrac", r"\tfrac", "slash", "unicode"]),
        rng.choice([" ", r" \cdot ", r" \, ", "*", r" \times "]),
        rng.choice([("(", ")"), (r"\left(", r"\right)"), ("[", "]"), (r"\bigl(", r"\bigr)")]),
        rng.choice(["none", "t", "k", "pairs"]),
    )


def _name(node: tuple[str, int | None], style: Notation) -> str:
    family, time = node
    letter = {"L": style.loss, "h": style.state}.get(family, family)
    if time is None:
        return letter
    return letter + (style.time if time >= 0 or "(" in style.time else "_{%s}") % time


def written_factor(factor: Factor, style: Notation) -> str:
    sign = {"plain": r"\partial ", "immediate": r"\partial^+ ", "total": r"\mathrm{d} "}[factor.kind]
    above, below = _name(factor.above, style), _name(factor.below, style)
    lower = r"\mathrm{d} " if factor.kind == "total" else r"\partial "
    if style.fraction == "slash":
        return f"({sign}{above} / {lower}{below})"
    if style.fraction == "unicode":
        marks = {"plain": "∂", "immediate": "∂⁺", "total": r"\mathrm{d} "}
        return f"({marks[factor.kind]}{above}/{'∂' if factor.kind != 'total' else lower}{below})"
    return f"{style.fraction}{{{sign}{above}}}{{{lower}{below}}}"


def _written(term: Product, style: Notation, without: str = "") -> str:
    factors = term.factors[1:] if without == "first" else term.factors[:-1] if without == "last" else term.factors
    body = style.dot.join(written_factor(factor, style) for factor in factors)
    number = "" if abs(term.coefficient) == 1 else f"{abs(term.coefficient)} "
    return number + body


def _joined(parts: list[tuple[int, str]]) -> str:
    out = ""
    for sign, part in parts:
        out += (" - " if sign < 0 else " + " if out else "") + part
    return out


def written(terms: list[Product], style: Notation, rng: random.Random) -> str:
    """The sum as a Markdown cell; some styles factor out common factors."""
    left, right = style.bracket
    parts: list[tuple[int, str]] = []
    waiting = list(terms)
    while waiting:
        term = waiting.pop(0)
        side = {"t": "first", "k": "last"}.get(style.group, "")
        mates = [o for o in waiting if side and len(o.factors) > 1 and _shared(o, side) == _shared(term, side)]
        if style.group == "pairs" and waiting and rng.random() < 0.5:
            other = waiting.pop(0)
            inner = _joined([(term.coefficient, _written(term, style)), (other.coefficient, _written(other, style))])
            parts.append((1, left + inner + right))
        elif mates and len(term.factors) > 1:
            group = [term, *mates]
            waiting = [o for o in waiting if not any(o is mate for mate in mates)]
            inner = _joined([(o.coefficient, _written(o, style, side)) for o in group])
            common = written_factor(_shared(term, side), style)
            ordered = [common, left + inner + right] if side == "first" else [left + inner + right, common]
            parts.append((1, " ".join(ordered)))
        else:
            parts.append((term.coefficient, _written(term, style)))
    left_side = written_factor(Factor(("L", None), ("W", None)), style)
    return f"$${left_side} = {_joined(parts)}$$"


def _shared(term: Product, side: str) -> Factor:
    return term.factors[0] if side == "first" else term.factors[-1]
