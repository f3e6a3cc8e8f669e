"""From the lines of an answer to what can be concluded: is the goal reached, and what stands in the way?"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from autograder.maths.latex import Big, Derivative, Document, Expr, Symbol, walk
from autograder.maths.paths.graph import Unrolling
from autograder.maths.paths.terms import Work
from autograder.questions.derivations import likewise, misconceptions, words
from autograder.questions.derivations.misconceptions import DerivationMisconception
from autograder.questions.derivations.results import Form, Result, result_of
from autograder.questions.derivations.steps import count, explains
from autograder.questions.derivations.study import Study, study
from autograder.questions.derivations.updates import rate_not_positive

STEPS = 2
"""How many steps a derivation has to show."""


@dataclass(frozen=True)
class Conclusion:
    """What an answer comes to under one way of counting time.

    Attributes
    ----------
    study : Study
    span : int
        The way of counting; 0 is the notebook's.
    form : str
    updates : bool
        Whether updates are asked for.
    results : tuple of Result
        For each parameter.
    mixed : bool
        No one reading of ∂h_k/∂W makes all lines true, and nothing says which is meant where.
    reversed : bool
        Products run from the parameter to the loss, and nothing says so, or not all of them do.
    doubt : str
        Another reason why a person has to decide, as a word that `report` explains.
    """

    study: Study
    span: int
    form: Form
    updates: bool
    results: tuple[Result, ...]
    mixed: bool
    reversed: bool
    doubt: str = ""

    @property
    def reached(self) -> bool:
        """Whether all that is asked for is there and true."""
        return all(result.reached and result.updated for result in self.results)

    @functools.cached_property
    def steps(self) -> int:
        """How many different steps lead to the result; counted when it is asked for, as not every verdict does."""
        return count(self.study)

    @property
    def enough_steps(self) -> bool:
        return self.form != "derived" or (self.steps >= STEPS and explains(self.study))

    @property
    def clean(self) -> bool:
        """Whether nothing was false, unread or ambiguous."""
        study = self.study
        return not (study.false or study.not_read or study.unread or self.mixed or self.reversed or self.doubt)

    @property
    def rank(self) -> tuple[bool, bool, int, float]:
        """How well this way of counting suits the answer."""
        fractions = [result.terms.fraction for result in self.results if result.terms is not None]
        false = len(self.study.false) + len(self.study.not_read)
        return (self.reached and self.clean, self.reached, -false, sum(fractions))

    @property
    def unrivalled(self) -> bool:
        """Whether no way of counting can suit the answer better."""
        return self.rank == (True, True, 0, len(self.results))

    @property
    def confusion(self) -> DerivationMisconception | None:
        """The mistake that explains what is wrong."""
        found = misconceptions.of_lines(self.study, self.study.graph)
        if found is not None:
            return found
        for result in self.results:
            if not result.reached and result.terms is not None:
                named = misconceptions.of_terms(result.terms)
                if named is not None:
                    return named
        if any(update.uphill for update in self.study.updates):
            return misconceptions.UPHILL
        return misconceptions.READINGS if self.mixed else None


def conclude(
    document: Document,
    unrolling: Unrolling,
    span: int,
    parameters: tuple[str, ...],
    form: Form,
    updates: bool,
    work: Work,
) -> Conclusion:
    """Study an answer under one way of counting time, and conclude.

    Parameters
    ----------
    document : Document
    unrolling : Unrolling
    span : int
        Index into the ways of counting.
    parameters : tuple of str
        What the loss is to be differentiated by.
    form : str
    updates : bool
    work : Work
        How much may be done.
    """
    found = study(document, unrolling, span, work)
    prose = document.prose
    mixed = misconceptions.mixed(found) and not words.explains_readings(prose)
    results: list[Result] = []
    in_words = True
    for parameter in parameters:
        one = result_of(found, parameter, form, updates)
        unsaid = one.terms is None and not one.reached
        if unsaid and results and results[0].reached and likewise.said(document, parameter):
            in_words = in_words and likewise.plain(document, parameter, parameters[:1], unrolling)
            one = Result(parameter, "likewise", one.updated or results[0].updated)
        results.append(one)
    doubt = _doubt(found, results, span > 1 and (unrolling.T is not None or not _states_loss(found)))
    if not doubt and words.only_total(prose) and _unmarked(document, unrolling):
        doubt = "total"
    if not doubt and not in_words:
        doubt = "likewise"
    if not doubt and updates and rate_not_positive(document, found.claims.rates):
        doubt = "rate"
    backwards = _backwards(found, prose)
    return Conclusion(found, span, form, updates, tuple(results), mixed, backwards, doubt)


def _unmarked(document: Document, unrolling: Unrolling) -> bool:
    """Whether a derivative of a state by a parameter is neither marked as immediate nor as total."""
    nodes = (node for chain in document.chains for side in chain.sides for node in walk(side))
    return any(
        isinstance(node, Derivative)
        and node.kind in ("partial", "gradient")
        and any(isinstance(part, Symbol) and part.name in unrolling.parameters for part in walk(node.by))
        and not any(isinstance(part, Symbol) and unrolling.letters.get(part.name) == "L" for part in walk(node.of))
        for node in nodes
    )


def _states_loss(found: Study) -> bool:
    """Whether the answer says over which steps the loss is summed."""
    return any(
        line.kind == "value" and line.finding.status == "true" and found.names_loss(line.left) and _bounded(line.right)
        for line in found.lines
    )


def _bounded(side: Expr) -> bool:
    return isinstance(side, Big) and side.lower is not None and side.upper is not None


def _doubt(found: Study, results: list[Result], too_long: bool) -> str:
    """Why a person has to decide, apart from what is false or unread; see `report`."""
    if found.zero_state:
        return "zero"
    if too_long:
        return "span"
    states = {one.state for one in results}
    for state in ("vague", "summed", "listed"):
        if state in states:
            return state
    listed = any(account.listed for account in found.accounts)
    return "listed" if listed and not all(one.reached for one in results) else ""


def _backwards(found: Study, prose: str) -> bool:
    lines = [line.finding for line in found.lines]
    if not any(finding.backwards for finding in lines):
        return False
    return any(finding.straight for finding in lines) or not words.denominator_layout(prose)
