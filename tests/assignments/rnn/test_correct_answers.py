"""Right answers in any style earn full credit; slightly wrong ones do not."""

import math
import re

import numpy as np
import pytest

from autograder.assignments import load
from autograder.assignments.reference import lstm, rnn, vanishing
from autograder.model import Outcome, Response, Returned
from autograder.questions.numeric import Numeric
from autograder.release_check.fairness import known_answers
from tests.answers import judge

QUESTIONS = {question.name: question for asked in load("rnn").notebooks.values() for question in asked}
RIGHT = {
    name: [
        style.namespace[question.names[0]]
        for style in known_answers.other_correct_answers("autograder.assignments.rnn", question)
    ]
    for name, question in QUESTIONS.items()
    if isinstance(question, Numeric)
}
STYLES = [(name, style) for name, styles in RIGHT.items() for style in styles]
each_style = pytest.mark.parametrize(
    ("name", "style"), STYLES, ids=[f"{name}: {style.__name__}" for name, style in STYLES]
)


def s(z):
    return 1 / (1 + np.exp(-z))


@each_style
@pytest.mark.parametrize("seed", range(3))
def test_right_answer_in_any_style_earns_full_credit(name, style, seed):
    verdict = judge(QUESTIONS[name], style, seed)
    assert verdict.outcome is Outcome.CORRECT, verdict.feedback


@pytest.mark.parametrize(
    ("name", "style"), [(name, styles[0]) for name, styles in RIGHT.items() if name != "sum-terms"]
)
def test_a_right_answer_that_changes_its_arguments_earns_half(name, style):
    def changing(*args):
        given = [arg.copy() if hasattr(arg, "copy") else arg for arg in args]
        for arg in args:
            if isinstance(arg, np.ndarray):
                arg *= 0
        return style(*given)

    assert judge(QUESTIONS[name], changing).credit == 0.5


REFERENCES = [
    rnn.sigmoid,
    rnn.jacobian,
    rnn.states,
    rnn.state_jacobian,
    rnn.bptt_term,
    rnn.bptt,
    vanishing.sum_terms,
    vanishing.eigen_power,
    vanishing.jacobian_norms,
    lstm.lstm_step,
    lstm.lstm_states,
    lstm.cell_gradient,
    lstm.lstm_bptt,
]


