"""Grades derivations of gradients, written in words and formulas, claim by claim and term by term.

A verdict is `correct` only if every claim that matters could be read and holds, symbolically and numerically, and the
result has the required form. If a claim is unreadable or ambiguous, the answer is `undecided`: it needs manual grading,
and the grader sees what was read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.maths.latex import Chain, Derivative, Document, Expr, Prose, UnreadableError, read, rewrite, walk
from autograder.maths.paths.graph import Unrolling
from autograder.maths.paths.terms import WorkBudget
from autograder.model import Outcome, Question, Response, Verdict, unanswered, undecided
from autograder.questions.derivations import prose
from autograder.questions.derivations.abbreviations import expand_abbreviations
from autograder.questions.derivations.assessment import Assessment, assess
from autograder.questions.derivations.checked_claims import sanitized
from autograder.questions.derivations.delta_fractions import with_partials
from autograder.questions.derivations.gradient_results import AnswerForm
from autograder.questions.derivations.index_notation import in_matrix_notation
from autograder.questions.derivations.retractions import mark_retracted
from autograder.questions.derivations.time_arguments import with_time_indices
from autograder.questions.derivations.verdicts import verdict_for

MAX_CLAIMS = 500
"""Longer answers need manual grading."""

BUDGET = 25_000
"""Computing budget of an answer per numbering of the time steps; a long answer takes a third of it."""


@dataclass(frozen=True, kw_only=True)
class Derivation(Question):
    """A derivation of the gradient of a loss by parameters of a recurrent network.

    Attributes
    ----------
    graph : Unrolling
        The network and its conventions, such as `rnn_graph(T=3)`.
    target : tuple of str
        The loss and the parameters, such as `("L", "W")` or `("L", "W", "U")`.
    form : str
        `written-out`: every term must be visible. `in-full`: the same, but a correct sum with Σ needs manual grading.
        `derived`: the steps earn the points, for any T. `chain`: a chain of local derivatives, with Σ over the losses.
    updates : bool
        Whether the answer must also state the gradient-descent update.

    Notes
    -----
    A wrong expression earns the share of its terms that are right, minus one term for each that does not belong
    there or does not occur exactly once. In a derivation, a wrong result earns half of that if its steps hold,
    otherwise nothing.
    """

    graph: Unrolling
    target: tuple[str, ...] = ("L", "W")
    form: AnswerForm = "written-out"
    updates: bool = False

    def judge(self, response: Response) -> Verdict:
        """Judge the text of an answer."""
        if response.untouched or not response.text.strip():
            return unanswered()
        try:
            document = read(response.text)
        except UnreadableError as error:
            return undecided(f"This answer could not be read: {error}. A grader will look at it.")
        if not document.chains and not prose.word_count(document.prose):
            return unanswered()
        if sum(len(chain.relations) for chain in document.chains) > MAX_CLAIMS:
            return undecided(f"This answer makes more than {MAX_CLAIMS} claims. A grader will look at it.")
        verdict = self._judge_formulas(document)
        repairs = "; ".join(sanitized(note) for note in document.notes[:5])
        return replace(verdict, feedback=f"{verdict.feedback}\n\nRepaired: {repairs}.") if repairs else verdict

    def _judge_formulas(self, document: Document) -> Verdict:
        document = with_partials(with_time_indices(mark_retracted(document), self.graph))
        document = expand_abbreviations(document, self.graph, self.target[1:])
        assessment = self._best_assessment(document)
        result = verdict_for(assessment)
        if result.outcome is not Outcome.CORRECT and _writes_only_d(document):
            relaxed = self._best_assessment(_with_partial(document))
            if verdict_for(relaxed).outcome is Outcome.CORRECT:
                return verdict_for(replace(relaxed, doubt="d"))
        if (
            result.outcome is Outcome.UNDECIDED
            and (translated := in_matrix_notation(document, self.graph.parameters)) != document
        ):
            confirmed = verdict_for(self._best_assessment(translated))
            return confirmed if confirmed.outcome is Outcome.CORRECT else result
        return result

    def _best_assessment(self, document: Document) -> Assessment:
        """The assessment under the numbering of the time steps that fits the answer best."""
        found: list[Assessment] = []
        for span in range(len(self.graph.spans)):
            found.append(
                assess(document, self.graph, span, self.target[1:], self.form, self.updates, WorkBudget(BUDGET))
            )
            if found[-1].is_optimal:
                break
        return max(found, key=lambda assessment: (assessment.rank, -assessment.span))


def _writes_only_d(document: Document) -> bool:
    """Whether all derivatives are written with d, so that d does not distinguish total from partial ones."""
    kinds = {
        node.kind
        for chain in document.chains
        for side in chain.sides
        for node in walk(side)
        if isinstance(node, Derivative)
    }
    return kinds == {"total"}


def _with_partial(document: Document) -> Document:
    def change(node: Expr) -> Expr:
        return replace(node, kind="partial") if isinstance(node, Derivative) and node.kind == "total" else node

    def changed(part: Prose | Chain) -> Prose | Chain:
        if isinstance(part, Prose):
            return part
        return replace(part, sides=tuple(rewrite(side, change) for side in part.sides))

    return replace(document, parts=tuple(changed(part) for part in document.parts))
