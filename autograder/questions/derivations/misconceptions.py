"""Named misconceptions: which terms of the sum each of them produces, and a question that leads the student to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from autograder.maths.latex import BigOperator, Number, Sum, bare, walk
from autograder.maths.paths.graph import Graph
from autograder.maths.paths.indices import free_indices
from autograder.questions.derivations.analysis import Analysis
from autograder.questions.derivations.term_comparison import TermComparison


@dataclass(frozen=True)
class DerivationMisconception:
    """A misconception: its name, and a hint in the form of a question to the student."""

    name: str
    hint: str


START = DerivationMisconception(
    "k starts too late",
    "The first state depends on the parameter, too, although the state before it is constant. At which k must the "
    "inner sum start?",
)
OLDEST = DerivationMisconception(
    "only the longest path",
    "You follow each loss back to the first step only. But the parameter is used at every step: how do its other uses "
    "reach the loss?",
)
LATEST = DerivationMisconception(
    "only the last step",
    "You follow each loss back to its own step only. Through which earlier states does the parameter reach it?",
)
FINAL_LOSS = DerivationMisconception(
    "no sum over t",
    "You use the last loss only. What does the total loss consist of, and what do the other losses depend on?",
)
TOTAL = DerivationMisconception(
    "last factor is a total derivative",
    "If the last factor is a total derivative, it already includes the earlier steps, so terms are counted several "
    "times. What does the last factor hold fixed?",
)
WHOLE_LOSS = DerivationMisconception(
    "whole loss in each term",
    "The derivative of the whole loss by a state already includes all later losses, so terms are counted several "
    "times. Which loss belongs to the term of step t?",
)
ORDER = DerivationMisconception(
    "factors out of order",
    "Matrices do not commute: a product of Jacobians makes sense in one order only. Which factor comes right after the "
    "loss?",
)
FREE = DerivationMisconception(
    "t and k not substituted",
    "The terms still contain t and k, so they all look the same. Which values do t and k take, and what is each term "
    "then?",
)
LENGTH = DerivationMisconception(
    "wrong number of terms",
    "The sum sign and the terms after it stand for different numbers of terms. Count them: which index is missing or "
    "extra?",
)
READINGS = DerivationMisconception(
    "immediate and total mixed",
    "The derivative of a state by the parameter is total in one line and immediate in another, and you do not say "
    "which is which. What does each of them hold fixed?",
)
UPHILL = DerivationMisconception(
    "plus sign in the update", "The gradient points where the loss increases. Which way should the step go?"
)
NO_RATE = DerivationMisconception("no learning rate", "An update needs a learning rate. How large is the step?")
RESIDUAL = DerivationMisconception(
    "wrong sign of the gradient",
    "All terms are present, but with the wrong sign. In the derivative of the loss, which comes first: ŷ or y?",
)
HIDDEN = DerivationMisconception(
    "not written out",
    "A sum sign, dots or a total derivative still replaces several terms. What are t and k in each of these terms?",
)
BARE = DerivationMisconception(
    "result without steps", "You give the result without the steps that lead to it. How do you derive it?"
)


def from_terms(terms: TermComparison) -> DerivationMisconception | None:
    """The misconception that explains which terms are present, or None."""
    if terms.has_shuffled_factors:
        return ORDER
    if terms.false or terms.extra:
        return None
    graph, present = terms.graph, set(terms.present)
    if terms.counts and not present and all(terms.counts.get(place) == -1 for place in terms.expected):
        return RESIDUAL
    if terms.miscounted:
        # if the last factor is total, each step from k to t contributes the use at step k once
        if any(terms.counts.get((t, k)) != t - k + 1 for t, k in terms.expected):
            return None
        return WHOLE_LOSS if terms.whole_loss else TOTAL
    first = graph.first
    rules: list[tuple[DerivationMisconception, Callable[[int, int], bool]]] = [
        (LATEST, lambda t, k: k == t),
        (OLDEST, lambda t, k: k == first),
        (START, lambda t, k: k > first),
        (FINAL_LOSS, lambda t, k: t == graph.last),
    ]
    for misconception, keeps in rules:
        kept = {(t, k) for t, k in terms.expected if keeps(t, k)}
        if present == kept and kept != set(terms.expected):
            return misconception
    return None


def from_claims(analysis: Analysis, graph: Graph) -> DerivationMisconception | None:
    """The misconception that a false step from one line to the next shows, or None."""
    constants = analysis.checker.notations[graph].constants
    for claim in analysis.gradient_claims:
        if claim.check.status == "true":
            continue
        outer, inner = bare(claim.left), bare(claim.right)
        if isinstance(outer, BigOperator) and isinstance(inner, Sum):
            indices = {node.index for node in walk(outer) if isinstance(node, BigOperator)}
            if free_indices(inner, constants) & indices and not free_indices(outer, constants):
                return FREE
            bounds = (outer.lower, outer.upper)
            if all(isinstance(bound, Number) for bound in bounds) and not isinstance(bare(outer.body), BigOperator):
                lower, upper = (bound.value for bound in bounds if isinstance(bound, Number))
                if upper - lower + 1 != len(inner.terms):
                    return LENGTH
    return None


def mixes_readings(analysis: Analysis) -> bool:
    """Whether no single reading of ∂h_k/∂W makes all true claims true."""
    true = [claim for claim in analysis.claims if claim.check.status == "true" and claim.kind != "value"]
    uniform = ("immediate", "total")
    return not any(all((reading, reading) in claim.check.pairs for claim in true) for reading in uniform)
