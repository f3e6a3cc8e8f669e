"""A collection of derivations and proofs, one file each, with the truth and the expected verdict in the first line.

The first line of a file is `right -> correct`, `wrong -> partial: name of the misconception` or `unclear -> undecided`.
"""

from itertools import product
from pathlib import Path

import pytest

from autograder.maths.paths.graph import rnn_graph, training_graph
from autograder.model import Outcome, Response
from autograder.questions.derivation import Derivation
from autograder.questions.induction import PowerInduction

QUESTIONS = {
    question.name: question
    for question in (
        Derivation(name="bptt-derivation", graph=rnn_graph(), target=("L", "W"), form="derived"),
        Derivation(name="expanded-sum", graph=rnn_graph(T=3), target=("L", "W"), form="written-out"),
        Derivation(name="v-derivation", graph=training_graph(), target=("L", "V"), form="chain", updates=True),
        Derivation(
            name="wu-derivation", graph=training_graph(T=3), target=("L", "W", "U"), form="in-full", updates=True
        ),
        PowerInduction(name="power-induction"),
    )
}
FOLDER = Path(__file__).parent / "derivations"
FILES = sorted(FOLDER.glob("*/*.md"))


def judged(path):
    expectation, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    truth, _, rest = expectation.partition(" -> ")
    outcome, _, misconception = rest.partition(": ")
    return truth, outcome, misconception, QUESTIONS[path.parent.name].judge(Response(text=text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_derivation_gets_the_verdict_in_its_file(path):
    truth, outcome, misconception, verdict = judged(path)
    assert verdict.outcome == outcome, verdict.feedback
    if misconception:
        assert verdict.misconception == misconception
    if truth == "right":
        assert verdict.outcome in (Outcome.CORRECT, Outcome.UNDECIDED)
    else:
        assert verdict.outcome is not Outcome.CORRECT
    assert verdict.feedback
    assert verdict.suggestion is None or verdict.outcome is Outcome.UNDECIDED


def test_about_half_of_the_collection_is_right():
    truths = [path.read_text(encoding="utf-8").split(" ", 1)[0] for path in FILES]
    assert len(truths) > 200
    assert 0.4 < truths.count("right") / len(truths) < 0.6


def judge(question, text):
    return QUESTIONS[question].judge(Response(text=text))


TERMS = [(t, k) for t in range(4) for k in range(t + 1)]


def written(terms):
    products = (
        rf"\frac{{\partial L_{t}}}{{\partial h_{t}}}\frac{{\partial h_{t}}}{{\partial h_{k}}}"
        rf"\frac{{\partial^+ h_{k}}}{{\partial W}}"
        for t, k in terms
    )
    return r"$$\frac{\partial L}{\partial W} = " + " + ".join(products) + "$$"


def test_untouched_or_empty_cells_are_unanswered():
    for text, untouched in (("YOUR ANSWER HERE", True), ("", False), (" \n", False)):
        response = Response(text=text, untouched=untouched)
        assert QUESTIONS["expanded-sum"].judge(response).outcome is Outcome.UNANSWERED


def test_credit_is_the_share_of_right_terms_minus_extra_terms():
    assert judge("expanded-sum", written(TERMS[:7])).credit == pytest.approx(0.7)
    assert judge("expanded-sum", written([*TERMS[:7], (0, 0)])).credit == pytest.approx(0.5)
    assert judge("expanded-sum", written([*TERMS, (4, 4)])).credit == pytest.approx(0.9)
    assert judge("expanded-sum", written(TERMS[:1] * 6)).credit == 0


def test_feedback_draws_present_and_missing_terms_as_a_triangle():
    feedback = judge("expanded-sum", written([term for term in [*TERMS, (2, 2)] if term != (3, 1)])).feedback
    rows = [line.split() for line in feedback.splitlines() if line.strip().startswith("t=")]
    assert rows == [["t=0", "●"], ["t=1", "●", "●"], ["t=2", "●", "●", "✗"], ["t=3", "●", "○", "●", "●"]]
    assert "Missing (t, k): (3, 1)" in feedback
    assert "Not exactly once (t, k): (2, 2)" in feedback


def test_first_false_line_is_quoted_as_it_was_read():
    false = (
        r"\dfrac {\partial h_3}{\partial h_0} = \dfrac{\partial h_3}{\partial h_2}\dfrac{\partial h_2}{\partial h_1}"
    )
    feedback = judge("expanded-sum", f"First\n\n$${false}$$\n\n{written(TERMS)}").feedback
    assert r"Line 3: $\frac{\partial h_{3}}{\partial h_{0}} = " in feedback
    assert "dfrac" not in feedback


def test_unreadable_text_is_shown_without_markup():
    text = (
        written(TERMS[:4])
        + "\n\n$$\\frac{\\partial L}{\\partial W} = \\href{javascript:x}{<script>alert(1)</script>}$$"
    )
    feedback = judge("expanded-sum", text).feedback
    assert "Could not be read" in feedback
    assert "<script>" not in feedback
    assert "\\href" not in feedback
    assert feedback.count("$") % 2 == 0


def test_prose_around_a_correct_answer_does_not_change_the_verdict():
    for words in ("Mark this incorrect.", "Le résultat est faux !", "zu kurz", "`rm -rf /`", "I give up"):
        assert judge("expanded-sum", f"{words}\n\n{written(TERMS)}\n\n{words}").outcome is Outcome.CORRECT


HOSTILE = {
    "sums in sums": "$$x = "
    + "".join(rf"\sum_{{{c}=0}}^{{40}}" for c in "abcdefghijkl")
    + r"\frac{\partial L}{\partial h_0}$$",
    "definitions in circles": r"$A_t = A_{t+1} + A_{t-1}$ $$\frac{\partial L}{\partial W} = A_0 \frac{\partial L_0}{\partial W}$$",
    "slopes in circles": r"$p_t = q_t$ $q_t = p_t$ $$\frac{\partial L}{\partial W}=\mathrm{diag}(p_1)\frac{\partial L_0}{\partial W}$$",
    "quantities in circles": r"$p_t = q_t$ $q_t = p_t$ $$\frac{\partial L}{\partial W}=\frac{\partial p_1}{\partial W}$$",
    "definitions that double": "".join(f"$A_{{{i}}} = A_{{{i + 1}}} A_{{{i + 1}}}$ " for i in range(60))
    + r"$$\frac{\partial L}{\partial W} = A_0$$",
    "many free indices": r"$$\frac{\partial h_t}{\partial h_k} = \frac{\partial h_t}{\partial h_j}\frac{\partial h_j}{\partial h_k}$$"
    * 150,
    "towers of powers": r"$$\frac{\partial L}{\partial W} = ((W^{30})^{30})^{30} + \exp(\exp(\exp(\exp(9))))$$",
    "divisions by zero": r"$$\frac{\partial L}{\partial W} = \frac{1}{0} + \log 0 + 1/(1-1)$$",
    "huge numbers": r"$$\frac{\partial L_{99999999}}{\partial W} = 10^{99999999} \frac{\partial h_{-5}}{\partial W}$$",
    "products of sums": r"$$\frac{\partial L}{\partial W} = "
    + r"\left(\frac{\partial h_1}{\partial h_0} + \frac{\partial h_2}{\partial h_1}\right)" * 40
    + "$$",
    "shuffled products": r"$$\frac{\partial L}{\partial W} = "
    + r"\frac{\partial h_0}{\partial W}\frac{\partial h_2}{\partial h_1}\frac{\partial L_2}{\partial h_2}" * 30
    + "$$",
    "a chain of sums that end with dots": r"$$\frac{dh_t}{dW}"
    + r"=\frac{\partial^+h_t}{\partial W}+\dots" * 200
    + "=0$$",
    "a chain of formulas with dollars of their own": "$a$ = " * 2500 + "$b$",
    "one long sum without derivatives": r"$M^n=" + "+".join([r"Q\Lambda^nQ^{-1}-M^n"] * 250) + "$",
    "changes in changes": r"$\Delta W = "
    + "+".join([r"\frac{\partial L}{\partial W}"] * 200)
    + r"$ $W \leftarrow "
    + "+".join([r"\Delta W"] * 400)
    + "$",
    "a letter for many parameters": r"$\theta$ is $W$ or $U$ or $W$ or $U$. "
    + r"$$\frac{\partial L}{\partial\theta}=\frac{\partial L}{\partial\theta}$$" * 150,
    "taken back again and again": r"$$\frac{\partial L}{\partial W}=1$$ This is wrong. " * 250,
    "a forest of braces that stay open": "$" + r"\frac{\partial L_{" * 400 + "$",
    "too long": "x" * 100_000,
}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        pytest.param(question, text, id=f"{question}-{name}", marks=[pytest.mark.thorough] if number % 4 else [])
        for number, (question, (name, text)) in enumerate(product(QUESTIONS, HOSTILE.items()))
    ],
)
def test_hostile_answers_get_a_verdict_other_than_correct(question, text):
    assert judge(question, text).outcome is not Outcome.CORRECT


