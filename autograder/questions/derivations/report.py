"""From a conclusion to the verdict: what the student is told, and what a person is left with."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.model import Verdict, correct, credited, undecided
from autograder.questions.derivations import misconceptions, words
from autograder.questions.derivations.conclusion import Conclusion
from autograder.questions.derivations.lines import Line, harmless
from autograder.questions.derivations.results import Result
from autograder.questions.derivations.terms import Terms, listed, triangle

FEW_WORDS = 12
"""With fewer words than this, an answer cannot have an argument in words."""

_DOUBTS = {
    "zero": "The state before the first step is set to zero. It is a general constant here; a person decides what that "
    "is worth.",
    "span": "It counts more steps than the question has; a person decides.",
    "vague": "The sums lack bounds, or run over steps that have no term. A person decides. Where do t and k begin, and "
    "where do they end?",
    "summed": "The gradient is there under sum signs, and not term by term. A person decides.",
    "listed": "Formulas stand one by one, without a sign that says what they make together. A person decides.",
    "likewise": "What is said about a gradient that goes like another was not understood as a whole. A person decides. "
    "Which factors change, and which stay?",
    "rate": "The learning rate is said not to be positive. A person decides. Which way does the step go then?",
    "total": "The answer speaks of total derivatives without a mark for them. A person decides which ones are meant.",
    "d": "All derivatives are written with d, which marks total ones here. A person decides whether the last factor is "
    "meant as the immediate one. What is held fixed in it?",
}


def verdict(conclusion: Conclusion) -> Verdict:
    """The verdict that a conclusion allows, with its feedback."""
    study = conclusion.study
    if conclusion.reached and conclusion.clean and conclusion.enough_steps:
        return correct("\n".join(["Every line that was read holds, and the result has the form that was asked for."]))
    if not study.gradients and not study.updates and not study.accounts:
        if study.unread or words.count(study.document.prose) or study.document.unread:
            return undecided(_text(conclusion, ["No claim about a derivative was found in it. A person reads it."]))
        return undecided("Nothing was found that could be read as a formula. A person looks at it.")
    if conclusion.reached:
        return _reached(conclusion)
    return _not_reached(conclusion)


def _reached(conclusion: Conclusion) -> Verdict:
    """The result is there; something else keeps it from being right, or from being sure."""
    study = conclusion.study
    if conclusion.clean and conclusion.steps == 0 and words.count(study.document.prose) < FEW_WORDS:
        text = [f"The result is right. {misconceptions.BARE.hint}"]
        return credited(0, _text(conclusion, text), misconception=misconceptions.BARE.name)
    text = ["The result that was asked for is there."]
    if conclusion.clean:
        text.append("There are few steps that lead to it. A person decides whether they are an argument.")
        return undecided(_text(conclusion, text), suggestion=0.5)
    text += _obstacles(conclusion)
    named = conclusion.confusion
    suggestion = 0.5 if study.false else 1.0
    return undecided(_text(conclusion, text), suggestion=suggestion, misconception=named.name if named else None)


def _not_reached(conclusion: Conclusion) -> Verdict:
    study = conclusion.study
    named = conclusion.confusion
    outline = all(result.state != "wrong" for result in conclusion.results)
    unsure = bool(study.not_read or study.unread or conclusion.reversed or conclusion.doubt)
    text: list[str] = []
    credit = max(_credit(conclusion), 0.5 * _in_parts(conclusion))
    if study.false:
        text.append(_first_false(study.false[0]))
    elif outline and not unsure and any(not result.reached for result in conclusion.results):
        named = named or misconceptions.HIDDEN
    text += _about_results(conclusion)
    if named is not None:
        text.append(named.hint)
    if not unsure and not conclusion.mixed and not _may_be_elsewhere(conclusion):
        name = named.name if named else None
        return credited(credit, _text(conclusion, text), misconception=name)
    text += [obstacle for obstacle in _obstacles(conclusion, told=bool(study.false)) if obstacle not in text]
    name = named.name if named else None
    return undecided(_text(conclusion, text), suggestion=credit, misconception=name)


def _may_be_elsewhere(conclusion: Conclusion) -> bool:
    """Whether what is missing may be in words, in formulas that claim nothing, or in another form."""
    study = conclusion.study
    if _in_parts(conclusion):
        return True
    if study.false:
        return False
    unsaid = any(result.state == "wrong" and result.terms is None for result in conclusion.results)
    if unsaid and (study.alone or words.count(study.document.prose) >= FEW_WORDS):
        return True
    other = any(result.state == "hidden" for result in conclusion.results)
    return conclusion.form == "derived" and other and conclusion.enough_steps


def _in_parts(conclusion: Conclusion) -> bool:
    """Whether total derivatives of states stand in the result, and some of them are written out beside it."""
    hidden = any(result.state == "hidden" for result in conclusion.results)
    states = (account for account in conclusion.study.accounts if account.quantity[0].family == "h")
    return conclusion.form != "derived" and hidden and any(account.written for account in states)


def _credit(conclusion: Conclusion) -> float:
    """The share of right terms, over all parameters; see `Derivation`."""
    shares = []
    for result in conclusion.results:
        share = 1.0 if result.reached else result.terms.fraction if result.terms is not None else 0.0
        if conclusion.form == "derived" and result.state == "hidden" and result.terms is None:
            share = 1.0
        if conclusion.form == "derived":
            share = share / 2 if conclusion.steps > 0 else 0.0
        if conclusion.updates:
            share = 0.75 * share + 0.25 * result.updated
        shares.append(share)
    return min(0.95, round(sum(shares) / len(shares), 4))


# --- words --------------------------------------------------------------------------------------


def _first_false(line: Line) -> str:
    where = f"Line {line.chain.line}: " if line.chain.line else ""
    if "outside" in line.finding.reason:
        return f"{where}{line.quote} goes beyond the network: {line.finding.reason}."
    if line.kind == "update":
        return f"{where}the update {line.quote} does not hold."
    return f"{where}{line.quote} does not hold."


def _about_results(conclusion: Conclusion) -> Iterator[str]:
    several = len(conclusion.results) > 1
    for result in conclusion.results:
        about = f"∂L/∂{result.parameter}"
        if not result.reached and result.terms is not None:
            yield _about_terms(about, result.terms)
        elif not result.reached and result.state != "wrong":
            yield f"{about} is true as it stands, but its terms cannot all be seen."
        elif not result.reached:
            yield f"Nothing was found that says what {about} is in the form that was asked for."
        elif several:
            yield f"{about} is right."
        if conclusion.updates and not result.updated:
            yield _about_update(conclusion, result)


def _about_terms(about: str, terms: Terms) -> str:
    there = "is" if len(terms.present) == 1 else "are"
    out = [f"{about} has {len(terms.wanted)} terms; {len(terms.present)} of them {there} there:", triangle(terms)]
    if terms.missing:
        out.append(f"Missing (t, k): {listed(terms.missing)}.")
    if terms.miscounted:
        out.append(f"Not exactly once (t, k): {listed(terms.miscounted)}.")
    if terms.false:
        out.append(f"Products whose factors do not join in the order in which they stand: {len(terms.false)}.")
    if terms.strange:
        out.append(f"Terms that do not belong to it: {terms.strange}.")
    return "\n".join(out)


def _about_update(conclusion: Conclusion, result: Result) -> str:
    for update in conclusion.study.updates:
        if update.parameter == result.parameter and update.finding.status == "false":
            hint = misconceptions.UPHILL.hint if update.uphill else "" if update.paced else misconceptions.NO_RATE.hint
            return f"The update of {result.parameter} does not hold. {hint}".strip()
    return f"No update of {result.parameter} was found."


def _obstacles(conclusion: Conclusion, told: bool = False) -> Iterator[str]:
    """What a person has to look at; `told` if the first false line was quoted already."""
    study = conclusion.study
    if study.false:
        where = "There is a line that does not hold." if told else _first_false(study.false[0])
        yield f"{where} Unless it is taken back, a person decides what that means."
    if conclusion.mixed:
        yield misconceptions.READINGS.hint
    if conclusion.reversed:
        yield "Products are written from right to left, and nothing says which layout is used. A person decides."
    if conclusion.doubt:
        yield _DOUBTS[conclusion.doubt]
    for line in study.not_read[:3]:
        yield f"Not read, line {line.chain.line}: {line.quote} ({harmless(line.finding.reason)})."
    for piece in study.unread[:3]:
        yield f"Not read: “{harmless(piece.text)}” ({harmless(piece.reason)})."


def _text(conclusion: Conclusion, parts: list[str]) -> str:
    """The feedback, with what was read at its end."""
    read = list(_read(conclusion))
    return "\n\n".join([*parts, *(["What was read:\n" + "\n".join(read)] if read else [])])


def _read(conclusion: Conclusion) -> Iterator[str]:
    marks = {"true": "✓", "false": "✗", "unread": "?"}
    lines = [line for line in conclusion.study.lines if line.kind != "value" or line.false]
    for line in lines[:12]:
        mark = "✓ (for the case just named)" if line.example else marks[line.finding.status]
        yield f"{mark} {line.quote}"
    if len(lines) > 12:
        yield f"... and {len(lines) - 12} more"
