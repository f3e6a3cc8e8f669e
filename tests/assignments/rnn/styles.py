"""Right answers as different people write them: loops, einsum, lists, matrices, other ways to differentiate."""

import cmath
import math
import warnings
from functools import reduce

import numpy as np
import sympy as sp
from scipy.special import expit

from autograder.reference import lstm


def s(z):
    return 1 / (1 + np.exp(-z))


# --- sigmoid ----------------------------------------------------------------------------------------------


def masked(z):
    out = np.empty_like(z)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


def silenced(z):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-z))


def scalar(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


SIGMOID = [
    expit,
    masked,
    silenced,
    lambda z: 0.5 * (1 + np.tanh(z / 2)),
    lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
    lambda z: np.exp(-np.logaddexp(0, -z)),
    np.vectorize(scalar),
    lambda z: np.array([scalar(v) for v in z.ravel()]).reshape(z.shape),
    lambda z: expit(z).tolist(),
]

# --- Jacobians --------------------------------------------------------------------------------------------


def jacobian_by_loops(W, x):
    n, d = W.shape
    J = [[0.0] * d for _ in range(n)]
    for i in range(n):
        y = s(sum(W[i, j] * x[j] for j in range(d)))
        for j in range(d):
            J[i][j] = y * (1 - y) * W[i, j]
    return J


def jacobian_in_place(W, x):
    W = W.copy()
    y = s(W @ x)
    for i in range(len(W)):
        W[i] *= y[i] * (1 - y[i])
    return W


def jacobian_by_complex_step(W, x):
    steps = np.eye(len(x)) * 1e-30j
    return np.array([1 / (1 + np.exp(-(W @ (x + step)))) for step in steps]).imag.T / 1e-30


def jacobian_with_matrices(W, x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        y = s(W @ x)
        return np.matrix(np.diag(y * (1 - y))) * np.matrix(W)


JACOBIAN = [
    jacobian_by_loops,
    jacobian_in_place,
    jacobian_by_complex_step,
    jacobian_with_matrices,
    lambda W, x: np.diag(s(W @ x) * (1 - s(W @ x))) @ W,
    lambda W, x: (s(W @ x) * (1 - s(W @ x)))[:, None] * W,
    lambda W, x: W / (4 * np.cosh(W @ x / 2)[:, np.newaxis] ** 2),
    lambda W, x: np.einsum("i,ij->ij", np.exp(-W @ x) / (1 + np.exp(-W @ x)) ** 2, W),
    lambda W, x: sp.Matrix(np.diag(s(W @ x) * (1 - s(W @ x)))) * sp.Matrix(W),
    lambda W, x: (W.T * s(W @ x) * (1 - s(W @ x))).T,
]

# --- networks ---------------------------------------------------------------------------------------------


def states_preallocated(W, U, xs, h_init):
    T = xs.shape[0] - 1
    hs = np.zeros((T + 1, W.shape[0]))
    hs[0] = s(W @ h_init + U @ xs[0])
    for t in range(1, T + 1):
        hs[t] = s(W @ hs[t - 1] + U @ xs[t])
    return hs


def states_as_columns(W, U, xs, h_init):
    h = h_init.reshape(-1, 1)
    hs = []
    for x in xs:
        h = s(W @ h + U @ x.reshape(-1, 1))
        hs.append(h)
    return np.array(hs)


def states_recursive(W, U, xs, h_init):
    if len(xs) == 0:
        return []
    h = s(W.dot(h_init) + U.dot(xs[0]))
    return [h, *states_recursive(W, U, xs[1:], h)]


STATES = [
    states_preallocated,
    states_as_columns,
    states_recursive,
    lambda W, U, xs, h_init: [list(map(float, h)) for h in states_recursive(W, U, xs, h_init)],
]


def between_by_recursion(W, hs, t, k):
    if t == k:
        return np.identity(len(W))
    return (hs[t] * (1 - hs[t])).reshape(-1, 1) * (W @ between_by_recursion(W, hs, t - 1, k))


def between_from_the_left(W, hs, t, k):
    J = np.eye(W.shape[0])
    for j in range(t, k, -1):
        J = J @ (np.diag(hs[j] * (1 - hs[j])) @ W)
    return J


STATE_JACOBIAN = [
    between_by_recursion,
    between_from_the_left,
    lambda W, hs, t, k: np.linalg.multi_dot(
        [np.eye(len(W)), np.eye(len(W)), *[np.diag(h * (1 - h)) @ W for h in hs[k + 1 : t + 1][::-1]]]
    ),
    lambda W, hs, t, k: reduce(np.matmul, [np.diag(h - h**2) @ W for h in hs[t:k:-1]], np.eye(len(W))),
    lambda W, hs, t, k: np.eye(len(W), dtype=int) if t == k else between_from_the_left(W, hs, t, k).tolist(),
]


def term_by_einsum(W, hs, h_init, dL_dh, t, k):
    before = np.vstack([h_init, hs])[k]
    return np.einsum("i,ij,j,k->jk", dL_dh[t], between_from_the_left(W, hs, t, k), hs[k] * (1 - hs[k]), before)


def term_by_indices(W, hs, h_init, dL_dh, t, k):
    before = h_init if k == 0 else hs[k - 1]
    row = dL_dh[t].reshape(1, -1) @ between_by_recursion(W, hs, t, k)
    result = np.zeros(W.shape)
    for i in range(len(W)):
        for j in range(len(W)):
            result[i, j] = row[0, i] * hs[k, i] * (1 - hs[k, i]) * before[j]
    return result


def term_by_a_tensor(W, hs, h_init, dL_dh, t, k):
    n = len(W)
    before = hs[k - 1] if k else h_init
    immediate = np.zeros((n, n, n))
    for i in range(n):
        immediate[i, i] = hs[k][i] * (1 - hs[k][i]) * before
    return np.tensordot(dL_dh[t] @ between_by_recursion(W, hs, t, k), immediate, axes=1)


BPTT_TERM = [term_by_einsum, term_by_indices, term_by_a_tensor]


def bptt_by_double_sum(W, U, xs, h_init, dL_dh):
    hs = states_preallocated(W, U, xs, h_init)
    return sum(term_by_einsum(W, hs, h_init, dL_dh, t, k) for t in range(len(xs)) for k in range(t + 1))


def bptt_forward_mode(W, U, xs, h_init, dL_dh):
    n, gradient = len(W), np.zeros(W.shape)
    h, dh_dW = h_init, np.zeros((n, n, n))
    for x, dL in zip(xs, dL_dh, strict=True):
        new = s(W @ h + U @ x)
        dz = np.einsum("ij,jkl->ikl", W, dh_dW)
        dz[np.arange(n), np.arange(n)] += h
        h, dh_dW = new, (new * (1 - new))[:, None, None] * dz
        gradient += np.tensordot(dL, dh_dW, axes=1)
    return gradient


def bptt_by_complex_step(W, U, xs, h_init, dL_dh):
    gradient = np.zeros(W.shape)
    for i, j in np.ndindex(W.shape):
        step = W.astype(complex)
        step[i, j] += 1e-30j
        h, loss = h_init, 0
        for x, dL in zip(xs, dL_dh, strict=True):
            h = 1 / (1 + np.exp(-(step @ h + U @ x)))
            loss = loss + dL @ h
        gradient[i, j] = loss.imag / 1e-30
    return gradient


BPTT = [bptt_by_double_sum, bptt_forward_mode, bptt_by_complex_step]

# --- vanishing --------------------------------------------------------------------------------------------

SUM_TERMS = [
    lambda T: [[t, k, t - k] for k in range(T + 1) for t in range(k, T + 1)],
    lambda T: {(t, k, t - k) for t in range(T + 1) for k in range(t + 1)},
    lambda T: tuple((np.int16(t), k, t - k) for t in range(T, -1, -1) for k in range(t + 1)),
    lambda T: np.array([(t, k, t - k) for t in range(T + 1) for k in range(t + 1)]),
    lambda T: np.array([(t, k, t - k) for t in range(T + 1) for k in range(t + 1)], dtype=np.uint8),
    lambda T: [np.array([t, k, t - k], dtype=float) for t in range(T + 1) for k in range(t + 1)],
    lambda T: [tuple(map(sp.Integer, (t, k, t - k))) for t in range(T + 1) for k in range(t + 1)],
]


def power_by_solving(M, n):
    values, Q = np.linalg.eig(np.asarray(M, dtype=complex))
    return np.linalg.solve(Q.T, (Q * values**n).T).T.real


def power_by_dyads(M, n):
    values, Q = np.linalg.eig(M)
    left = np.linalg.inv(Q)
    return sum((v**n * np.outer(Q[:, i], left[i])).real for i, v in enumerate(values))


EIGEN_POWER = [
    power_by_solving,
    power_by_dyads,
    np.linalg.matrix_power,
    lambda M, n: reduce(np.matmul, [M] * n, np.eye(len(M))),
    lambda M, n: (lambda v, Q: (Q @ np.diag(v**n) @ np.linalg.inv(Q)).real)(*np.linalg.eig(M)),
    lambda M, n: (
        lambda v, Q: [
            [float(x.real) for x in row]
            for row in Q @ np.diag([cmath.exp(n * cmath.log(x)) if x else 0**n for x in v]) @ np.linalg.inv(Q)
        ]
    )(*np.linalg.eig(M)),
]


def norms_backwards(W, hs):
    J, norms = np.eye(len(W)), [1]
    for h in hs[:0:-1]:
        J = J @ np.diag(h * (1 - h)) @ W
        norms.insert(0, np.linalg.svd(J)[1][0])
    return norms


JACOBIAN_NORMS = [
    norms_backwards,
    lambda W, hs: [np.linalg.norm(between_by_recursion(W, hs, len(hs) - 1, k), 2) for k in range(len(hs))],
    lambda W, hs: np.array(norms_backwards(W, hs))[:, None],
    lambda W, hs: np.array(
        [
            np.sqrt(np.linalg.eigvalsh(J.T @ J)[-1])
            for J in (between_by_recursion(W, hs, len(hs) - 1, k) for k in range(len(hs)))
        ]
    ),
]

# --- LSTM -------------------------------------------------------------------------------------------------


def step_stacked(params, h_prev, c_prev, x):
    W = np.vstack([params[f"W_{gate}"] for gate in "fioc"])
    U = np.vstack([params[f"U_{gate}"] for gate in "fioc"])
    f, i, o, g = np.split(W @ h_prev + U @ x, 4)
    f, i, o, g = s(f), s(i), s(o), np.tanh(g)
    c = f * c_prev + i * g
    return np.stack([f, i, o, g, c, o * np.tanh(c)])


def step_as_columns(params, h_prev, c_prev, x):
    h, c, x = (v[:, None] for v in (h_prev, c_prev, x))
    f, i, o = (expit(params["W_" + gate] @ h + params["U_" + gate] @ x) for gate in "fio")
    g = np.tanh(params["W_c"] @ h + params["U_c"] @ x)
    c = f * c + i * g
    return [f, i, o, g, c, o * np.tanh(c)]


LSTM_STEP = [step_stacked, step_as_columns, lambda *args: tuple(v.tolist() for v in step_stacked(*args))]


def lstm_states_preallocated(params, xs, h_init, c_init):
    hs, cs = np.zeros((len(xs), len(h_init))), np.zeros((len(xs), len(c_init)))
    h, c = h_init.copy(), c_init.copy()
    for t, x in enumerate(xs):
        *_, c[:], h[:] = step_stacked(params, h, c, x)
        hs[t], cs[t] = h, c
    return hs, cs


LSTM_STATES = [
    lstm_states_preallocated,
    lambda *args: list(lstm_states_preallocated(*args)),
    lambda *args: np.array(lstm_states_preallocated(*args)),
    lambda *args: tuple(a[:, :, None] for a in lstm_states_preallocated(*args)),
]

CELL_GRADIENT = [
    lambda fs, t, k: np.diag(np.prod(fs[k + 1 : t + 1], axis=0)),
    lambda fs, t, k: reduce(np.matmul, [np.diag(f) for f in fs[k + 1 : t + 1]], np.eye(fs.shape[1])),
    lambda fs, t, k: np.diag(np.exp(np.log(fs[k + 1 : t + 1]).sum(axis=0))).tolist(),
    lambda fs, t, k: sp.diag(*[sp.Float(v, 17) for v in fs[k + 1 : t + 1].prod(axis=0)]),
]


def lstm_bptt_by_complex_step(params, xs, h_init, c_init, dL_dh):
    gradients = {}
    for name, value in params.items():
        gradients[name] = np.zeros(value.shape)
        for index in np.ndindex(value.shape):
            moved = {**params, name: value.astype(complex)}
            moved[name][index] += 1e-30j
            h, c, loss = h_init, c_init, 0
            for x, dL in zip(xs, dL_dh, strict=True):
                *_, c, h = step_stacked(moved, h, c, x)
                loss = loss + dL @ h
            gradients[name][index] = loss.imag / 1e-30
    return gradients


def lstm_bptt_with_extras(params, xs, h_init, c_init, dL_dh):
    gradients = lstm.lstm_bptt(params, xs, h_init, c_init, dL_dh)
    return {**{name: value.tolist() for name, value in gradients.items()}, "loss": 0.0, 7: None}


LSTM_BPTT = [lstm_bptt_by_complex_step, lstm_bptt_with_extras]

RIGHT = {
    "sigmoid": SIGMOID,
    "jacobian": JACOBIAN,
    "states": STATES,
    "state-jacobian": STATE_JACOBIAN,
    "bptt-term": BPTT_TERM,
    "bptt": BPTT,
    "sum-terms": SUM_TERMS,
    "eigen-power": EIGEN_POWER,
    "jacobian-norms": JACOBIAN_NORMS,
    "lstm-step": LSTM_STEP,
    "lstm-states": LSTM_STATES,
    "cell-gradient": CELL_GRADIENT,
    "lstm-bptt": LSTM_BPTT,
}
