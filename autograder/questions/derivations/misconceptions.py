"""Mistakes that have a name: which terms of the sum they leave, and the question that points to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from autograder.maths.latex import Big, Number, Sum, bare, walk
from autograder.maths.paths.graph import Graph
from autograder.maths.paths.indices import free_indices
from autograder.questions.derivations.study import Study
from autograder.questions.derivations.terms import Terms


@dataclass(frozen=True)
class DerivationMisconception:
    """A mistake by its name, and what to ask whoever made it."""

    name: str
    hint: str


START = DerivationMisconception(
    "k starts too late",
    "The first step's state depends on the parameter as well: it enters there, next to the constant state before it. "
    "With which k does the inner sum have to begin?",
)
OLDEST = DerivationMisconception(
    "only the longest path",
    "Each loss is followed back to the first step only. The parameter is used again at every step: what does a loss "
    "feel of the uses on the way?",
)
LATEST = DerivationMisconception(
    "only the last step",
    "Each loss is followed back to its own step only. Through which earlier states does it feel the parameter?",
)
FINAL_LOSS = DerivationMisconception(
    "no sum over t",
    "Only the last loss is there. What does the total loss consist of, and what do the others depend on?",
)
TOTAL = DerivationMisconception(
    "last factor taken as total",
    "With a total derivative as the last factor, terms are counted several times: the earlier steps are in it already. "
    "What is held fixed in the last factor?",
)
WHOLE_LOSS = DerivationMisconception(
    "whole loss by each state",
    "The derivative of the whole loss by a state has all later losses in it already, so terms are counted several "
    "times. Which loss belongs to the term of step t?",
)
ORDER = DerivationMisconception(
    "factors out of order",
    "Matrices do not commute: a product of Jacobians has only one order in which the quantities meet. Which factor has "
    "to stand next to the loss?",
)
FREE = DerivationMisconception(
    "t and k not substituted",
    "The terms still contain t and k, so they all look alike. Which numbers do t and k run through, and what is "
    "each term then?",
)
LENGTH = DerivationMisconception(
    "sum written out with another number of terms",
    "A sum with the bounds that are written has another number of terms than what follows it. Count them: which index "
    "is missing or too many?",
)
READINGS = DerivationMisconception(
    "immediate and total mixed",
    "The derivative of a state by the parameter is total in one line and immediate in another, and nothing says which "
    "is which. What is held fixed in each of them?",
)
UPHILL = DerivationMisconception(
    "plus in the update", "The gradient points to where the loss grows. Which way should a step go?"
)
NO_RATE = DerivationMisconception("no learning rate", "How long is the step? An update needs a learning rate.")
RESIDUAL = DerivationMisconception(
    "sign of the gradient",
    "All terms are there with the wrong sign. Where does ŷ stand and where y in the derivative of the loss?",
)
HIDDEN = DerivationMisconception(
    "not written out",
    "A sum sign, dots or a total derivative still stand in the place of terms. What are t and k in each of them?",
)
BARE = DerivationMisconception(
    "result without steps", "The result is there without the steps that lead to it. Where does it come from?"
)


def of_terms(terms: Terms) -> DerivationMisconception | None:
    """The mistake that explains which terms are there."""
    if terms.shuffled:
        return ORDER
    if terms.false or terms.strange:
        return None
    graph, present = terms.graph, set(terms.present)
    if terms.counts and not present and all(terms.counts.get(place) == -1 for place in terms.wanted):
        return RESIDUAL
    if terms.miscounted:
        # with a total last factor, the use at step k comes in by each of the steps from k to t
        if any(terms.counts.get((t, k)) != t - k + 1 for t, k in terms.wanted):
            return None
        return WHOLE_LOSS if terms.whole_loss else TOTAL
    first = graph.first
    rules: list[tuple[DerivationMisconception, Callable[[int, int], bool]]] = [
        (LATEST, lambda t, k: k == t),
        (OLDEST, lambda t, k: k == first),
        (START, lambda t, k: k > first),
        (FINAL_LOSS, lambda t, k: t == graph.last),
    ]
    for confusion, keeps in rules:
        kept = {(t, k) for t, k in terms.wanted if keeps(t, k)}
        if present == kept and kept != set(terms.wanted):
            return confusion
    return None


def of_lines(study: Study, graph: Graph) -> DerivationMisconception | None:
    """The mistake that shows in how lines follow each other."""
    constants = study.claims.notations[graph].constants
    for line in study.gradients:
        if line.finding.status == "true":
            continue
        outer, inner = bare(line.left), bare(line.right)
        if isinstance(outer, Big) and isinstance(inner, Sum):
            indices = {node.index for node in walk(outer) if isinstance(node, Big)}
            if free_indices(inner, constants) & indices and not free_indices(outer, constants):
                return FREE
            bounds = (outer.lower, outer.upper)
            if all(isinstance(bound, Number) for bound in bounds) and not isinstance(bare(outer.body), Big):
                lower, upper = (bound.value for bound in bounds if isinstance(bound, Number))
                if upper - lower + 1 != len(inner.terms):
                    return LENGTH
    return None


def mixed(study: Study) -> bool:
    """Whether no single reading of ∂h_k/∂W makes all the true lines true."""
    true = [line for line in study.lines if line.finding.status == "true" and line.kind != "value"]
    uniform = ("immediate", "total")
    return not any(all((reading, reading) in line.finding.pairs for line in true) for reading in uniform)
