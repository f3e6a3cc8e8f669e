import math

import mpmath
import numpy as np
import pytest

from autograder.assignments.reference import updates

from .complex_step import derivative, frozen

SIZES = [(1, 1, 2, 1), (2, 3, 4, 2), (3, 2, 2, 5), (4, 1, 3, 3)]  # n, d, m, T


def network(n, d, m, T):
    rng = np.random.default_rng([n, d, m, T])
    return frozen(
        rng.normal(size=(n, d)),
        rng.normal(size=(m, n)),
        rng.normal(size=(n, n)),
        rng.normal(size=(T, d)),
        np.eye(m)[rng.integers(m, size=T)],
        rng.normal(size=n),
    )


def plain_loss(U, V, W, xs, ys, s):
    """The loss by the printed formulas, step by step."""
    total = 0.0
    for x, y in zip(xs, ys, strict=True):
        s = np.tanh(U @ x + W @ s)
        e = np.exp(V @ s)
        total = total - y @ np.log(e / e.sum())
    return total


@pytest.mark.parametrize("z", [[0.3, -2.0], [30.0, -40.0, 31.5], [-300.0, -301.0, -700.0]])
def test_softmax_agrees_with_forty_digits(z):
    with mpmath.workdps(40):
        powers = [mpmath.exp(mpmath.mpf(v)) for v in z]
        desired = [float(p / sum(powers)) for p in powers]
    np.testing.assert_allclose(updates.softmax(z), desired, rtol=1e-14)


def test_softmax_of_large_arguments_is_finite_without_warnings():
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        actual = updates.softmax([[-1e4, 1e4], [1e4, 1e4], [-1e4, -1e4]])
    np.testing.assert_array_equal(actual, [[0, 1], [0.5, 0.5], [0.5, 0.5]])


@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3), (2, 1, 4)])
def test_softmax_keeps_the_shape_and_sums_to_one_along_the_last_axis(shape):
    actual = updates.softmax(np.arange(math.prod(shape), dtype=float).reshape(shape))
    assert actual.shape == shape
    np.testing.assert_allclose(actual.sum(axis=-1), np.ones(shape[:-1]))


@pytest.mark.parametrize(("n", "d", "m", "T"), SIZES)
def test_forward_follows_the_recurrence_number_by_number(n, d, m, T):
    U, V, W, xs, _, s_init = network(n, d, m, T)
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    assert (ss.shape, yhats.shape) == ((T, n), (T, m))
    before = list(s_init)
    for t in range(T):
        before = [
            math.tanh(math.fsum([W[i, j] * before[j] for j in range(n)] + [U[i, j] * xs[t, j] for j in range(d)]))
            for i in range(n)
        ]
        np.testing.assert_allclose(ss[t], before, rtol=1e-12)
        powers = [math.exp(math.fsum(V[c, i] * before[i] for i in range(n))) for c in range(m)]
        np.testing.assert_allclose(yhats[t], [p / sum(powers) for p in powers], rtol=1e-12)


@pytest.mark.parametrize(("n", "d", "m", "T"), SIZES)
def test_loss_is_the_cross_entropy_of_all_steps(n, d, m, T):
    U, V, W, xs, ys, s_init = network(n, d, m, T)
    _, yhats = updates.forward(U, V, W, xs, s_init)
    by_hand = math.fsum(-math.log(yhats[t, list(ys[t]).index(1)]) for t in range(T))
    assert updates.loss(yhats, ys) == pytest.approx(by_hand, rel=1e-13)
    assert plain_loss(U, V, W, xs, ys, s_init) == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize(("gradient", "position"), [(updates.grad_U, 0), (updates.grad_V, 1), (updates.grad_W, 2)])
@pytest.mark.parametrize(("n", "d", "m", "T"), SIZES)
def test_a_gradient_is_the_derivative_of_the_loss(n, d, m, T, gradient, position):
    arguments = network(n, d, m, T)

    def loss(parameter):
        return plain_loss(*arguments[:position], parameter, *arguments[position + 1 :])

    desired = derivative(loss, arguments[position])
    np.testing.assert_allclose(gradient(*arguments), desired, rtol=1e-10, atol=1e-14)


def test_step_follows_all_gradients_at_once():
    arguments = network(3, 2, 4, 5)
    U, V, W, *rest = arguments
    new = updates.sgd_step(*arguments, 1e-6)
    squares = 0.0
    for old, now, gradient in zip((U, V, W), new, (updates.grad_U, updates.grad_V, updates.grad_W), strict=True):
        np.testing.assert_allclose((old - now) / 1e-6, gradient(*arguments), rtol=1e-7, atol=1e-9)
        squares += np.sum(gradient(*arguments) ** 2)
    gained = plain_loss(U, V, W, *rest) - plain_loss(*new, *rest)
    assert gained == pytest.approx(1e-6 * squares, rel=1e-4)
