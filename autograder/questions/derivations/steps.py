"""How much of an argument there is: the steps that earn the points of a derivation."""

from __future__ import annotations

from autograder.maths.latex import Big, Derivative, Expr, Sum, walk
from autograder.maths.latex.render import render
from autograder.maths.paths.graph import LOSS
from autograder.maths.paths.notation import key, timed
from autograder.maths.paths.sides import Meaning
from autograder.maths.paths.terms import InapplicableError
from autograder.maths.unreadable import UnreadableError
from autograder.questions.derivations.results import UNIFORM
from autograder.questions.derivations.study import Study


def count(found: Study) -> int:
    """How many different true expressions lead to the result.

    Each expression for a derivative by a parameter, or of a loss, counts once; one that shows where the sum over k
    comes from (a recursion, terms one by one) counts twice. The result itself counts only if it has several
    forms.
    """
    goal = _goal(found)
    seen: dict[str, int] = {}
    for line in found.lines:
        if line.finding.status == "true" and line.kind != "value":
            for side in (line.left, line.right):
                if line.kind == "update" or _leads_on(side, found):
                    seen[render(side)] = 2 if _unrolls(side, found) else 1
    return sum(weight for text, weight in seen.items() if text not in goal) + max(0, len(goal) - 1)


def _goal(found: Study) -> set[str]:
    """The forms in which the result is there."""
    return {
        render(account.side)
        for account in found.accounts
        if account.quantity[0] == LOSS and any(account.expanded(r) and account.holds(r) for r in UNIFORM)
    }


def explains(found: Study) -> bool:
    """Whether something shows where the sum over k comes from, rather than only stating the result.

    That is a recursion or terms one by one, the same sum for a single loss or state, or the result in another form.
    """
    goal = _goal(found)
    if len(goal) > 1:
        return True
    for line in found.lines:
        if line.finding.status == "true" and line.kind == "gradient":
            for side in (line.left, line.right):
                if render(side) not in goal and (_unrolls(side, found) or _sums_uses(side, found)):
                    return True
    return False


def _sums_uses(side: Expr, found: Study) -> bool:
    """Whether a side adds up the immediate uses of the parameter at several steps."""
    meaning = _meaning(side, found)
    if meaning is None:
        return False
    parameters = found.claims.graphs[-1].unrolling.parameters
    uses = {above for above, below in meaning.values["immediate"].jacobians if below.family in parameters}
    states = {above.time for above in uses if above.family != "L"}
    sums = sum(isinstance(node, Big) and node.kind == "sum" for node in walk(side))
    return len(states) > 1 and sums < 2 and not _through_losses(meaning)


def _through_losses(meaning: Meaning) -> bool:
    """Whether several losses are in it, so that it may be the sum over t that is seen."""
    return len({above.time for above, _ in meaning.values["immediate"].jacobians if above.family == "L"}) > 1


def _leads_on(side: Expr, found: Study) -> bool:
    """Whether a side says something, rather than only naming one derivative."""
    meaning = _meaning(side, found)
    if meaning is None or meaning.quantity is not None:
        return False
    graph = found.claims.graphs[-1]
    return any(
        below.family in graph.unrolling.parameters or above.family == "L"
        for above, below in meaning.values["immediate"].jacobians
    )


def _meaning(side: Expr, found: Study) -> Meaning | None:
    """What a side means at the latest times at which it means something."""
    claims = found.claims
    try:
        situations = list(claims.situations((side,)))
    except UnreadableError:
        return None
    for graph, env in reversed(situations):
        try:
            return claims.meaning(side, graph, env)
        except (UnreadableError, InapplicableError):
            continue
    return None


def _unrolls(side: Expr, found: Study) -> bool:
    """Whether terms that end with the parameter stand side by side in it."""
    parameters = found.claims.graphs[-1].unrolling.parameters
    return any(
        isinstance(node, Sum) and sum(_by_parameter(term, frozenset(parameters)) for _, term in node.terms) > 1
        for node in walk(side)
    )


def _by_parameter(term: Expr, parameters: frozenset[str]) -> bool:
    for node in walk(term):
        if isinstance(node, Derivative):
            symbol, _ = timed(node.by)
            if symbol is not None and key(symbol) in parameters:
                return True
    return False
