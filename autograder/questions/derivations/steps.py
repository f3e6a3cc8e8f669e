"""Counts the steps of a derivation, which earn its points."""

from __future__ import annotations

from autograder.maths.latex import BigOperator, Derivative, Expr, Sum, bare, walk
from autograder.maths.latex.render import render
from autograder.maths.paths.graph import LOSS
from autograder.maths.paths.notation import key, symbol_and_time
from autograder.maths.paths.sides import Meaning
from autograder.maths.paths.terms import InapplicableError
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations.analysis import Analysis
from autograder.questions.derivations.checked_claims import CheckedClaim
from autograder.questions.derivations.gradient_results import READINGS


def count_steps(analysis: Analysis) -> int:
    """The number of different true expressions that lead to the result.

    Each expression for a derivative by a parameter, or of a loss, counts once. One that shows where the sum over k
    comes from (a recursion, or terms one by one) counts twice. The result itself counts only if it is given in
    several forms.
    """
    result_forms = _result_forms(analysis)
    seen: dict[str, int] = {}
    for claim in analysis.claims:
        if claim.check.status == "true" and claim.kind != "value" and not _repeats(claim):
            for side in (claim.left, claim.right):
                compared = claim.check.compared and _differentiates(side, analysis)
                if claim.kind == "update" or _expands(side, analysis) or (compared and side is claim.right):
                    seen[render(side)] = 2 if _unrolls(side, analysis) else 1
    return sum(weight for text, weight in seen.items() if text not in result_forms) + max(0, len(result_forms) - 1)


def _result_forms(analysis: Analysis) -> set[str]:
    """The forms in which the answer gives the result, as LaTeX."""
    return {
        render(expression.side)
        for expression in analysis.expressions
        if expression.quantity[0] == LOSS and any(expression.is_expanded(r) and expression.holds(r) for r in READINGS)
    }


def justifies_sum(analysis: Analysis) -> bool:
    """Whether the answer shows where the sum over k comes from instead of only stating it.

    It does so by a recursion or by terms one by one, by the same sum for a single loss or state, or by giving the
    result in another form.
    """
    result_forms = _result_forms(analysis)
    if len(result_forms) > 1:
        return True
    for claim in analysis.claims:
        if claim.check.status == "true" and claim.kind == "gradient" and not _repeats(claim):
            for side in (claim.left, claim.right):
                if render(side) not in result_forms and (_unrolls(side, analysis) or _sums_uses(side, analysis)):
                    return True
    return False


def _sums_uses(side: Expr, analysis: Analysis) -> bool:
    """Whether a side adds up the immediate uses of the parameter at several steps."""
    meaning = _meaning(side, analysis)
    if meaning is None:
        return False
    parameters = analysis.checker.graphs[-1].unrolling.parameters
    uses = {above for above, below in meaning.values["immediate"].jacobians if below.family in parameters}
    states = {above.time for above in uses if above.family != "L"}
    sums = sum(isinstance(node, BigOperator) and node.kind == "sum" for node in walk(side))
    return len(states) > 1 and sums < 2 and not _through_losses(meaning)


def _through_losses(meaning: Meaning) -> bool:
    """Whether a side contains several losses, so that its sum may be the one over t."""
    return len({above.time for above, _ in meaning.values["immediate"].jacobians if above.family == "L"}) > 1


def _expands(side: Expr, analysis: Analysis) -> bool:
    """Whether a side expands a derivative instead of only naming it."""
    meaning = _meaning(side, analysis)
    if meaning is None or meaning.quantity is not None:
        return False
    graph = analysis.checker.graphs[-1]
    return any(
        below.family in graph.unrolling.parameters or above.family == "L"
        for above, below in meaning.values["immediate"].jacobians
    )


def _meaning(side: Expr, analysis: Analysis) -> Meaning | None:
    """The meaning of a side at the latest time steps for which it has one."""
    checker = analysis.checker
    try:
        index_assignments = list(checker.index_assignments((side,)))
    except UnreadableError:
        return None
    for graph, env in reversed(index_assignments):
        try:
            return checker.meaning(side, graph, env)
        except (UnreadableError, InapplicableError):
            continue
    return None


def _repeats(claim: CheckedClaim) -> bool:
    """Whether one side is a derivative that the other side contains: a = a/2 + a/2 is no step."""
    pairs = ((claim.left, claim.right), (claim.right, claim.left))
    return any(isinstance(bare(one), Derivative) and bare(one) in walk(other) for one, other in pairs)


def _differentiates(side: Expr, analysis: Analysis) -> bool:
    """Whether a side contains a derivative by a parameter."""
    return _by_parameter(side, frozenset(analysis.checker.graphs[-1].unrolling.parameters))


def _unrolls(side: Expr, analysis: Analysis) -> bool:
    """Whether a side is a sum with several terms that end with a derivative by the parameter."""
    parameters = analysis.checker.graphs[-1].unrolling.parameters
    return any(
        isinstance(node, Sum) and sum(_by_parameter(term, frozenset(parameters)) for _, term in node.terms) > 1
        for node in walk(side)
    )


def _by_parameter(term: Expr, parameters: frozenset[str]) -> bool:
    for node in walk(term):
        if isinstance(node, Derivative):
            symbol, _ = symbol_and_time(node.by)
            if symbol is not None and key(symbol) in parameters:
                return True
    return False
