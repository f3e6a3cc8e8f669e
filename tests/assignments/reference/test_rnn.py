import math

import mpmath
import numpy as np
import pytest

from autograder.assignments.reference import rnn

from .complex_step import derivative, frozen

SIZES = [(1, 1, 0), (2, 3, 1), (3, 2, 4), (4, 1, 2)]  # n, d, T


def network(n, d, T):
    rng = np.random.default_rng([n, d, T])
    return frozen(
        rng.normal(size=(n, n)),
        rng.normal(size=(n, d)),
        rng.normal(size=(T + 1, d)),
        rng.normal(size=n),
        rng.normal(size=(T + 1, n)),
    )


def plain_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def last_state(Ws, U, xs, h):
    """The state after all of `xs`, with a weight matrix of its own for every step."""
    for W, x in zip(Ws, xs, strict=True):
        h = plain_sigmoid(W @ h + U @ x)
    return h


@pytest.mark.parametrize("z", [0.0, 0.3, -2.5, 30.0, -40.0, -300.0])
def test_sigmoid_agrees_with_forty_digits(z):
    with mpmath.workdps(40):
        assert rnn.sigmoid(z) == pytest.approx(float(1 / (1 + mpmath.exp(-mpmath.mpf(z)))), rel=1e-14)


def test_sigmoid_of_large_arguments_is_finite_without_warnings():
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        np.testing.assert_array_equal(rnn.sigmoid([-1e4, -1e3, 1e3, 1e4]), [0, 0, 1, 1])


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 1, 4)])
def test_sigmoid_keeps_the_shape(shape):
    assert rnn.sigmoid(np.zeros(shape)).shape == shape


@pytest.mark.parametrize(("n", "d"), [(1, 1), (3, 2), (2, 4)])
def test_jacobian_is_the_derivative(n, d):
    rng = np.random.default_rng([n, d])
    W, x = frozen(rng.normal(size=(n, d)), rng.normal(size=d))
    np.testing.assert_allclose(rnn.jacobian(W, x), derivative(lambda x: plain_sigmoid(W @ x), x), rtol=1e-12)


def test_jacobian_is_accurate_where_the_units_are_saturated():
    with mpmath.workdps(40):
        slope = float(mpmath.exp(-50) / (1 + mpmath.exp(-50)) ** 2)
    np.testing.assert_allclose(rnn.jacobian(np.array([[50.0]]), np.array([1.0])), [[50 * slope]], rtol=1e-12)


@pytest.mark.parametrize(("n", "d", "T"), SIZES)
def test_states_follow_the_recurrence_number_by_number(n, d, T):
    W, U, xs, h_init, _ = network(n, d, T)
    hs = rnn.states(W, U, xs, h_init)
    assert hs.shape == (T + 1, n)
    before = list(h_init)
    for t in range(T + 1):
        now = []
        for i in range(n):
            z = math.fsum([W[i, j] * before[j] for j in range(n)] + [U[i, j] * xs[t, j] for j in range(d)])
            now.append(1 / (1 + math.exp(-z)))
        np.testing.assert_allclose(hs[t], now, rtol=1e-13)
        before = now


@pytest.mark.parametrize(("n", "d", "T"), SIZES)
def test_state_jacobian_is_the_derivative_of_a_state_by_an_earlier_one(n, d, T):
    W, U, xs, h_init, _ = network(n, d, T)
    (hs,) = frozen(rnn.states(W, U, xs, h_init))
    for t in range(T + 1):
        for k in range(t + 1):
            later = xs[k + 1 : t + 1]
            desired = derivative(lambda h, later=later: last_state([W] * len(later), U, later, h), hs[k])
            np.testing.assert_allclose(rnn.state_jacobian(W, hs, t, k), desired, rtol=1e-12)


@pytest.mark.parametrize(("n", "d", "T"), SIZES)
def test_bptt_term_is_the_derivative_by_the_weights_of_one_step(n, d, T):
    W, U, xs, h_init, dL_dh = network(n, d, T)
    (hs,) = frozen(rnn.states(W, U, xs, h_init))
    for t in range(T + 1):
        for k in range(t + 1):

            def loss(W_k, t=t, k=k):
                Ws = [W] * k + [W_k] + [W] * (t - k)
                return dL_dh[t] @ last_state(Ws, U, xs[: t + 1], h_init)

            np.testing.assert_allclose(rnn.bptt_term(W, hs, h_init, dL_dh, t, k), derivative(loss, W), rtol=1e-11)


@pytest.mark.parametrize(("n", "d", "T"), SIZES)
def test_bptt_is_the_gradient_of_the_loss(n, d, T):
    W, U, xs, h_init, dL_dh = network(n, d, T)

    def loss(W):
        return sum(dL_dh[t] @ last_state([W] * (t + 1), U, xs[: t + 1], h_init) for t in range(T + 1))

    np.testing.assert_allclose(rnn.bptt(W, U, xs, h_init, dL_dh), derivative(loss, W), rtol=1e-11)


def double_sum(first_k, W, U, xs, h_init, dL_dh):
    hs = rnn.states(W, U, xs, h_init)
    terms = [rnn.bptt_term(W, hs, h_init, dL_dh, t, k) for t in range(len(xs)) for k in range(first_k, t + 1)]
    return np.sum(terms, axis=0)


@pytest.mark.parametrize(("n", "d", "T"), SIZES)
def test_bptt_is_the_double_sum_from_the_first_index(n, d, T):
    arguments = network(n, d, T)
    np.testing.assert_allclose(rnn.bptt(*arguments), double_sum(rnn.FIRST_K, *arguments), rtol=1e-11)


def test_a_sum_from_one_is_right_only_for_a_zero_state_before_the_first_step():
    W, U, xs, h_init, dL_dh = network(3, 2, 4)
    assert not np.allclose(rnn.bptt(W, U, xs, h_init, dL_dh), double_sum(1, W, U, xs, h_init, dL_dh))
    zero = np.zeros(3)
    np.testing.assert_allclose(rnn.bptt(W, U, xs, zero, dL_dh), double_sum(1, W, U, xs, zero, dL_dh), rtol=1e-11)