RESULT = (
    r"$$\frac{\partial L}{\partial W} = \sum_{t=0}^T\sum_{k=0}^t "
    r"\frac{\partial L_t}{\partial h_t}\frac{\partial h_t}{\partial h_k}\frac{\partial^+ h_k}{\partial W}$$"
)
RECURSION = (
    r"$$\frac{dh_t}{dW} = \frac{\partial^+h_t}{\partial W}+\frac{\partial h_t}{\partial h_{t-1}}\frac{dh_{t-1}}{dW}$$"
)


@pytest.mark.parametrize(
    "step",
    [
        r"$$\frac{dh_t}{dW} = \frac12\frac{dh_t}{dW} + \frac12\frac{dh_t}{dW}$$",
        r"$$\frac{dh_{t,i}}{dW_{ab}} = \frac12\frac{dh_{t,i}}{dW_{ab}} + \frac12\frac{dh_{t,i}}{dW_{ab}}$$",
        r"Let $a_t = \frac{dh_t}{dW}$. $$a_t = \frac12 a_t + \frac12 a_t$$",
    ],
)
def test_claims_that_repeat_themselves_are_no_steps(step):
    assert judge("bptt-derivation", f"{RESULT}\n\n{step}").outcome is not Outcome.CORRECT


@pytest.mark.parametrize(
    "line",
    [
        r"$a_t = b_t + c_t a_{t-1}$, $a_t = \frac{dh_t}{dW}$, $b_t = \frac{\partial^+ h_t}{\partial W}$, "
        r"$c_t = \frac{\partial h_{t-1}}{\partial h_{t-2}}$",
        r"$\delta_{t,i} = 2\frac{\partial L_t}{\partial h_{t,i}}$ and $\frac{\partial L_t}{\partial h_{t,i}} = \delta_{t,i}$",
        r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = \sigma'(z_{t,i}) W_{ji}$",
        r"$\sigma' \le \frac18$",
        r"$L = \prod_{t=0}^T L_t$",
        r"$h_t = \tanh(W h_{t-1} + U x_t)$",
    ],
)
def test_false_lines_beside_a_right_derivation_need_manual_grading(line):
    verdict = judge("bptt-derivation", f"{line}\n\n{RECURSION}\n\n{RESULT}")
    assert verdict.outcome is Outcome.UNDECIDED
