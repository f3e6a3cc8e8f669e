"""What an answer says about one parameter: the account that is meant as the answer, and whether it is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, label
from autograder.questions.derivations.gradient_expressions import GradientExpression, truth
from autograder.questions.derivations.lines import Line
from autograder.questions.derivations.study import Study
from autograder.questions.derivations.terms import Terms, compared, together

Form = Literal["written-out", "in-full", "derived", "chain"]
UNIFORM: tuple[Reading, ...] = ("immediate", "total")


State = Literal["reached", "likewise", "listed", "vague", "summed", "hidden", "wrong"]
"""`reached`: true and in the asked form. `likewise`: only said to go like another one. `listed`: loss by loss, and
nothing says that their sum is meant. `vague`: its sums lack bounds.
`summed`: true, with sum signs where terms are asked for. `hidden`: true, but in another form. `wrong`: nothing true."""


@dataclass(frozen=True)
class Result:
    """What an answer says about one parameter.

    Attributes
    ----------
    parameter : str
    state : str
    updated : bool
        A true update is there, or none is asked for.
    terms : Terms or None
        Those of the account that is meant as the answer.
    """

    parameter: str
    state: State
    updated: bool
    terms: Terms | None = None

    @property
    def reached(self) -> bool:
        return self.state in ("reached", "likewise")


def result_of(found: Study, parameter: str, form: Form, updates: bool) -> Result:
    """What an answer says about one parameter."""
    accounts = [account for account in found.accounts if account.quantity[1] == Node(parameter)]
    whole = [account for account in accounts if account.quantity[0] == LOSS]
    updated = not updates or any(
        update.parameter == parameter and update.finding.status == "true" for update in found.updates
    )
    graph = found.graph
    for reading in UNIFORM:
        reached = next((account for account in whole if _is_goal(account, form, reading)), None)
        if reached is not None:
            return Result(parameter, "reached", updated, compared(reached, graph, reading))
        single = _by_loss(accounts, graph, reading)
        if form != "derived" and set(single) == set(graph.times):
            terms = together(compared(account, graph, reading) for account in single.values())
            denied = any(not account.holds(reading) for account in whole)
            if _gathered(accounts if denied else found.accounts, found, reading):
                return Result(parameter, "reached", updated, terms)
            if not denied:
                return Result(parameter, "listed", updated, terms)
    return Result(parameter, _state(whole, form, graph), updated, _closest(accounts, whole, graph, form))


def _state(whole: list[GradientExpression], form: Form, graph: Graph) -> State:
    """How far the accounts of the whole gradient get."""
    if any(_has_form(account, form, reading) for account in whole for reading in UNIFORM):
        return "vague"
    true = [(account, reading) for account in whole for reading in UNIFORM if account.holds(reading)]
    if form == "in-full" and any(account.bounded and account.expanded(reading) for account, reading in true):
        return "summed"
    # an update that only names ∂L/∂W says nothing about its terms
    return "hidden" if any(form == "derived" or _says_more(account, graph) for account, _ in true) else "wrong"


def _is_goal(account: GradientExpression, form: Form, reading: Reading) -> bool:
    """Whether an account is true and has the asked form, with the bounds that its sums need."""
    return (account.bounded or form == "chain") and _has_form(account, form, reading)


def _has_form(account: GradientExpression, form: Form, reading: Reading) -> bool:
    if form != "chain" and account.written != (form in ("written-out", "in-full")):
        return False
    return account.expanded(reading) and account.holds(reading)


def _by_loss(accounts: list[GradientExpression], graph: Graph, reading: Reading) -> dict[int, GradientExpression]:
    """The true, written and expanded accounts of single losses."""
    out: dict[int, GradientExpression] = {}
    for account in accounts:
        above = account.quantity[0]
        visible = above.family == "L" and graph in account.meanings and account.written
        if above.time is not None and visible and account.expanded(reading) and account.holds(reading):
            out.setdefault(above.time, account)
    return out


def _gathered(accounts: Iterable[GradientExpression], found: Study, reading: Reading) -> bool:
    """Whether it is said, of one of the parameters or of the loss, that the whole is the sum of the single losses."""
    gathered = any(account.gathers() and account.holds(reading) for account in accounts)
    return gathered or any(line.finding.status == "true" and _is_loss(line, found) for line in found.lines)


def _is_loss(line: Line, found: Study) -> bool:
    """Whether a line says what the loss is: L = L_0 + L_1 + L_2 + L_3."""
    return line.kind == "value" and found.names_loss(line.left)


def _closest(
    accounts: list[GradientExpression], whole: list[GradientExpression], graph: Graph, form: Form
) -> Terms | None:
    """The terms of what is meant as the answer: the last account of the asked form, or the single losses' together."""

    def fits(account: GradientExpression) -> bool:
        asked = account.written or form in ("derived", "chain")
        hides = any(account.holds(reading) and not account.expanded(reading) for reading in UNIFORM)
        return asked and not hides and not account.listed and graph in account.meanings and _has_terms(account, graph)

    candidates = [account for account in whole if fits(account)]
    if candidates:
        return compared(candidates[-1], graph, "immediate")
    single: dict[int, GradientExpression] = {}
    for account in accounts:
        above = account.quantity[0]
        if above.family == "L" and above.time is not None and fits(account):
            single[above.time] = account
    terms = together(compared(account, graph, "immediate") for account in single.values())
    if terms is None:
        return None
    return replace(terms, wanted=tuple(sorted({*terms.wanted, *_wanted(graph, accounts[0])})))


def _says_more(account: GradientExpression, graph: Graph) -> bool:
    return graph in account.meanings and any(
        above != LOSS or below.time is not None for above, below in _jacobians(account, graph)
    )


def _wanted(graph: Graph, account: GradientExpression) -> tuple[tuple[int, int], ...]:
    places = (label(path) for _, path in truth(graph, (LOSS, account.quantity[1])))
    return tuple(place for place in places if place is not None)


def _has_terms(account: GradientExpression, graph: Graph) -> bool:
    """Whether it goes below ∂L/∂W and ∂L_t/∂W."""
    if account.meanings[graph].values["immediate"].false:
        return True
    return not all(above.family == "L" and below == account.quantity[1] for above, below in _jacobians(account, graph))


def _jacobians(account: GradientExpression, graph: Graph) -> frozenset[tuple[Node, Node]]:
    return account.meanings[graph].values["immediate"].jacobians
