"""Hidden inputs reveal mistakes, and rounding does not affect right answers."""

import numpy as np
import pytest

from autograder.assignments import load
from autograder.assignments.reference import rnn
from autograder.assignments.rnn import bptt, lstm, vanishing
from autograder.questions.numeric import Numeric

SEEDS = range(20)
NUMERIC = [q for asked in load("rnn").notebooks.values() for q in asked if isinstance(q, Numeric)]


def cases(question, seed):
    return question.probes(np.random.default_rng(seed))[:-1]


@pytest.mark.parametrize("question", NUMERIC, ids=lambda question: question.name)
def test_hidden_inputs_differ_between_students(question):
    assert repr(cases(question, 1)) != repr(cases(question, 2))


@pytest.mark.parametrize("question", NUMERIC, ids=lambda question: question.name)
def test_first_case_is_a_general_one(question):
    first, *_, last = question.probes(np.random.default_rng(0))
    assert first.label == ""
    assert last.args is first.args


@pytest.mark.parametrize("seed", SEEDS)
def test_states_are_not_saturated_and_early_steps_matter(seed):
    for probe in cases(bptt.bptt, seed):
        W, U, xs, h_init, dL_dh = probe.args
        hs = rnn.states(W, U, xs, h_init)
        assert np.all((hs > 0.04) & (hs < 0.96))
        whole = np.linalg.norm(rnn.bptt(W, U, xs, h_init, dL_dh))
        early = np.linalg.norm(rnn.bptt_term(W, hs, h_init, dL_dh, len(xs) - 1, 0))
        assert early > 1e-5 * whole


def test_lengths_sizes_and_pairs_of_all_kinds_occur():
    lengths = {len(probe.args[2]) - 1 for probe in cases(bptt.bptt, 0)}
    shapes = {probe.args[1].shape for probe in cases(bptt.bptt, 0)}
    assert {0, 1, 2} < lengths
    assert any(n > d for n, d in shapes)
    assert any(n < d for n, d in shapes)
    assert any(n == 1 for n, _ in shapes)
    pairs = {probe.args[-2:] for probe in cases(bptt.bptt_term, 0)}
    assert {k for _, k in pairs} >= {0, 1}
    assert {t - k for t, k in pairs} >= {0, 1, 2}


def test_nothing_is_zero_or_symmetric_by_accident():
    for probe in cases(bptt.bptt, 0):
        W, _, _, h_init, _ = probe.args
        assert np.all(h_init != 0)
        assert len(W) == 1 or not np.allclose(W, W.T)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_power_can_be_taken_by_eigenvalues(seed):
    for probe in cases(vanishing.eigen_power, seed):
        M, n = probe.args
        _, Q = np.linalg.eig(M)
        assert np.linalg.cond(Q) < 100
        assert n >= 0


@pytest.mark.parametrize("seed", SEEDS)
def test_eigenvalues_of_every_kind_occur_where_the_label_says_so(seed):
    kinds = {
        "": lambda values: np.all(values > 0) and np.all(np.isreal(values)),
        "a negative eigenvalue": lambda values: np.any(values.real < 0),
        "complex eigenvalues": lambda values: np.any(np.abs(values.imag) > 0.1),
        "a repeated eigenvalue": lambda values: len(np.unique(values)) < len(values),
        "an eigenvalue 0": lambda values: np.abs(values).min() < 1e-12,
    }
    labels = set()
    for probe in cases(vanishing.eigen_power, seed):
        M, n = probe.args
        labels.add(probe.label)
        assert kinds.get(probe.label, lambda values: True)(np.linalg.eigvals(M))
        assert probe.label != "a symmetric M" or np.array_equal(M, M.T)
        assert probe.label not in ("n = 0", "n = 1") or n == int(probe.label[-1])
    assert labels > set(kinds)


def test_the_gates_lie_between_zero_and_one():
    for probe in cases(lstm.cell_gradient, 0):
        assert np.all((probe.args[0] > 0) & (probe.args[0] < 1))
