import numpy as np
import pytest

from autograder.assignments.reference.recurrence import back_through_time, before, run

from .complex_step import derivative, frozen

SIZES = [(1, 1, 1), (2, 3, 2), (3, 2, 5), (4, 1, 3)]  # n, d, T
ACTIVATIONS = [(np.tanh, lambda z: 1 - np.tanh(z) ** 2), (np.sin, np.cos)]


@pytest.mark.parametrize(("activation", "slope"), ACTIVATIONS)
@pytest.mark.parametrize(("n", "d", "T"), SIZES)
def test_backward_pass_returns_derivatives_by_pre_activations(n, d, T, activation, slope):
    rng = np.random.default_rng([n, d, T])
    W, U, xs, h_init, dL_dh = frozen(
        rng.normal(size=(n, n)),
        rng.normal(size=(n, d)),
        rng.normal(size=(T, d)),
        rng.normal(size=n),
        rng.normal(size=(T, n)),
    )
    hs = run(activation, W, U, xs, h_init)

    def loss(extra):
        """L with something added to every pre-activation."""
        h, total = h_init, 0
        for x, more, dL in zip(xs, extra, dL_dh, strict=True):
            h = activation(W @ h + U @ x + more)
            total = total + dL @ h
        return total

    slopes = slope(before(hs, h_init) @ W.T + xs @ U.T)
    desired = derivative(loss, np.zeros((T, n)))
    np.testing.assert_allclose(back_through_time(W, slopes, dL_dh), desired, rtol=1e-11)


def test_the_state_before_each_step_starts_with_the_initial_one():
    hs = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    np.testing.assert_array_equal(before(hs, np.array([7.0, 8.0])), [[7, 8], [1, 2], [3, 4]])
    np.testing.assert_array_equal(before(hs[:1], np.array([7.0, 8.0])), [[7, 8]])
