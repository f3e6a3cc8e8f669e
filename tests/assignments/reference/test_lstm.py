import math

import numpy as np
import pytest

from autograder.assignments.reference import lstm

from .complex_step import derivative, frozen

SIZES = [(1, 1, 0), (2, 3, 1), (3, 2, 4)]  # n, d, T


def network(n, d, T):
    rng = np.random.default_rng([n, d, T])
    params = {}
    for gate in "fioc":
        params[f"W_{gate}"], params[f"U_{gate}"] = frozen(rng.normal(size=(n, n)), rng.normal(size=(n, d)))
    return params, *frozen(
        rng.normal(size=(T + 1, d)), rng.normal(size=n), rng.normal(size=n), rng.normal(size=(T + 1, n))
    )


def plain_states(params, xs, h, c):
    """The states by formulas that are written independently of the reference, and take complex numbers."""
    hs, cs = [], []
    for x in xs:
        z = {gate: params[f"W_{gate}"] @ h + params[f"U_{gate}"] @ x for gate in "fioc"}
        f, i, o = (1 / (1 + np.exp(-z[gate])) for gate in "fio")
        c = f * c + i * np.tanh(z["c"])
        h = o * np.tanh(c)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)


def test_one_step_agrees_with_a_computation_by_hand():
    params = {
        "W_f": [[1.0]], "U_f": [[0.5]], "W_i": [[-1.0]], "U_i": [[2.0]],
        "W_o": [[0.3]], "U_o": [[-0.7]], "W_c": [[-2.0]], "U_c": [[0.9]],
    }  # fmt: skip
    params = {name: np.array(value) for name, value in params.items()}
    actual = lstm.lstm_step(params, *frozen([0.2], [-0.6], [1.5]))

    f, i, o = (1 / (1 + math.exp(-z)) for z in (0.2 + 0.75, -0.2 + 3.0, 0.06 - 1.05))
    g = math.tanh(-0.4 + 1.35)
    c = f * -0.6 + i * g
    np.testing.assert_allclose(np.concatenate(actual), [f, i, o, g, c, o * math.tanh(c)], rtol=1e-14)


@pytest.mark.parametrize(("n", "d", "T"), SIZES)
def test_states_follow_the_recurrence(n, d, T):
    params, xs, h_init, c_init, _ = network(n, d, T)
    hs, cs = lstm.lstm_states(params, xs, h_init, c_init)
    desired_hs, desired_cs = plain_states(params, xs, h_init, c_init)
    assert hs.shape == cs.shape == (T + 1, n)
    np.testing.assert_allclose(hs, desired_hs, rtol=1e-12)
    np.testing.assert_allclose(cs, desired_cs, rtol=1e-12)


@pytest.mark.parametrize(("n", "d", "T"), SIZES)
def test_lstm_bptt_is_the_gradient_of_the_loss_by_every_parameter(n, d, T):
    params, xs, h_init, c_init, dL_dh = network(n, d, T)
    gradients = lstm.lstm_bptt(params, xs, h_init, c_init, dL_dh)
    assert gradients.keys() == params.keys()
    for name in params:

        def loss(value, name=name):
            hs, _ = plain_states({**params, name: value}, xs, h_init, c_init)
            return np.sum(dL_dh * hs)

        np.testing.assert_allclose(gradients[name], derivative(loss, params[name]), rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize(("t", "k"), [(0, 0), (3, 3), (3, 2), (4, 0), (2, 1)])
def test_cell_gradient_is_the_derivative_along_the_cell_path(t, k):
    rng = np.random.default_rng(0)
    fs, added = frozen(rng.uniform(size=(5, 3)), rng.normal(size=(5, 3)))

    def cell(c):
        for j in range(k + 1, t + 1):
            c = fs[j] * c + added[j]
        return c

    np.testing.assert_allclose(lstm.cell_gradient(fs, t, k), derivative(cell, np.zeros(3)), rtol=1e-12)


def test_exactly_the_gates_are_always_positive():
    lowest = dict.fromkeys("fiogch", np.inf)
    for seed in range(20):
        params, xs, h, c, _ = network(3, 2, seed)
        for x in xs:
            values = dict(zip("fiogch", lstm.lstm_step(params, h, c, x), strict=True))
            h, c = values["h"], values["c"]
            lowest = {name: min(lowest[name], value.min()) for name, value in values.items()}
    assert {name for name, value in lowest.items() if value > 0} == lstm.ALWAYS_POSITIVE


def test_copied_cell_leaves_the_gradient_unchanged():
    np.testing.assert_array_equal(lstm.cell_gradient(np.ones((4, 2)), 3, 0), lstm.DCT_DCK * np.eye(2))
