"""Assesses an analysed answer: does it give the gradients that the question asks for, and what speaks against it?"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from autograder.maths.latex import BigOperator, Derivative, Document, Expr, Symbol, walk
from autograder.maths.paths.graph import Unrolling
from autograder.maths.paths.terms import WorkBudget
from autograder.questions.derivations import analogies, misconceptions, prose
from autograder.questions.derivations.analysis import Analysis, analyse
from autograder.questions.derivations.gradient_results import AnswerForm, GradientResult, gradient_result
from autograder.questions.derivations.misconceptions import DerivationMisconception
from autograder.questions.derivations.steps import count_steps, justifies_sum
from autograder.questions.derivations.updates import declares_nonpositive_rate

STEPS = 2
"""A derivation has to show at least this many steps."""


@dataclass(frozen=True)
class Assessment:
    """What an answer achieves under one numbering of the time steps.

    Attributes
    ----------
    analysis : Analysis
        The claims of the answer, and which of them hold.
    span : int
        Index into `Unrolling.spans`; 0 is the numbering of the notebook.
    form : str
        The form that the question asks for.
    updates : bool
        Whether the question asks for gradient-descent updates.
    results : tuple of GradientResult
        One per parameter.
    mixed_readings : bool
        ∂h_k/∂W is the immediate derivative in one line and the total one in another, and the answer does not say which
        is which.
    reversed_products : bool
        Products run from the parameter to the loss, but the answer does not name this layout, or mixes both.
    doubt : str
        Any other reason for manual grading: a key of `verdicts.DOUBTS`, or "".
    """

    analysis: Analysis
    span: int
    form: AnswerForm
    updates: bool
    results: tuple[GradientResult, ...]
    mixed_readings: bool
    reversed_products: bool
    doubt: str = ""

    @property
    def reached(self) -> bool:
        """Whether everything that the question asks for is present and true."""
        return all(result.reached and result.updated for result in self.results)

    @functools.cached_property
    def steps(self) -> int:
        """Number of different steps towards the result. Computed on demand, because few verdicts need it."""
        return count_steps(self.analysis)

    @property
    def has_enough_steps(self) -> bool:
        """Whether a `derived` answer shows enough steps; always true for the other forms."""
        return self.form != "derived" or (self.steps >= STEPS and justifies_sum(self.analysis))

    @property
    def is_clean(self) -> bool:
        """Whether the answer has no false, unreadable or ambiguous part."""
        analysis = self.analysis
        return not (
            analysis.false_claims
            or analysis.unread_claims
            or analysis.unread
            or self.mixed_readings
            or self.reversed_products
            or self.doubt
        )

    @property
    def rank(self) -> tuple[bool, bool, int, float]:
        """Sort key: the better this numbering of the steps fits the answer, the greater."""
        fractions = [result.terms.fraction for result in self.results if result.terms is not None]
        false = len(self.analysis.false_claims) + len(self.analysis.unread_claims)
        return (self.reached and self.is_clean, self.reached, -false, sum(fractions))

    @property
    def is_optimal(self) -> bool:
        """Whether no other numbering can fit the answer better."""
        return self.rank == (True, True, 0, len(self.results))

    @property
    def misconception(self) -> DerivationMisconception | None:
        """The misconception that explains what is wrong, or None."""
        found = misconceptions.from_claims(self.analysis, self.analysis.graph)
        if found is not None:
            return found
        for result in self.results:
            if not result.reached and result.terms is not None:
                named = misconceptions.from_terms(result.terms)
                if named is not None:
                    return named
        if any(update.uphill for update in self.analysis.updates):
            return misconceptions.UPHILL
        return misconceptions.READINGS if self.mixed_readings else None


def assess(
    document: Document,
    unrolling: Unrolling,
    span: int,
    parameters: tuple[str, ...],
    form: AnswerForm,
    updates: bool,
    budget: WorkBudget,
) -> Assessment:
    """Analyse an answer under one numbering of the time steps and assess the result.

    Parameters
    ----------
    document : Document
    unrolling : Unrolling
    span : int
        Index into `unrolling.spans`.
    parameters : tuple of str
        The parameters by which the loss is to be differentiated.
    form : str
    updates : bool
    budget : WorkBudget
        The computing budget.
    """
    found = analyse(document, unrolling, span, budget)
    text = document.prose
    mixed_readings = misconceptions.mixes_readings(found) and not prose.distinguishes_readings(text)
    results: list[GradientResult] = []
    unrestricted = True
    for parameter in parameters:
        one = gradient_result(found, parameter, form, updates)
        missing = one.terms is None and not one.reached
        if missing and results and results[0].reached and analogies.states_analogy(document, parameter):
            unrestricted = unrestricted and analogies.is_unrestricted(document, parameter, parameters[:1], unrolling)
            one = GradientResult(parameter, "analogous", one.updated or results[0].updated)
        results.append(one)
    doubt = _doubt(found, results, span > 1 and (unrolling.T is not None or not _states_loss(found)))
    if not doubt and prose.mentions_only_total(text) and _unmarked(document, unrolling):
        doubt = "total"
    if not doubt and not unrestricted:
        doubt = "analogy"
    if not doubt and updates and declares_nonpositive_rate(document, found.checker.rates):
        doubt = "rate"
    backwards = _has_reversed_products(found, text)
    return Assessment(found, span, form, updates, tuple(results), mixed_readings, backwards, doubt)


def _unmarked(document: Document, unrolling: Unrolling) -> bool:
    """Whether some derivative of a state by a parameter is marked neither as immediate nor as total."""
    nodes = (node for chain in document.chains for side in chain.sides for node in walk(side))
    return any(
        isinstance(node, Derivative)
        and node.kind in ("partial", "gradient")
        and any(isinstance(part, Symbol) and part.name in unrolling.parameters for part in walk(node.by))
        and not any(isinstance(part, Symbol) and unrolling.letters.get(part.name) == "L" for part in walk(node.of))
        for node in nodes
    )


def _states_loss(analysis: Analysis) -> bool:
    """Whether the answer says over which steps the loss is summed."""
    return any(
        claim.kind == "value"
        and claim.check.status == "true"
        and analysis.is_loss(claim.left)
        and _bounded(claim.right)
        for claim in analysis.claims
    )


def _bounded(side: Expr) -> bool:
    return isinstance(side, BigOperator) and side.lower is not None and side.upper is not None


def _doubt(analysis: Analysis, results: list[GradientResult], too_many_steps: bool) -> str:
    """The reason for manual grading other than false or unreadable claims; a key of `verdicts.DOUBTS`, or ""."""
    if analysis.zero_state:
        return "zero"
    if too_many_steps:
        return "span"
    states = {one.state for one in results}
    for state in ("vague", "summed", "listed"):
        if state in states:
            return state
    listed = any(expression.assembled for expression in analysis.expressions)
    return "listed" if listed and not all(one.reached for one in results) else ""


def _has_reversed_products(analysis: Analysis, text: str) -> bool:
    claims = [claim.check for claim in analysis.claims]
    if not any(check.backwards for check in claims):
        return False
    return any(check.straight for check in claims) or not prose.declares_denominator_layout(text)
