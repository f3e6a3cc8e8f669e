"""The questions of `updates`: right answers in every style, named mistakes, and answers of real students."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.assignments.reference import updates as reference
from autograder.assignments.training import updates
from autograder.model import Outcome, Response
from autograder.questions.numeric import Numeric
from autograder.release_check.fairness import known_answers
from tests.answers import judge
from tests.classroom import students

CODE = [question for question in updates.questions if isinstance(question, Numeric)]
WRITTEN = {question.name: question for question in updates.questions if not question.names}
MISTAKES = [(question, wrong) for question in CODE for wrong in question.misconceptions]
STYLES = [
    (question, style.namespace[question.names[0]])
    for question in CODE
    for style in known_answers.other_correct_answers("autograder.assignments.training", question)
]
SEEDS = range(20)

each_code_question = pytest.mark.parametrize("question", CODE, ids=lambda question: question.name)
each_mistake = pytest.mark.parametrize(
    ("question", "wrong"), MISTAKES, ids=[f"{question.name}: {wrong.name}" for question, wrong in MISTAKES]
)


# --- hidden inputs ---------------------------------------------------------------------------------------


@each_code_question
def test_hidden_inputs_differ_between_students_and_the_first_case_is_a_general_one(question):
    one, other = (question.probes(np.random.default_rng(seed)) for seed in (1, 2))
    assert repr(one) != repr(other)
    assert one[0].label == ""


@pytest.mark.parametrize("seed", SEEDS)
def test_networks_are_not_saturated_and_labels_are_one_hot(seed):
    for probe in updates.grad_w.probes(np.random.default_rng(seed)):
        U, V, W, xs, ys, s_init = probe.args
        ss, yhats = reference.forward(U, V, W, xs, s_init)
        assert np.all(np.abs(ss) < 0.95)
        assert np.all(yhats > 0.02)
        assert set(ys.ravel()) == {0.0, 1.0}
        assert np.all(ys.sum(axis=1) == 1)
        assert np.all(s_init != 0)


def test_lengths_and_sizes_of_all_kinds_occur():
    shapes = {(probe.args[0].shape, probe.args[4].shape) for probe in updates.grad_w.probes(np.random.default_rng(0))}
    assert {T for _, (T, _) in shapes} >= {1, 2, 3, 4}
    for differ in (
        lambda n, d, m: n > d,
        lambda n, d, m: n < d,
        lambda n, d, m: m > n,
        lambda n, d, m: m < n,
        lambda n, d, m: n == 1,
    ):
        assert any(differ(n, d, m) for (n, d), (_, m) in shapes)


# --- right answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("question", "style"), STYLES, ids=[f"{q.name}: {style.__name__}" for q, style in STYLES])
@pytest.mark.parametrize("seed", range(3))
def test_right_answer_in_any_style_earns_full_credit(question, style, seed):
    verdict = judge(question, style, seed)
    assert verdict.outcome is Outcome.CORRECT, verdict.feedback


def test_every_question_has_answers_in_four_styles_and_more():
    counts = [sum(asked is question for asked, _ in STYLES) for question in CODE]
    assert min(counts) >= 4


@each_code_question
def test_a_right_answer_that_changes_its_arguments_earns_half(question):
    def changing(*args):
        given = [np.array(arg) for arg in args]
        for arg in args:
            if isinstance(arg, np.ndarray):
                arg *= 0
        return question.reference(*given)

    assert judge(question, changing).credit == 0.5


@pytest.mark.parametrize(
    "plain", [lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True), lambda z: _shifted_by_one_number(z)]
)
def test_softmax_that_overflows_earns_half_and_feedback_says_where(plain):
    verdict = judge(updates.softmax, plain)
    assert verdict.credit == 0.5
    assert updates.FAR in verdict.feedback


def _shifted_by_one_number(z):
    """Rows that are far apart from each other underflow as a whole."""
    e = np.exp(z - z.max())
    return e / e.sum(axis=-1, keepdims=True)


# --- wrong answers ---------------------------------------------------------------------------------------


@each_mistake
def test_misconceptions_are_distinct(question, wrong):
    others = tuple(other for other in question.misconceptions if other is not wrong)
    verdict = judge(replace(question, misconceptions=others), wrong.wrong)
    assert verdict.misconception not in [other.name for other in others]


@each_mistake
def test_a_hint_asks_a_question_and_earns_at_most_half(question, wrong):
    assert "?" in wrong.hint
    assert len(wrong.hint) < 300
    assert 0 <= wrong.credit <= 0.5


@each_code_question
def test_the_names_of_a_questions_misconceptions_differ(question):
    names = [wrong.name for wrong in question.misconceptions]
    assert len(names) == len(set(names))


def test_right_states_earn_half_of_forward():
    verdict = judge(updates.forward, lambda *args: (reference.forward(*args)[0], 0.1 + reference.forward(*args)[1]))
    assert verdict.credit == 0.5
    assert "Right: `ss`. Wrong: `yhats`." in verdict.feedback


def test_parameters_that_are_right_share_half_of_a_step():
    def output_weights_kept(U, V, W, xs, ys, s_init, lr):
        new = reference.sgd_step(U, V, W, xs, ys, s_init, lr)
        return new[0], V, new[2]

    verdict = judge(updates.sgd_step, output_weights_kept)
    assert verdict.credit == pytest.approx(0.5 * 2 / 3)
    assert "Wrong: `V`." in verdict.feedback


def test_a_truncated_gradient_is_wrong_however_far_it_goes_back():
    def truncated(U, V, W, xs, ys, s_init):
        ss, yhats = reference.forward(U, V, W, xs, s_init)
        gradient, before = np.zeros(W.shape), np.vstack([s_init, ss])
        for t in range(len(xs)):
            row = (yhats[t] - ys[t]) @ V
            for k in range(t, max(-1, t - 4), -1):
                row = row * (1 - ss[k] ** 2)
                gradient += np.outer(row, before[k])
                row = row @ W
        return gradient

    for seed in SEEDS:
        assert judge(updates.grad_w, truncated, seed).credit == 0


# --- what real students wrote ----------------------------------------------------------------------------


def verdict_on(student, name):
    return WRITTEN[name].judge(Response(text=students("training")[student]["updates", name]))


@pytest.mark.parametrize("student", ["s000", "many-styles"])
@pytest.mark.parametrize("name", WRITTEN)
def test_right_derivations_are_correct(student, name):
    assert verdict_on(student, name).outcome is Outcome.CORRECT


def test_the_terms_that_s001_left_out_are_listed_for_both_parameters():
    assert verdict_on("s001", "v-derivation").outcome is Outcome.CORRECT
    verdict = verdict_on("s001", "wu-derivation")
    assert verdict.outcome is Outcome.PARTIAL
    assert verdict.feedback.count("Missing (t, k): (2, 2), (3, 2) and (3, 3).") == 2


def test_s003_needs_manual_grading_for_mixing_total_and_immediate_derivatives():
    verdict = verdict_on("s003", "wu-derivation")
    assert verdict.outcome is Outcome.UNDECIDED
    assert "total in one line and immediate in another" in verdict.feedback


@pytest.mark.parametrize("name", WRITTEN)
def test_the_last_step_alone_is_not_the_whole_loss(name):
    verdict = verdict_on("last-step-only", name)
    assert verdict.outcome is Outcome.PARTIAL
    assert verdict.misconception == "no sum over t"
