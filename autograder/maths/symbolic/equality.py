"""Decides whether two formulas are equal, in stages from cheap to expensive, without unbounded simplification.

The stages: identical, kind, shape, values at points (exact or with high precision, including branch points), proof.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import mpmath as mp
import sympy as sp

from autograder.maths.symbolic import points, sets
from autograder.maths.symbolic.evaluate import Value, evaluate
from autograder.maths.symbolic.numbers import NoValueError, Number, UndefinedError, inexact
from autograder.maths.symbolic.points import Domains, Point
from autograder.maths.symbolic.proof import proves_equal
from autograder.maths.unreadable import UnreadableError

ENOUGH = 8
"""Number of random points at which two formulas must agree."""
TRIES = 40
_PRECISIONS = (40, 80, 160, 320)
_AGREED_DIGITS = 35
"""Digits to which two successive precisions must agree."""


class Relation(enum.StrEnum):
    """The result of a comparison."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Stage(enum.StrEnum):
    """The stage that decided a comparison."""

    IDENTICAL = "identical"
    KIND = "kind"
    SHAPE = "shape"
    POINTS = "points"
    PROOF = "proof"
    SETS = "sets"


class Kind(enum.StrEnum):
    """The kind of a SymPy object, in words for people."""

    EXPRESSION = "an expression"
    MATRIX = "a matrix"
    SET = "a set"
    CONDITION = "a condition"
    OTHER = "something else"


@dataclass(frozen=True)
class Comparison:
    """Whether two formulas are equal, which stage decided it, and where they differ.

    Attributes
    ----------
    relation : Relation
    stage : Stage
    entry : (int, int) or None
        Row and column, from 1, of the first matrix entry that differs.
    point : mapping of str to Fraction
        Values of the symbols at which the formulas differ.
    value : number or None
        The value of `actual` there; None if it has none, or if the formulas do not differ in a value.
    detail : str
        In words, if there is no point: kinds, shapes, or the reason why nothing could be decided.
    """

    relation: Relation
    stage: Stage
    entry: tuple[int, int] | None = None
    point: Mapping[str, Fraction] = field(default_factory=dict)
    value: Number | None = None
    detail: str = ""

    @property
    def equal(self) -> bool:
        """Whether the formulas are known to be equal."""
        return self.relation is Relation.EQUAL


def kind(expression: sp.Basic) -> Kind:
    """The kind of an object."""
    if isinstance(expression, sp.MatrixBase | sp.MatrixExpr):
        return Kind.MATRIX
    if isinstance(expression, sp.Set):
        return Kind.SET
    if isinstance(expression, sp.Expr):
        return Kind.EXPRESSION
    return Kind.CONDITION if isinstance(expression, sp.logic.boolalg.Boolean) else Kind.OTHER


def compare(
    actual: sp.Basic,
    desired: sp.Basic,
    domains: Domains | None = None,
    *,
    at_kinks: bool = True,
    rtol: Fraction = Fraction(0),
) -> Comparison:
    """Compare two resolved expressions, sets, conditions or matrices.

    Parameters
    ----------
    actual, desired : Basic
        Without floats, named functions and unevaluated derivatives; see `meaning.resolve`.
    domains : mapping of symbol names to SymPy sets
        The domain of each symbol; all real numbers by default.
    at_kinks : bool
        Whether values exactly at a kink or jump count (|x| at 0).
    rtol : Fraction
        Relative tolerance, for answers with rounded numbers.

    Returns
    -------
    Comparison
    """
    if actual == desired:
        return Comparison(Relation.EQUAL, Stage.IDENTICAL)
    if kind(actual) is not kind(desired):
        return Comparison(Relation.DIFFERENT, Stage.KIND, detail=f"{kind(actual)} instead of {kind(desired)}")
    if kind(actual) is Kind.SET:
        return _compare_sets(actual, desired)
    if kind(actual) is Kind.OTHER:
        return Comparison(Relation.UNDECIDED, Stage.KIND, detail="this kind of object is not compared")
    return _Search(actual, desired, domains or {}, at_kinks, rtol).run()


def _compare_sets(actual: sp.Basic, desired: sp.Basic) -> Comparison:
    try:
        number = sets.difference(actual, desired)
    except UnreadableError as error:
        return Comparison(Relation.UNDECIDED, Stage.SETS, detail=str(error))
    if number is None:
        return Comparison(Relation.EQUAL, Stage.SETS)
    inside = sets.contains(actual, number)
    return Comparison(Relation.DIFFERENT, Stage.SETS, value=number, detail="too large" if inside else "too small")


