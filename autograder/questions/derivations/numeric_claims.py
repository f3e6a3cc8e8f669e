"""Decides in numbers what the exact algebra of paths cannot read: components, names of the student, other layouts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.maths.latex import Chain, Derivative, Expr, Product, Sum, Symbol, Unread, bare, rewrite
from autograder.maths.paths.claim_checker import ClaimCheck, ClaimChecker, Pair
from autograder.maths.paths.terms import WorkBudget
from autograder.maths.paths.values import READINGS
from autograder.maths.world.claims import WorldChecker
from autograder.questions.derivations.updates import Update

BUDGET = 60_000
"""Computing budget of an answer for claims that are only compared in numbers."""

_PAIRS = frozenset((reading, reading) for reading in READINGS)


@dataclass
class NumericClaims:
    """The claims of one answer, compared in numbers.

    Attributes
    ----------
    world : WorldChecker
    """

    world: WorldChecker

    @classmethod
    def of(cls, chains: tuple[Chain, ...], checker: ClaimChecker) -> NumericClaims:
        """The comparison for an answer with these chains."""
        return cls(WorldChecker(chains, checker.notations, WorkBudget(BUDGET)))

    def check(self, check: ClaimCheck, left: Expr, right: Expr, first: Expr) -> ClaimCheck:
        """The check of a claim, with the verdict of the numbers if the claim could not be read.

        A claim that differs in numbers stays unread, because the numbers may rest on another reading than the
        student's; `example` then shows them.
        """
        if check.status != "unread" or isinstance(left, Unread) or isinstance(right, Unread):
            return check
        found = self.world.compare(left, right, first)
        if found.holds:
            pairs: set[Pair] = {
                ("total", "total") if layout.total else ("immediate", "immediate") for layout in found.layouts
            }
            backwards = all(layout.transposed for layout in found.layouts)
            return ClaimCheck("true", "", frozenset(pairs), backwards=backwards, compared=True)
        return replace(check, example=found.example, reason=found.example or check.reason)

    def update(self, update: Update, chain: Chain) -> Update:
        """The update, with the verdict of the numbers if it could not be read: W_{ij} ← W_{ij} − η ∂L/∂W_{ij}."""
        side, target = update.side, bare(chain.sides[0])
        if update.check.status != "unread" or isinstance(side, Unread) or not isinstance(target, Symbol):
            return update
        change = Product((Symbol("eta"), Derivative(Symbol("L"), target, "total")))
        expected = Sum(((1, target), (-1, change)))
        components = target.sub is not None
        if components:
            # V_{ij} ← V − …: the entries of the parameter on the right may be left out
            side = rewrite(side, lambda node: target if node == Symbol(target.name) else node)
        if not self.world.compare(expected, side, target).holds:
            return update
        return replace(update, check=ClaimCheck("true", "", _PAIRS, compared=True), has_rate=True)
