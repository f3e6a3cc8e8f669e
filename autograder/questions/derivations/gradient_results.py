"""Finds the answer's expression for the gradient by one parameter and decides whether it has the required form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, path_label
from autograder.questions.derivations.analysis import Analysis
from autograder.questions.derivations.checked_claims import CheckedClaim
from autograder.questions.derivations.gradient_expressions import GradientExpression, true_paths
from autograder.questions.derivations.term_comparison import TermComparison, compare_terms, merge_comparisons

AnswerForm = Literal["written-out", "in-full", "derived", "chain"]
READINGS: tuple[Reading, ...] = ("immediate", "total")


GradientState = Literal["reached", "analogous", "listed", "vague", "summed", "hidden", "wrong"]
"""How far the answer gets for one parameter.

- `reached`: true and in the required form.
- `analogous`: stated only by analogy with another parameter.
- `listed`: given loss by loss, without saying that the gradient is their sum.
- `vague`: its sums lack bounds.
- `summed`: true, but with sum signs where single terms are required.
- `hidden`: true, but in another form.
- `wrong`: no true expression.
"""


@dataclass(frozen=True)
class GradientResult:
    """What an answer achieves for one parameter.

    Attributes
    ----------
    parameter : str
    state : str
        See `GradientState`.
    updated : bool
        A true update is present, or the question asks for none.
    terms : TermComparison or None
        The terms of the expression that is taken as the answer.
    """

    parameter: str
    state: GradientState
    updated: bool
    terms: TermComparison | None = None

    @property
    def reached(self) -> bool:
        """Whether the gradient is present and true, written out or by analogy."""
        return self.state in ("reached", "analogous")


def gradient_result(analysis: Analysis, parameter: str, form: AnswerForm, updates: bool) -> GradientResult:
    """What an answer achieves for one parameter."""
    expressions = [expression for expression in analysis.expressions if expression.quantity[1] == Node(parameter)]
    whole = [expression for expression in expressions if expression.quantity[0] == LOSS]
    updated = not updates or any(
        update.parameter == parameter and update.check.status == "true" for update in analysis.updates
    )
    graph = analysis.graph
    for reading in READINGS:
        goals = (expression for expression in whole if graph in expression.meanings)
        reached = next((expression for expression in goals if _is_goal(expression, form, reading)), None)
        if reached is not None:
            return GradientResult(parameter, "reached", updated, compare_terms(reached, graph, reading))
        single = _single_losses(expressions, graph, reading)
        if form != "derived" and set(single) == set(graph.times):
            terms = merge_comparisons(compare_terms(expression, graph, reading) for expression in single.values())
            contradicted = any(not expression.holds(reading) for expression in whole)
            if _sums_the_losses(expressions if contradicted else analysis.expressions, analysis, reading):
                return GradientResult(parameter, "reached", updated, terms)
            if not contradicted:
                return GradientResult(parameter, "listed", updated, terms)
    return GradientResult(
        parameter, _state(whole, form, graph), updated, _best_comparison(expressions, whole, graph, form)
    )


def _state(whole: list[GradientExpression], form: AnswerForm, graph: Graph) -> GradientState:
    """The state that the expressions of the whole gradient reach."""
    if any(_has_form(expression, form, reading) for expression in whole for reading in READINGS):
        return "vague"
    true = [(expression, reading) for expression in whole for reading in READINGS if expression.holds(reading)]
    if form == "in-full" and any(
        expression.has_bounds and expression.is_expanded(reading) for expression, reading in true
    ):
        return "summed"
    # an update that only names ∂L/∂W says nothing about its terms
    return "hidden" if any(form == "derived" or _shows_terms(expression, graph) for expression, _ in true) else "wrong"


def _is_goal(expression: GradientExpression, form: AnswerForm, reading: Reading) -> bool:
    """Whether an expression is true, has the required form, and has all bounds that its sums need."""
    return (expression.has_bounds or form == "chain") and _has_form(expression, form, reading)


def _has_form(expression: GradientExpression, form: AnswerForm, reading: Reading) -> bool:
    if form != "chain" and expression.is_written_out != (form in ("written-out", "in-full")):
        return False
    return expression.is_expanded(reading) and expression.holds(reading)


def _single_losses(
    expressions: list[GradientExpression], graph: Graph, reading: Reading
) -> dict[int, GradientExpression]:
    """The true, written-out and expanded expressions of the single losses, by step."""
    out: dict[int, GradientExpression] = {}
    for expression in expressions:
        above = expression.quantity[0]
        visible = above.family == "L" and graph in expression.meanings and expression.is_written_out
        if above.time is not None and visible and expression.is_expanded(reading) and expression.holds(reading):
            out.setdefault(above.time, expression)
    return out


def _sums_the_losses(expressions: Iterable[GradientExpression], analysis: Analysis, reading: Reading) -> bool:
    """Whether the answer says, for a parameter or for the loss, that the whole is the sum over the single losses."""
    gathered = any(expression.sums_losses() and expression.holds(reading) for expression in expressions)
    return gathered or any(claim.check.status == "true" and _is_loss(claim, analysis) for claim in analysis.claims)


def _is_loss(claim: CheckedClaim, analysis: Analysis) -> bool:
    """Whether a claim defines the total loss: L = L_0 + L_1 + L_2 + L_3."""
    return claim.kind == "value" and analysis.is_loss(claim.left)


def _best_comparison(
    expressions: list[GradientExpression], whole: list[GradientExpression], graph: Graph, form: AnswerForm
) -> TermComparison | None:
    """The terms of the last expression of the required form, or of the single losses together."""

    def fits(expression: GradientExpression) -> bool:
        asked = expression.is_written_out or form in ("derived", "chain")
        hides = any(expression.holds(reading) and not expression.is_expanded(reading) for reading in READINGS)
        return (
            asked
            and not hides
            and not expression.assembled
            and graph in expression.meanings
            and _is_expansion(expression, graph)
        )

    candidates = [expression for expression in whole if fits(expression)]
    if candidates:
        return compare_terms(candidates[-1], graph, "immediate")
    single: dict[int, GradientExpression] = {}
    for expression in expressions:
        above = expression.quantity[0]
        if above.family == "L" and above.time is not None and fits(expression):
            single[above.time] = expression
    terms = merge_comparisons(compare_terms(expression, graph, "immediate") for expression in single.values())
    if terms is None:
        return None
    return replace(terms, expected=tuple(sorted({*terms.expected, *_wanted(graph, expressions[0])})))


def _shows_terms(expression: GradientExpression, graph: Graph) -> bool:
    return graph in expression.meanings and any(
        above != LOSS or below.time is not None for above, below in _jacobians(expression, graph)
    )


def _wanted(graph: Graph, expression: GradientExpression) -> tuple[tuple[int, int], ...]:
    places = (path_label(path) for _, path in true_paths(graph, (LOSS, expression.quantity[1])))
    return tuple(place for place in places if place is not None)


def _is_expansion(expression: GradientExpression, graph: Graph) -> bool:
    """Whether an expression goes below ∂L/∂W and ∂L_t/∂W."""
    if expression.meanings[graph].values["immediate"].false:
        return True
    return not all(
        above.family == "L" and below == expression.quantity[1] for above, below in _jacobians(expression, graph)
    )


def _jacobians(expression: GradientExpression, graph: Graph) -> frozenset[tuple[Node, Node]]:
    return expression.meanings[graph].values["immediate"].jacobians
