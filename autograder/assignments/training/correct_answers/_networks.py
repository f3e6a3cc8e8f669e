"""What answers to several questions have in common: the forward pass, and gradients without the chain rule."""

import numpy as np


def softmax(z):
    """Softmax over the last axis."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def forward(U, V, W, xs, s_init):
    """All states, with the one before step 1, and all predictions."""
    ss = [s_init]
    for x in xs:
        ss.append(np.tanh(U @ x + W @ ss[-1]))
    return np.array(ss), softmax(np.array(ss[1:]) @ V.T)


def loss(U, V, W, xs, ys, s_init):
    """The loss; complex weights pass through."""
    total, s = 0.0, s_init
    for x, y in zip(xs, ys, strict=True):
        s = np.tanh(U @ x + W @ s)
        e = np.exp(V @ s)
        total = total - np.sum(y * np.log(e / e.sum()))
    return total


def by_complex_step(position, *arguments):
    """Gradient of the loss by the argument in this position."""
    gradient = np.zeros(arguments[position].shape)
    for index in np.ndindex(gradient.shape):
        moved = list(arguments)
        moved[position] = moved[position].astype(complex)
        moved[position][index] += 1e-30j
        gradient[index] = loss(*moved).imag / 1e-30
    return gradient


def softmax_jacobian(yhat):
    """Jacobian of softmax at its value."""
    return np.diag(yhat) - np.outer(yhat, yhat)
