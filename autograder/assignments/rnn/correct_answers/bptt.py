"""Right answers to `bptt`."""

import numpy as np


def _s(z):
    return 1 / (1 + np.exp(-z))


def _states(W, U, xs, h_init):
    hs = [h_init]
    for x in xs:
        hs.append(_s(W @ hs[-1] + U @ x))
    return hs


def double_sum(W, U, xs, h_init, dL_dh):
    """The double sum of the notebook, term by term."""
    hs = _states(W, U, xs, h_init)
    total = np.zeros(W.shape)
    for t in range(len(xs)):
        for k in range(t + 1):
            J = np.eye(len(W))
            for j in range(k + 1, t + 1):
                J = np.diag(hs[j + 1] * (1 - hs[j + 1])) @ W @ J
            total += np.einsum("i,ij,j,k->jk", dL_dh[t], J, hs[k + 1] * (1 - hs[k + 1]), hs[k])
    return total


def forward_mode(W, U, xs, h_init, dL_dh):
    """The derivative of the state by W is carried forward with the state."""
    n, gradient = len(W), np.zeros(W.shape)
    h, dh_dW = h_init, np.zeros((n, n, n))
    for x, dL in zip(xs, dL_dh, strict=True):
        new = _s(W @ h + U @ x)
        dz = np.einsum("ij,jkl->ikl", W, dh_dW)
        dz[np.arange(n), np.arange(n)] += h
        h, dh_dW = new, (new * (1 - new))[:, None, None] * dz
        gradient += np.tensordot(dL, dh_dW, axes=1)
    return gradient


def complex_step(W, U, xs, h_init, dL_dh):
    """No chain rule at all: the loss is differentiated by the complex step, entry by entry."""
    gradient = np.zeros(W.shape)
    for i, j in np.ndindex(W.shape):
        step = W.astype(complex)
        step[i, j] += 1e-30j
        hs = _states(step, U, xs, h_init)[1:]
        gradient[i, j] = sum(dL @ h for dL, h in zip(dL_dh, hs, strict=True)).imag / 1e-30
    return gradient


def recursive(W, U, xs, h_init, dL_dh):
    """Forwards on the way in and backwards on the way out of a recursion with a closure."""
    gradient = np.zeros(W.shape)

    def visit(t, h):
        if t == len(xs):
            return np.zeros(len(W))
        new = _s(W @ h + U @ xs[t])
        dz = (dL_dh[t] + visit(t + 1, new)) * new * (1 - new)
        gradient[...] += np.outer(dz, h)
        return W.T @ dz

    visit(0, h_init)
    return gradient


def one_matrix_product(W, U, xs, h_init, dL_dh):
    """All slopes in one array, and the sum over the steps as a product of two matrices."""
    hs = np.array(_states(W, U, xs, h_init))
    dz = np.zeros((len(xs), len(W)))
    later = np.zeros(len(W))
    for k in range(len(xs) - 1, -1, -1):
        dz[k] = (dL_dh[k] + later) * hs[k + 1] * (1 - hs[k + 1])
        later = dz[k] @ W
    return dz.T @ hs[:-1]
