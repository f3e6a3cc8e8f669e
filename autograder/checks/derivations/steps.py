"""How much of an argument there is: the steps that earn the points of a derivation."""

from __future__ import annotations

from autograder.checks.derivations.results import UNIFORM
from autograder.checks.derivations.study import Study
from autograder.maths.latex import Derivative, Expr, Sum, walk
from autograder.maths.latex.render import render
from autograder.maths.paths.graph import LOSS
from autograder.maths.paths.notation import key, timed
from autograder.maths.paths.sides import Meaning
from autograder.maths.paths.terms import InapplicableError
from autograder.maths.unreadable import UnreadableError


def count(found: Study) -> int:
    """How many different true expressions lead to the result.

    Each expression for a derivative by a parameter, or of a loss, counts once; one that shows where the sum over k
    comes from (a recursion, terms one by one) counts twice. The result itself counts only if it has several
    forms.
    """
    goal = {
        render(account.side)
        for account in found.accounts
        if account.quantity[0] == LOSS and any(account.expanded(r) and account.holds(r) for r in UNIFORM)
    }
    seen: dict[str, int] = {}
    for line in found.lines:
        if line.finding.status == "true" and line.kind != "value":
            for side in (line.left, line.right):
                if line.kind == "update" or _leads_on(side, found):
                    seen[render(side)] = 2 if _unrolls(side, found) else 1
    return sum(weight for text, weight in seen.items() if text not in goal) + max(0, len(goal) - 1)


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
