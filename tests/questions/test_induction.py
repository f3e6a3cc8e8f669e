"""Proofs by induction: false lines are quoted, partial proofs get a suggested credit, and no wrong proof is accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from autograder.maths.induction.letters import declared_letters
from autograder.maths.induction.matrix_algebra import Algebra
from autograder.maths.induction.proof import read_proof
from autograder.maths.latex import read
from autograder.model import Outcome, Response, Verdict
from autograder.questions.induction import PowerInduction

PROOFS = Path(__file__).parent / "derivations" / "power-induction"
QUESTION = PowerInduction(name="power-induction")
STEP = r"M^{k+1}=M^kM=Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}=Q\Lambda^k\Lambda Q^{-1}=Q\Lambda^{k+1}Q^{-1}"
BASE = r"$n=1$: $M^1=Q\Lambda^1Q^{-1}$."


def collected(name: str) -> str:
    """One of the proofs whose verdicts `test_derivation` expects, without its first line."""
    return (PROOFS / f"{name}.md").read_text(encoding="utf-8").partition("\n\n")[2]


def judged(text: str) -> Verdict:
    return QUESTION.judge(Response(text=text))


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("q-and-lambda-commuted", r"Q \Lambda^{k} Q^{-1} Q \Lambda Q^{-1} = \Lambda^{k + 1} Q Q^{-1}"),
        ("exponents-multiplied", r"Q \Lambda^{k} Q^{-1} Q \Lambda Q^{-1} = Q \Lambda^{2 k} Q^{-1}"),
        ("m0-0", "M^{0} = 0"),
        ("q-inverse-missing", r"Q \Lambda^{k} Q^{-1} Q \Lambda Q^{-1} = Q \Lambda^{k + 1}"),
        ("a-sum-for-a-product", "M^{k + 1} = M^{k} + M"),
    ],
)
def test_first_false_line_is_quoted(name, quoted):
    verdict = judged(collected(name))
    assert verdict.outcome is Outcome.INCORRECT
    assert f"${quoted}$ does not hold" in verdict.feedback


def test_false_remark_in_a_complete_proof_needs_manual_grading():
    verdict = judged(collected("a-false-remark-in-a-right-proof"))
    assert verdict.outcome is Outcome.UNDECIDED
    assert r"$Q \Lambda = \Lambda Q$" in verdict.feedback


def test_line_that_the_text_denies_is_undecided():
    text = rf"{BASE} Assume $M^k=Q\Lambda^kQ^{{-1}}$. It is not allowed to write $Q\Lambda=\Lambda Q$ here."
    assert judged(text).outcome is Outcome.UNDECIDED


def test_struck_through_line_is_ignored():
    text = rf"~~$M^k = \Lambda^k$~~ {BASE} Assume $M^k=Q\Lambda^kQ^{{-1}}$. Then ${STEP}$."
    assert judged(text).outcome is Outcome.CORRECT


def test_incomplete_proofs_get_a_suggested_credit():
    assert judged(collected("just-the-statement")).suggestion == 0.0
    assert judged(collected("prose-alone")).outcome is Outcome.UNDECIDED
    assert judged(collected("no-step-at-all")).suggestion == 0.5
    assert judged(collected("unrolled")).suggestion == 0.25
    assert judged(collected("no-base-case")).credit == 0.75


def test_exponent_without_braces_is_undecided():
    text = f"{BASE} Assume M^k = QΛ^kQ^-1. Then M^k+1 = M^k M = QΛ^kQ^-1 QΛQ^-1 = QΛ^k+1 Q^-1."
    assert judged(text).outcome is Outcome.UNDECIDED


def test_assuming_orthogonality_is_not_incorrect():
    text = rf"For symmetric $M$ we have $Q^{{-1}}=Q^T$. {BASE} Assume $M^k=Q\Lambda^kQ^{{-1}}$. Then ${STEP}$."
    assert judged(text).outcome in (Outcome.CORRECT, Outcome.UNDECIDED)


def test_feedback_lists_the_checked_lines():
    feedback = judged(collected("no-step-at-all")).feedback
    assert r"line 1: $M^{1} = Q \Lambda^{1} Q^{-1}$ holds" in feedback


def test_undecided_proofs_are_marked_for_instructors():
    assert judged(collected("a-false-remark-in-a-right-proof")).near_miss == "no check could decide"


def test_empty_answer_is_unanswered():
    assert judged("  \n").outcome is Outcome.UNANSWERED
    assert QUESTION.judge(Response(text="YOUR ANSWER HERE", untouched=True)).outcome is Outcome.UNANSWERED


@pytest.mark.parametrize(
    "text",
    [
        "$" * 5_000,
        "M^{" * 5_000,
        "$M^{n" + "+1" * 3_000 + "}=M$",
        "$M^{99999999999999999999}=M$",
        "$" + "M^n=" * 3_000 + "M$",
        r"$\newcommand{\a}{\a\a}\a = M$",
        "$" + "(" * 4_000 + "M=M$",
        "x" * 100_000,
        "\x00\x1b[2J\u202e$M=M$",
        r"$\prod_{i=1}^{n}\prod_{j=1}^{n}\prod_{k=1}^{n} M = M^{nnn}$",
        r"$M^{60n}=M^{61n}$",
    ],
    ids=range(11),
)
def test_hostile_text_gets_a_verdict_other_than_correct(text):
    assert judged(text).outcome is not Outcome.CORRECT


# --- the algebra -----------------------------------------------------------------------------------------


def claim(text: str, free: bool = False) -> bool:
    document = read(f"${text}$")
    algebra = Algebra(declared_letters(document))
    (chain,) = document.chains
    return (algebra.follows_by_algebra if free else algebra.holds)(*chain.sides)


@pytest.mark.parametrize(
    "text",
    [
        r"Q^{-1}Q = QQ^{-1}",
        r"MQ = Q\Lambda",
        r"M^{n+1} = M M^n",
        r"M^{n}M^{k} = M^{k+n}",
        r"\Lambda^{n}\Lambda = \Lambda\Lambda^n",
        r"(Q\Lambda Q^{-1})^{n} = M^n",
        r"M^{-1} = Q\Lambda^{-1}Q^{-1}",
        r"M\lambda_i v_i = \lambda_i^2 v_i",
        r"Q(\Lambda + I)Q^{-1} = M + I",
    ],
)
def test_algebraic_identities_follow_by_algebra(text):
    assert claim(text)
    assert claim(text, free=True)


@pytest.mark.parametrize(
    "text", [r"M^n = Q\Lambda^nQ^{-1}", r"M^{k+1} v = \lambda^{k+1} v", r"M^{t-1}Q = Q\Lambda^{t-1}"]
)
def test_statement_to_be_proved_holds_but_does_not_follow_by_algebra(text):
    assert claim(text)
    assert not claim(text, free=True)


@pytest.mark.parametrize(
    "text",
    [
        r"Q\Lambda = \Lambda Q",
        r"M\Lambda = \Lambda M",
        r"M^n = Q^n\Lambda^nQ^{-n}",
        r"M^{n} = M",
        r"Q^{-1}\Lambda Q = M",
        r"M^{2n} = M^{n+2}",
        r"v_i v_j = v_j v_i",
        r"M v = \lambda",
    ],
)
def test_false_identities_do_not_hold(text):
    document = read(f"$n+1 = n$ ${text}$")
    algebra = Algebra(declared_letters(read(rf"${text}$ $M^n = M^n$")))
    assert not algebra.holds(*document.chains[-1].sides)


# --- properties ------------------------------------------------------------------------------------------

SIDES = [r"M^{k+1}", r"M^kM", r"Q\Lambda^kQ^{-1}Q\Lambda Q^{-1}", r"Q\Lambda^k\Lambda Q^{-1}", r"Q\Lambda^{k+1}Q^{-1}"]
INSERTS = ["QQ^{-1}", "I", "Q^{-1}Q", r"\underbrace{Q^{-1}Q}_{=I}", r"\cdot ", "(Q^{-1}Q)^{2}", r"\,"]
NAMES = [("M", "Q", r"\Lambda"), ("A", "P", "D"), ("W", "S", r"\Lambda"), ("M", "V", r"\Lambda"), ("B", "X", "L")]


def factors(side: str) -> list[str]:
    return re.findall(r"(?:M|Q|\\Lambda)(?:\^(?:\{[^}]*\}|\w))?", side)


def proof(sides: list[str], base: str, index: str = "k", names=NAMES[0]) -> str:
    text = rf"{base} Assume $M^k=Q\Lambda^kQ^{{-1}}$. Then $${' = '.join(sides)}$$ where $M=Q\Lambda Q^{{-1}}$."
    text = re.sub(r"(?<![A-Za-z\\])k(?![a-z])", index, text)
    for old, new in zip(("M", "Q", r"\Lambda"), names, strict=True):
        text = re.sub(re.escape(old) + r"(?![a-z])", lambda _, new=new: f"<{new}>", text)
    return re.sub(r"<(\\?\w+)>", r"\1 ", text)


BASES = [BASE, r"$n=0$: $M^0=I=QQ^{-1}=Q\Lambda^0Q^{-1}$.", r"Base case $n=1$: $M^1=M=Q\Lambda Q^{-1}$."]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(BASES), st.sampled_from("kmnpt"), st.sampled_from(NAMES), st.data())
def test_equivalent_rewrites_of_a_correct_proof_stay_correct(base, index, names, data):
    sides = list(SIDES)
    for i in range(1, 4):
        parts = factors(sides[i])
        at = data.draw(st.integers(1, len(parts) - 1))
        parts.insert(at, data.draw(st.sampled_from(INSERTS)))
        sides[i] = "".join(parts)
    if data.draw(st.booleans()):
        del sides[data.draw(st.sampled_from([1, 3]))]
    assert judged(proof(sides, base, index, names)).outcome is Outcome.CORRECT


def dropped(parts: list[str], at: int) -> list[str]:
    return parts[:at] + parts[at + 1 :]


def swapped(parts: list[str], at: int) -> list[str]:
    other = (at + 1) % len(parts)
    parts = list(parts)
    parts[at], parts[other] = parts[other], parts[at]
    return parts


def raised(parts: list[str], at: int) -> list[str]:
    return [*parts[:at], f"({parts[at]})^2", *parts[at + 1 :]]


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(BASES), st.integers(0, 4), st.sampled_from([dropped, swapped, raised]), st.data())
def test_corrupted_proofs_are_never_correct(base, which, mutate, data):
    parts = factors(SIDES[which])
    mutant = mutate(parts, data.draw(st.integers(0, len(parts) - 1)))
    sides = [*SIDES[:which], " ".join(mutant) or "I", *SIDES[which + 1 :]]
    document = read(f"$M=Q\\Lambda Q^{{-1}}$ ${SIDES[which]} = {sides[which]}$")
    still_true = Algebra(declared_letters(document)).holds(*document.chains[-1].sides)
    assert still_true or judged(proof(sides, base)).outcome in (Outcome.INCORRECT, Outcome.UNDECIDED)


@settings(deadline=None, max_examples=60)
@given(st.sets(st.sampled_from(["base", "assumption", "step"]), max_size=2), st.sampled_from(BASES))
def test_incomplete_proofs_are_never_correct(kept, base):
    parts = {"base": base, "assumption": r"Assume $M^k=Q\Lambda^kQ^{-1}$.", "step": f"Then ${STEP}$."}
    assert judged(" ".join(parts[name] for name in parts if name in kept)).outcome is not Outcome.CORRECT


@settings(max_examples=200)
@given(st.text(alphabet="MQΛnk10^{}=+-()$\\ \n.·assumeIv", max_size=80))
def test_random_text_gets_a_verdict_other_than_correct(text):
    assert judged(text).outcome is not Outcome.CORRECT


def test_read_proof_finds_the_parts():
    found = read_proof(collected("align-with-tags-comments-and-an-underbrace"))
    assert (found.base, str(found.step.at), found.hypothesis, found.complete) == (0, "k + 1", True, True)
