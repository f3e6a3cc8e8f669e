"""Derivations of gradients in words and formulas: which claims hold, which terms are there, and is the goal reached?

A verdict is `correct` only if every claim that matters was read and holds, exactly and in numbers, and the asked form
is reached. What was not read, or can be read in two ways, makes it `undecided`: a person sees what was understood.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.maths.latex import Chain, Derivative, Document, Expr, Prose, UnreadableError, read, rewritten, walk
from autograder.maths.paths.graph import Unrolling
from autograder.maths.paths.terms import Work
from autograder.model import Outcome, Question, Response, Verdict, unanswered, undecided
from autograder.questions.derivations import words
from autograder.questions.derivations.abbreviations import written_in_full
from autograder.questions.derivations.conclusion import Conclusion, conclude
from autograder.questions.derivations.entries import as_matrices
from autograder.questions.derivations.report import verdict
from autograder.questions.derivations.results import Form
from autograder.questions.derivations.retractions import without_retracted

CLAIMS = 500
"""An answer that claims more is not judged."""

WORK = 25_000
"""What may be done for an answer under one way of counting time; a long one takes a third of that."""


@dataclass(frozen=True, kw_only=True)
class Derivation(Question):
    """A derivation of the gradient of a loss by a parameter of a recurrent network.

    Attributes
    ----------
    graph : Unrolling
        The network and its conventions, `rnn_graph(T=3)`.
    target : tuple of str
        What is differentiated by what, `("L", "W")`; several parameters are asked for as `("L", "W", "U")`.
    form : str
        `written-out`: every term can be seen. `in-full`: the same, but of a right sum under Σ a person decides.
        `derived`: the steps earn the points, for any T. `chain`: a chain of local derivatives, with Σ over the losses.
    updates : bool
        The step of gradient descent is asked for, too.

    Notes
    -----
    The credit of a wrong account is the share of its terms that are right, less one term for each that does not belong
    or is not there exactly once. A wrong result of a derivation earns half of that if its steps hold, else nothing.
    """

    graph: Unrolling
    target: tuple[str, ...] = ("L", "W")
    form: Form = "written-out"
    updates: bool = False

    def judge(self, response: Response) -> Verdict:
        """Conclude."""
        if response.untouched or not response.text.strip():
            return unanswered()
        try:
            document = read(response.text)
        except UnreadableError as error:
            return undecided(f"This answer was not read: {error}. A person looks at it.")
        if not document.chains and not words.count(document.prose):
            return unanswered()
        if sum(len(chain.relations) for chain in document.chains) > CLAIMS:
            return undecided(f"This answer makes more than {CLAIMS} claims. A person looks at it.")
        document = written_in_full(without_retracted(document), self.graph, self.target[1:])
        best = self._best(document)
        result = verdict(best)
        if result.outcome is not Outcome.CORRECT and _one_differential(document):
            relaxed = self._best(_as_partial(document))
            if verdict(relaxed).outcome is Outcome.CORRECT:
                return verdict(replace(relaxed, doubt="d"))
        if result.outcome is Outcome.UNDECIDED and (whole := as_matrices(document, self.graph.parameters)) != document:
            confirmed = verdict(self._best(whole))
            return confirmed if confirmed.outcome is Outcome.CORRECT else result
        return result

    def _best(self, document: Document) -> Conclusion:
        """The conclusion under the way of counting time that suits the answer best."""
        found: list[Conclusion] = []
        for span in range(len(self.graph.spans)):
            found.append(conclude(document, self.graph, span, self.target[1:], self.form, self.updates, Work(WORK)))
            if found[-1].unrivalled:
                break
        return max(found, key=lambda conclusion: (conclusion.rank, -conclusion.span))


def _one_differential(document: Document) -> bool:
    """Whether all derivatives by a parameter are written with d, so that it makes no difference between them."""
    kinds = {
        node.kind
        for chain in document.chains
        for side in chain.sides
        for node in walk(side)
        if isinstance(node, Derivative)
    }
    return kinds == {"total"}


def _as_partial(document: Document) -> Document:
    def change(node: Expr) -> Expr:
        return replace(node, kind="partial") if isinstance(node, Derivative) and node.kind == "total" else node

    def changed(part: Prose | Chain) -> Prose | Chain:
        if isinstance(part, Prose):
            return part
        return replace(part, sides=tuple(rewritten(side, change) for side in part.sides))

    return replace(document, parts=tuple(changed(part) for part in document.parts))
