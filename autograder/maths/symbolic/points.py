"""Chooses the points at which two expressions are compared: random points, and points where a formula changes branch.

The random points depend on the expressions, so that no formula can be made to agree at exactly these points.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

import mpmath as mp
import sympy as sp

from autograder.maths.symbolic import numbers
from autograder.maths.symbolic.evaluate import evaluate
from autograder.maths.symbolic.heads import children
from autograder.maths.symbolic.numbers import NoValueError
from autograder.maths.symbolic.sets import contains

Point = dict[str, Fraction]
Domains = Mapping[str, sp.Set]

MAX_KINKS = 60
_STEP = Fraction(1, 997)
_SWITCHING = (
    sp.Abs,
    sp.sign,
    sp.Heaviside,
    sp.Max,
    sp.Min,
    sp.Piecewise,
    sp.KroneckerDelta,
    sp.core.relational.Relational,
)


def generator(*expressions: sp.Basic) -> random.Random:
    """A random generator seeded with the expressions."""
    return random.Random(b"".join(map(fingerprint, expressions)))


def fingerprint(expression: sp.Basic, seen: dict[sp.Basic, bytes] | None = None) -> bytes:
    """A hash of the form of an expression. Printers and sort keys of SymPy may evaluate; this does not."""
    seen = {} if seen is None else seen
    if expression not in seen:
        digest = hashlib.sha256(type(expression).__name__.encode())
        below = children(expression)
        for child in below:
            digest.update(fingerprint(child, seen))
        if not below:
            digest.update(str(expression).encode())
        if isinstance(expression, sp.MatrixBase):
            digest.update(repr(expression.shape).encode())
        seen[expression] = digest.digest()
    return seen[expression]


def symbols(*expressions: sp.Basic) -> list[str]:
    """The sorted names of the free symbols."""
    return sorted({symbol.name for e in expressions for symbol in e.free_symbols if isinstance(symbol, sp.Symbol)})


def whole_symbols(*expressions: sp.Basic) -> set[str]:
    """Names that occur in bounds of sums and products or in matrix sizes, where only integers make sense."""
    counted = (sp.Sum, sp.Product, sp.Identity, sp.ZeroMatrix, sp.OneMatrix)
    nodes = (node for e in expressions for node in e.atoms(*counted))
    return {s.name for node in nodes for s in node.free_symbols if isinstance(s, sp.Symbol)}


def sample(domain: sp.Set, rng: random.Random, spread: int) -> Fraction:
    """A random rational point of the domain; `spread` 0 gives small, readable ones."""
    size = Fraction(rng.randint(1, 3 + 9 * spread), rng.randint(1, 3 + 2 * spread))
    if isinstance(domain, sp.Interval):
        return _inside(domain, rng, size)
    if isinstance(domain, sp.FiniteSet):
        chosen = rng.choice(sorted(domain.args, key=sp.default_sort_key))
        return Fraction(int(chosen.p), int(chosen.q))
    if domain in (sp.S.Naturals, sp.S.Naturals0, sp.S.Integers):
        low = {sp.S.Naturals: 1, sp.S.Naturals0: 0, sp.S.Integers: -4}[domain]
        return Fraction(rng.randint(low, 6))
    return rng.choice((-1, 1)) * size


def _inside(domain: sp.Interval, rng: random.Random, size: Fraction) -> Fraction:
    low, high = domain.start, domain.end
    if low.is_finite and high.is_finite:
        width = Fraction(int((high - low).p), int((high - low).q))
        return Fraction(int(low.p), int(low.q)) + width * Fraction(rng.randint(1, 30), 31)
    if low.is_finite:
        return Fraction(int(low.p), int(low.q)) + size
    if high.is_finite:
        return Fraction(int(high.p), int(high.q)) - size
    return rng.choice((-1, 1)) * size


def random_points(names: list[str], domains: Domains, rng: random.Random, count: int) -> Iterator[Point]:
    """Yield points of the domain, readable ones first; a single empty point if there are no symbols."""
    if not names:
        yield {}
        return
    for i in range(count):
        yield {name: sample(domains.get(name, sp.S.Reals), rng, min(i // 3, 3)) for name in names}


def kinks(expressions: tuple[sp.Basic, ...], names: list[str], domains: Domains, rng: random.Random) -> list[Point]:
    """Points where `Abs`, `Max`, `Piecewise` etc. change branch, and points close to them on both sides.

    They are searched along every axis through a random point: at numbers that occur in the formulas, and between
    points of a grid where the switching function changes sign.
    """
    switching = _switches(expressions)
    if not switching:
        return []
    mentioned = {Fraction(int(n.p), int(n.q)) for e in expressions for n in e.atoms(sp.Rational)}
    mentioned |= {-n for n in mentioned} | {Fraction(0), Fraction(1)}
    found: list[Point] = []
    for name in names:
        base = next(random_points(names, domains, rng, 1))
        roots = {root for switch in switching[:20] for root in _roots(switch, base, name)}
        centres = sorted(roots) + sorted(mentioned - roots)
        for number in (centre + step for centre in centres[:12] for step in (0, -_STEP, _STEP)):
            if contains(domains.get(name, sp.S.Reals), number):
                found.append({**base, name: number})
    return found[:MAX_KINKS]


def on_a_kink(expressions: tuple[sp.Basic, ...], point: Point) -> bool:
    """Whether a branch changes exactly at this point."""
    return any(_value(switch, point) == 0 for switch in _switches(expressions))


def _switches(expressions: tuple[sp.Basic, ...]) -> list[sp.Basic]:
    """The functions whose sign selects a branch."""
    found: set[sp.Basic] = set()
    for node in set().union(*(e.atoms(*_SWITCHING) for e in expressions)):
        if isinstance(node, sp.Max | sp.Min):
            found |= {_difference(a, b) for a, b in itertools.combinations(node.args[:8], 2)}
        elif isinstance(node, sp.core.relational.Relational | sp.KroneckerDelta):
            found.add(_difference(node.args[0], node.args[1]))
        elif not isinstance(node, sp.Piecewise):
            found.add(node.args[0])
    return sorted(found, key=fingerprint)


def _difference(left: sp.Basic, right: sp.Basic) -> sp.Basic:
    return sp.Add(left, sp.Mul(sp.S.NegativeOne, right, evaluate=False), evaluate=False)


def _value(switch: sp.Basic, point: Mapping[str, Fraction]) -> numbers.Number:
    try:
        value = evaluate(switch, point, 30)
    except NoValueError:
        return None
    return None if isinstance(value, bool | tuple | mp.mpc) else value


_POSITIVE = [*(Fraction(n, 4) for n in range(1, 41)), *(Fraction(4**n) for n in range(2, 25))]
_GRID = [*(-x for x in reversed(_POSITIVE)), Fraction(0), *_POSITIVE]


def _roots(switch: sp.Basic, base: Point, name: str) -> set[Fraction]:
    roots: set[Fraction] = set()
    if name not in symbols(switch):
        return roots
    values = [(x, _value(switch, {**base, name: x})) for x in _GRID]
    for (low, at_low), (high, at_high) in itertools.pairwise(values):
        if at_low is None or at_high is None:
            continue
        if at_low == 0:
            roots.add(low)
        elif at_low * at_high < 0:
            roots.add(_bisect(switch, base, name, low, high, at_low > 0))
        if len(roots) > 8:
            break
    return roots


def _bisect(switch: sp.Basic, base: Point, name: str, low: Fraction, high: Fraction, falling: bool) -> Fraction:
    for _ in range(60):
        middle = (low + high) / 2
        value = _value(switch, {**base, name: middle})
        if value is None:
            break
        simple = middle.limit_denominator(10**4)
        if _value(switch, {**base, name: simple}) == 0:
            return simple
        low, high = (middle, high) if (value > 0) is falling else (low, middle)
    return (low + high) / 2