def everywhere(change, value):
    if isinstance(value, dict):
        return {key: everywhere(change, item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(everywhere(change, item) for item in value)
    return change(np.asarray(value, dtype=float))


WRONG = {
    "off by a little": lambda a: a * (1 + 1e-4) + 1e-9,
    "rounded up": lambda a: np.round(a + 0.006, 2),
    "zeros": np.zeros_like,
    "ones": np.ones_like,
    "NaN": lambda a: np.full_like(a, np.nan),
    "negated": np.negative,
    "doubled": lambda a: 2 * a,
    "an axis too many in front": lambda a: np.stack([a, a]),
    "summed up": np.sum,
    "first entry changed": lambda a: np.concatenate([[a.flat[0] + 0.01], a.ravel()[1:]]).reshape(a.shape),
    "text": str,
    "a function": lambda a: lambda: a,
    "nothing": lambda a: None,
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("reference", REFERENCES, ids=lambda reference: reference.__name__)
def test_answer_wrong_in_general_earns_nothing(reference, wrong):
    question = next(q for q in QUESTIONS.values() if getattr(q, "reference", None) is reference)
    verdict = judge(question, lambda *args: everywhere(WRONG[wrong], reference(*args)))
    assert verdict.outcome is Outcome.INCORRECT
    assert verdict.feedback


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda reference: reference.__name__)
def test_answer_that_is_right_in_the_first_call_only_earns_nothing(reference):
    question = next(q for q in QUESTIONS.values() if getattr(q, "reference", None) is reference)
    memory = []

    def stuck(*args):
        memory.append(reference(*args))
        return memory[0]

    assert judge(question, stuck).credit == 0


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda reference: reference.__name__)
def test_single_precision_earns_half_or_more(reference):
    """Right values rounded to float32 earn half, or full credit if they are accurate enough."""
    question = next(q for q in QUESTIONS.values() if getattr(q, "reference", None) is reference)
    verdict = judge(question, lambda *args: everywhere(lambda a: a.astype(np.float32), reference(*args)))
    assert verdict.credit == (0.5 if reference is rnn.sigmoid else 1)
    assert "float32" in verdict.feedback or reference is vanishing.sum_terms


# --- special cases ----------------------------------------------------------------------------------------


def test_plain_formula_of_sigmoid_earns_half_and_feedback_says_why():
    verdict = judge(QUESTIONS["sigmoid"], s)
    assert verdict.credit == 0.5
    assert "warns" in verdict.feedback


@pytest.mark.parametrize(
    "overflowing", [np.vectorize(lambda z: 1 / (1 + math.exp(-z))), lambda z: np.exp(z) / (1 + np.exp(z))]
)
def test_sigmoid_that_overflows_earns_half_and_feedback_says_where(overflowing):
    verdict = judge(QUESTIONS["sigmoid"], overflowing)
    assert verdict.credit == 0.5
    assert "|z| up to 1e4" in verdict.feedback


def test_complex_powers_earn_half_although_their_imaginary_parts_vanish():
    def unfinished(M, n):
        values, Q = np.linalg.eig(M)
        return Q @ np.diag(values**n) @ np.linalg.inv(Q)

    verdict = judge(QUESTIONS["eigen-power"], unfinished)
    assert verdict.credit == 0.5
    assert "complex" in verdict.feedback


def test_some_results_of_a_step_earn_a_share():
    def half_done(params, h_prev, c_prev, x):
        f, i, o, g, c, h = lstm.lstm_step(params, h_prev, c_prev, x)
        return f, i, o, g, c + h, h * c

    verdict = judge(QUESTIONS["lstm-step"], half_done)
    assert verdict.credit == pytest.approx(0.5 * 4 / 6)
    assert "Right: `f`, `i`, `o`, `g`. Wrong: `c`, `h`." in verdict.feedback


def test_finite_differences_are_not_exact_enough_but_close():
    def differences(W, x):
        steps = 1e-4 * np.eye(len(x))
        return np.array([(s(W @ (x + e)) - s(W @ (x - e))) / 2e-4 for e in steps]).T + 1e-6

    verdict = judge(QUESTIONS["jacobian"], differences)
    assert verdict.credit == 0
    assert "close" in verdict.feedback


def test_truncated_gradient_is_wrong():
    def truncated(W, U, xs, h_init, dL_dh):
        hs = rnn.states(W, U, xs, h_init)
        pairs = ((t, k) for t in range(len(xs)) for k in range(max(0, t - 4), t + 1))
        return sum(rnn.bptt_term(W, hs, h_init, dL_dh, t, k) for t, k in pairs)

    for seed in range(10):
        assert judge(QUESTIONS["bptt"], truncated, seed).credit == 0


def test_a_vanishing_norm_is_not_zero():
    def flushed(W, hs):
        norms = vanishing.jacobian_norms(W, hs)
        return np.where(norms < 1e-8, 0.0, norms)

    for seed in range(10):
        assert judge(QUESTIONS["jacobian-norms"], flushed, seed).credit == 0


@pytest.mark.parametrize("name", RIGHT)
def test_feedback_reveals_no_hidden_number(name):
    probes = QUESTIONS[name].probes(np.random.default_rng(0))
    for value in (0.123, np.ones((2, 2)), [1.0, 2.0], None, "x"):
        verdict = QUESTIONS[name].judge(Response(probes, (Returned(value),) * len(probes)))
        assert not re.search(r"\d\.\d", verdict.feedback)
