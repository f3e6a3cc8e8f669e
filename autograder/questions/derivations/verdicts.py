"""Turns an assessment into a verdict with feedback for the student and a note for the grader."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.model import Verdict, correct, credited, undecided
from autograder.questions.derivations import misconceptions, prose
from autograder.questions.derivations.assessment import Assessment
from autograder.questions.derivations.checked_claims import CheckedClaim, sanitized
from autograder.questions.derivations.gradient_results import GradientResult
from autograder.questions.derivations.term_comparison import TermComparison, draw_triangle, list_places

FEW_WORDS = 12
"""A text with fewer words cannot contain an argument in prose."""

DOUBTS = {
    "zero": "You set the state before the first step to zero, but here it can be any constant. A grader decides.",
    "span": "You count more time steps than the question has. A grader decides.",
    "vague": "Your sums have no bounds, or run over steps that have no term. A grader decides. Where do t and k start, "
    "and where do they end?",
    "summed": "You give the gradient with sum signs instead of single terms. A grader decides.",
    "listed": "You list formulas without saying how they combine. A grader decides.",
    "analogy": "You say that one gradient is like another, but the sentence could not be understood completely. "
    "A grader decides. Which factors change, and which stay the same?",
    "rate": "You say that the learning rate is not positive. A grader decides. Which way does the step go then?",
    "total": "You mention total derivatives but do not mark them. A grader decides which ones you mean.",
    "d": "You write all derivatives with d, which stands for total derivatives here. A grader decides whether the last "
    "factor is meant as the immediate one. What does it hold fixed?",
}
"""Reasons for manual grading, as the student reads them."""


def verdict_for(assessment: Assessment) -> Verdict:
    """The verdict for an assessment."""
    analysis = assessment.analysis
    if assessment.reached and assessment.is_clean and assessment.has_enough_steps:
        return correct("Every line that was read is correct, and the result has the required form.")
    if not analysis.gradient_claims and not analysis.updates and not analysis.expressions:
        if analysis.unread or prose.word_count(analysis.document.prose) or analysis.document.unread:
            return undecided(
                _text(assessment, ["No claim about a derivative was found. A grader will read your answer."])
            )
        return undecided("No readable formula was found. A grader will look at it.")
    if assessment.reached:
        return _reached(assessment)
    return _not_reached(assessment)


def _reached(assessment: Assessment) -> Verdict:
    """The result is present, but something else is wrong or uncertain."""
    analysis = assessment.analysis
    if assessment.is_clean and assessment.steps == 0 and prose.word_count(analysis.document.prose) < FEW_WORDS:
        text = [f"The result is correct. {misconceptions.BARE.hint}"]
        return credited(0, _text(assessment, text), misconception=misconceptions.BARE.name)
    text = ["Your answer contains the required result."]
    if assessment.is_clean:
        text.append("It shows few steps towards it. A grader decides whether they are enough.")
        return undecided(_text(assessment, text), suggestion=0.5)
    text += _obstacles(assessment)
    named = assessment.misconception
    suggestion = 0.5 if analysis.false_claims else 1.0
    return undecided(_text(assessment, text), suggestion=suggestion, misconception=named.name if named else None)


def _not_reached(assessment: Assessment) -> Verdict:
    analysis = assessment.analysis
    named = assessment.misconception
    outline = all(result.state != "wrong" for result in assessment.results)
    unsure = bool(analysis.unread_claims or analysis.unread or assessment.reversed_products or assessment.doubt)
    text: list[str] = []
    credit = max(_credit(assessment), 0.5 * _is_split(assessment))
    if analysis.false_claims:
        text.append(_false_claim(analysis.false_claims[0]))
    elif outline and not unsure and any(not result.reached for result in assessment.results):
        named = named or misconceptions.HIDDEN
    text += _about_results(assessment)
    if named is not None:
        text.append(named.hint)
    if not unsure and not assessment.mixed_readings and not _may_be_hidden(assessment):
        name = named.name if named else None
        return credited(credit, _text(assessment, text), misconception=name)
    text += [more for more in _obstacles(assessment, quoted=bool(analysis.false_claims)) if more not in text]
    name = named.name if named else None
    return undecided(_text(assessment, text), suggestion=credit, misconception=name)


def _may_be_hidden(assessment: Assessment) -> bool:
    """Whether the missing part may be in the prose, in formulas outside of claims, or in another form."""
    analysis = assessment.analysis
    if _is_split(assessment):
        return True
    if analysis.false_claims:
        return False
    unsaid = any(result.state == "wrong" and result.terms is None for result in assessment.results)
    missing = any(result.terms is not None and result.terms.missing for result in assessment.results)
    if missing and analysis.has_loose_terms:
        return True
    if unsaid and (analysis.has_loose_terms or prose.word_count(analysis.document.prose) >= FEW_WORDS):
        return True
    other = any(result.state == "hidden" for result in assessment.results)
    return assessment.form == "derived" and other and assessment.has_enough_steps


def _is_split(assessment: Assessment) -> bool:
    """Whether the result contains total derivatives of states, some of which are written out separately."""
    hidden = any(result.state == "hidden" for result in assessment.results)
    states = (expression for expression in assessment.analysis.expressions if expression.quantity[0].family == "h")
    return assessment.form != "derived" and hidden and any(expression.is_written_out for expression in states)


def _credit(assessment: Assessment) -> float:
    """The share of right terms, averaged over the parameters; see `Derivation`. At most 0.95."""
    shares = []
    for result in assessment.results:
        share = 1.0 if result.reached else result.terms.fraction if result.terms is not None else 0.0
        if assessment.form == "derived" and result.state == "hidden" and result.terms is None:
            share = 1.0
        if assessment.form == "derived":
            share = share / 2 if assessment.steps > 0 else 0.0
        if assessment.updates:
            share = 0.75 * share + 0.25 * result.updated
        shares.append(share)
    return min(0.95, round(sum(shares) / len(shares), 4))


# --- text --------------------------------------------------------------------------------------


def _false_claim(claim: CheckedClaim) -> str:
    where = f"Line {claim.chain.line}: " if claim.chain.line else ""
    if "outside" in claim.check.reason:
        return f"{where}{claim.quote} goes beyond the network: {claim.check.reason}."
    if claim.kind == "update":
        return f"{where}the update {claim.quote} is wrong."
    return f"{where}{claim.quote} does not hold."


def _about_results(assessment: Assessment) -> Iterator[str]:
    several = len(assessment.results) > 1
    for result in assessment.results:
        about = f"∂L/∂{result.parameter}"
        if not result.reached and result.terms is not None:
            yield _about_terms(about, result.terms)
        elif not result.reached and result.state != "wrong":
            yield f"{about} is correct, but it does not show all of its terms."
        elif not result.reached:
            yield f"No expression for {about} in the required form was found."
        elif several:
            yield f"{about} is correct."
        if assessment.updates and not result.updated:
            yield _about_update(assessment, result)


def _about_terms(about: str, terms: TermComparison) -> str:
    out = [
        f"{about} has {len(terms.expected)} terms. You have {len(terms.present)} of them:",
        draw_triangle(terms),
    ]
    if terms.missing:
        out.append(f"Missing (t, k): {list_places(terms.missing)}.")
    if terms.miscounted:
        out.append(f"Not exactly once (t, k): {list_places(terms.miscounted)}.")
    if terms.false:
        out.append(f"Products whose factors do not fit together in this order: {len(terms.false)}.")
    if terms.extra:
        out.append(f"Terms that do not belong here: {terms.extra}.")
    return "\n".join(out)


def _about_update(assessment: Assessment, result: GradientResult) -> str:
    for update in assessment.analysis.updates:
        if update.parameter == result.parameter and update.check.status == "false":
            hint = (
                misconceptions.UPHILL.hint if update.uphill else "" if update.has_rate else misconceptions.NO_RATE.hint
            )
            return f"The update of {result.parameter} is wrong. {hint}".strip()
    return f"No update of {result.parameter} was found."


def _obstacles(assessment: Assessment, quoted: bool = False) -> Iterator[str]:
    """The points that a grader must look at; `quoted` if the feedback already quotes the first false claim."""
    analysis = assessment.analysis
    if analysis.false_claims:
        where = "One of your lines does not hold." if quoted else _false_claim(analysis.false_claims[0])
        yield f"{where} A grader decides how much this matters."
    if assessment.mixed_readings:
        yield misconceptions.READINGS.hint
    if assessment.reversed_products:
        yield "You write products from right to left without naming the layout. A grader decides."
    if assessment.doubt:
        yield DOUBTS[assessment.doubt]
    for claim in analysis.unread_claims[:3]:
        if claim.check.example:
            yield f"Line {claim.chain.line}: {claim.quote} differs in a small random network: {claim.check.example}."
            continue
        yield f"Could not be read, line {claim.chain.line}: {claim.quote} ({sanitized(claim.check.reason)})."
    for piece in analysis.unread[:3]:
        yield f"Could not be read: “{sanitized(piece.text)}” ({sanitized(piece.reason)})."


def _text(assessment: Assessment, parts: list[str]) -> str:
    """The paragraphs of the feedback, followed by the claims that were read."""
    read = list(_claims_read(assessment))
    return "\n\n".join([*parts, *(["What was read:\n" + "\n".join(read)] if read else [])])


def _claims_read(assessment: Assessment) -> Iterator[str]:
    marks = {"true": "✓", "false": "✗", "unread": "?"}
    claims = [claim for claim in assessment.analysis.claims if claim.kind != "value" or claim.false]
    for claim in claims[:12]:
        mark = "✓ (in the case you name)" if claim.holds_for_named_case else marks[claim.check.status]
        yield f"{mark} {claim.quote}"
    if len(claims) > 12:
        yield f"... and {len(claims) - 12} more"