class _Search:
    """Searches for a point at which two formulas differ."""

    def __init__(self, actual: sp.Basic, desired: sp.Basic, domains: Domains, at_kinks: bool, rtol: Fraction) -> None:
        self.actual, self.desired, self.at_kinks, self.rtol = actual, desired, at_kinks, rtol
        self.both = (actual, desired)
        whole = dict.fromkeys(points.whole_symbols(*self.both), sp.S.Naturals0)
        self.domains = {**whole, **domains}
        self.agreed = 0
        self.hole: Point | None = None
        self.holes = 0

    def run(self) -> Comparison:
        rng = points.generator(*self.both)
        names = points.symbols(*self.both)
        enough = ENOUGH if names else 1
        for point in points.random_points(names, self.domains, rng, TRIES):
            different = self.at(point)
            if different is not None:
                return different
            if self.agreed >= enough:
                break
        agreed = self.agreed
        for point in points.kinks(self.both, names, self.domains, rng):
            if not self.at_kinks and points.on_a_kink(self.both, point):
                continue
            different = self.at(point)
            if different is not None:
                return different
        if agreed >= enough:
            return Comparison(Relation.EQUAL, Stage.POINTS)
        return self.last_resort()

    def last_resort(self) -> Comparison:
        """The result if too few points have values on both sides."""
        if proves_equal(self.actual, self.desired):
            return Comparison(Relation.EQUAL, Stage.PROOF)
        if self.hole is not None and not self.agreed and self.holes > 2 * bool(self.hole):
            return Comparison(Relation.DIFFERENT, Stage.POINTS, point=self.hole, detail="it has no value there")
        return Comparison(Relation.UNDECIDED, Stage.POINTS, detail="too few points at which both have a value")

    def at(self, point: Point) -> Comparison | None:
        """The difference at this point; None if the formulas agree there or have no value."""
        try:
            desired = _reliable_value(self.desired, point)
        except NoValueError:
            return None
        try:
            actual = _reliable_value(self.actual, point)
        except UndefinedError:
            self.hole, self.holes = self.hole or point, self.holes + 1
            return None
        except NoValueError:
            return None
        if not isinstance(actual, tuple):
            actual, desired = ((actual,),), ((desired,),)
        if (len(actual), len(actual[0])) != (len(desired), len(desired[0])):
            shapes = (f"{len(m)} × {len(m[0])}" for m in (actual, desired))
            return Comparison(Relation.DIFFERENT, Stage.SHAPE, detail=" instead of ".join(shapes))
        for i, (row, other) in enumerate(zip(actual, desired, strict=True), 1):
            for j, (a, d) in enumerate(zip(row, other, strict=True), 1):
                if not _agree(a, d, self.rtol):
                    entry = (i, j) if kind(self.actual) is Kind.MATRIX else None
                    return Comparison(Relation.DIFFERENT, Stage.POINTS, entry=entry, point=point, value=a)
        self.agreed += 1
        return None


def _reliable_value(expression: sp.Basic, point: Point) -> Value:
    """A reliable value: exact, or the same at two precisions, or 0 if it vanishes as the precision grows."""
    last = evaluate(expression, point, _PRECISIONS[0])
    for digits in _PRECISIONS[1:]:
        if _exact(last):
            return last
        previous, last = last, evaluate(expression, point, digits)
        if _stable(previous, last):
            return last
    finer = evaluate(expression, point, 2 * _PRECISIONS[-1])
    if not isinstance(last, tuple):
        return _confirmed(last, finer)
    return tuple(tuple(map(_confirmed, p, q)) for p, q in zip(last, finer, strict=True))


def _exact(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(_exact(entry) for row in value for entry in row)
    return isinstance(value, bool | Fraction)


def _stable(first: Value, second: Value) -> bool:
    if isinstance(first, tuple):
        return all(_stable(a, b) for p, q in zip(first, second, strict=True) for a, b in zip(p, q, strict=True))
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    a, b = inexact(first), inexact(second)
    if not (mp.isfinite(a) and mp.isfinite(b)):
        raise UndefinedError("not a finite number")
    with mp.workdps(2 * _AGREED_DIGITS):
        return bool(abs(a - b) <= abs(b) * mp.mpf(10) ** -_AGREED_DIGITS)


def _confirmed(value: Value, finer: Value) -> Value:
    if _stable(value, finer):
        return finer
    if not isinstance(finer, bool) and abs(inexact(finer)) < mp.mpf(10) ** -_PRECISIONS[-1]:
        return Fraction(0)
    raise NoValueError("the value does not converge")


def _agree(actual: Value, desired: Value, rtol: Fraction) -> bool:
    if isinstance(actual, bool) or isinstance(desired, bool):
        return actual is desired
    if _exact(actual) and _exact(desired) and not rtol:
        return bool(actual == desired)
    with mp.workdps(2 * _AGREED_DIGITS):
        a, d = inexact(actual), inexact(desired)
        if d == 0:
            return bool(abs(a) <= inexact(rtol))
        return bool(abs(a - d) <= max(inexact(rtol), mp.mpf(10) ** (2 - _AGREED_DIGITS)) * abs(d))
