"""What an answer says about one parameter: the account that is meant as the answer, and whether it is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from autograder.checks.derivations.accounts import Account, truth
from autograder.checks.derivations.study import Line, Study
from autograder.checks.derivations.terms import Terms, compared, together
from autograder.maths.latex.render import render
from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, Node, label

Form = Literal["written-out", "in-full", "derived", "chain"]
UNIFORM: tuple[Reading, ...] = ("immediate", "total")


@dataclass(frozen=True)
class Result:
    """What an answer says about one parameter.

    Attributes
    ----------
    parameter : str
    reached : bool
        The asked form is there and it is true.
    updated : bool
        A true update is there, or none is asked for.
    likewise : bool
        Nothing is said about it but that it goes like the one before.
    terms : Terms or None
        Those of the account that comes closest to an answer.
    account : Account or None
        That account.
    outline : bool
        A true account is there, but not in the asked form.
    vague : bool
        It would have the asked form, if its sums had the bounds that they need.
    expanded : bool
        A true account has every term, be it under a Σ.
    """

    parameter: str
    reached: bool
    updated: bool
    likewise: bool = False
    terms: Terms | None = None
    as_total: Terms | None = None
    account: Account | None = None
    outline: bool = False
    vague: bool = False
    expanded: bool = False


def result_of(found: Study, parameter: str, form: Form, updates: bool) -> Result:
    """What an answer says about one parameter."""
    target = (LOSS, Node(parameter))
    accounts = [account for account in found.accounts if account.quantity[1] == Node(parameter)]
    whole = [account for account in accounts if account.quantity == target]
    updated = not updates or any(
        update.parameter == parameter and update.finding.status == "true" for update in found.updates
    )
    graph = next((g for g in found.claims.graphs if g.T == 3), found.claims.graphs[-1])
    for reading in UNIFORM:
        reached = [account for account in whole if _is_goal(account, form, reading)]
        if reached:
            return Result(parameter, True, updated, terms=compared(reached[0], graph, reading), account=reached[0])
        if form != "derived" and _assembled(accounts, found, graph, reading):
            parts = [compared(a, graph, reading) for a in _by_loss(accounts, graph, reading).values()]
            return Result(parameter, True, updated, terms=together(parts), account=accounts[0])
    outline = any(account.holds(reading) for account in whole for reading in UNIFORM)
    vague = any(_has_form(account, form, reading) for account in whole for reading in UNIFORM)
    terms, as_total, account = _closest(accounts, whole, graph, form)
    expanded = any(account.expanded(r) and account.holds(r) and account.bounded for account in whole for r in UNIFORM)
    return Result(parameter, False, updated, False, terms, as_total, account, outline, vague, expanded)


def _is_goal(account: Account, form: Form, reading: Reading) -> bool:
    """Whether an account is true and has the asked form, with the bounds that its sums need."""
    return (account.bounded or form == "chain") and _has_form(account, form, reading)


def _has_form(account: Account, form: Form, reading: Reading) -> bool:
    if form != "chain" and account.written != (form in ("written-out", "in-full")):
        return False
    return account.expanded(reading) and account.holds(reading)


def _by_loss(accounts: list[Account], graph: Graph, reading: Reading) -> dict[int, Account]:
    """The true, written and expanded accounts of single losses."""
    out: dict[int, Account] = {}
    for account in accounts:
        above = account.quantity[0]
        visible = above.time is not None and graph in account.meanings and account.written
        if visible and account.expanded(reading) and account.holds(reading):
            out.setdefault(above.time or 0, account)
    return out


def _assembled(accounts: list[Account], found: Study, graph: Graph, reading: Reading) -> bool:
    """Whether every loss has its own account, and their sum is the whole."""
    if set(_by_loss(accounts, graph, reading)) != set(graph.times):
        return False
    gathered = any(account.gathers() and account.holds(reading) for account in accounts)
    return gathered or any(line.kind == "value" and _sums_losses(line) for line in found.lines)


def _sums_losses(line: Line) -> bool:
    return line.finding.status == "true" and render(line.left) in ("L", "E")


def _closest(
    accounts: list[Account], whole: list[Account], graph: Graph, form: Form
) -> tuple[Terms | None, Terms | None, Account | None]:
    """The account that is meant as the answer: the last of the asked form, or the single losses' together."""

    def fits(account: Account) -> bool:
        asked = account.written or form in ("derived", "chain")
        hides = any(account.holds(reading) and not account.expanded(reading) for reading in UNIFORM)
        return asked and not hides and not account.listed and graph in account.meanings and _has_terms(account, graph)

    candidates = [account for account in whole if fits(account)]
    if candidates:
        last = candidates[-1]
        return _read_best(last, graph), _as_total(last, graph), last
    single: dict[int, Account] = {}
    for account in accounts:
        time = account.quantity[0].time
        if time is not None and fits(account):
            single[time] = account
    terms = together(_read_best(account, graph) for account in single.values())
    if terms is None:
        return None, None, whole[-1] if whole else None
    total = together(_as_total(account, graph) for account in single.values())
    missing = [place for place in _wanted(graph, accounts[0]) if place not in terms.wanted]
    everything = tuple(sorted({*terms.wanted, *missing}))
    terms = Terms(graph, everything, terms.counts, terms.strange, terms.false)
    return terms, total, next(iter(single.values()))


def _wanted(graph: Graph, account: Account) -> tuple[tuple[int, int], ...]:
    places = (label(path) for _, path in truth(graph, (LOSS, account.quantity[1])))
    return tuple(place for place in places if place is not None)


def _has_terms(account: Account, graph: Graph) -> bool:
    """Whether it goes below ∂L/∂W and ∂L_t/∂W."""
    if account.meanings[graph].values["immediate"].false:
        return True
    return not all(above.family == "L" and below == account.quantity[1] for above, below in _jacobians(account, graph))


def _jacobians(account: Account, graph: Graph) -> frozenset[tuple[Node, Node]]:
    return account.meanings[graph].values["immediate"].jacobians


def _read_best(account: Account, graph: Graph) -> Terms:
    return compared(account, graph, "immediate")


def _as_total(account: Account, graph: Graph) -> Terms:
    return compared(account, graph, "total")
