"""Right answers to `sgd-step`."""

import numpy as np

from . import _networks as own


def _gradients(U, V, W, xs, ys, s_init):
    ss, yhats = own.forward(U, V, W, xs, s_init)
    gradients, later = [np.zeros(P.shape) for P in (U, V, W)], np.zeros(len(W))
    for k in reversed(range(len(xs))):
        dz = ((yhats[k] - ys[k]) @ V + later) * (1 - ss[k + 1] ** 2)
        gradients[0] += np.outer(dz, xs[k])
        gradients[1] += np.outer(yhats[k] - ys[k], ss[k + 1])
        gradients[2] += np.outer(dz, ss[k])
        later = dz @ W
    return gradients


def new_arrays(U, V, W, xs, ys, s_init, lr):
    """All gradients first, then all parameters."""
    dU, dV, dW = _gradients(U, V, W, xs, ys, s_init)
    return U - lr * dU, V - lr * dV, W - lr * dW


def copies_changed(U, V, W, xs, ys, s_init, lr):
    """Copies are changed in place, in Fortran order."""
    new = [np.array(P, order="F") for P in (U, V, W)]
    for P, gradient in zip(new, _gradients(U, V, W, xs, ys, s_init), strict=True):
        P -= lr * gradient
    return tuple(new)


def lists(U, V, W, xs, ys, s_init, lr):
    """A list of lists of lists."""
    return [(P - lr * G).tolist() for P, G in zip((U, V, W), _gradients(U, V, W, xs, ys, s_init), strict=True)]


def added_negative(U, V, W, xs, ys, s_init, lr):
    """The negative gradient is added, by an axpy for flat arrays."""
    steps = [-lr * G.ravel() for G in _gradients(U, V, W, xs, ys, s_init)]
    return tuple((P.ravel() + step).reshape(P.shape) for P, step in zip((U, V, W), steps, strict=True))


def complex_step(U, V, W, xs, ys, s_init, lr):
    """No chain rule at all."""
    arguments = (U, V, W, xs, ys, s_init)
    return tuple(arguments[i] - lr * own.by_complex_step(i, *arguments) for i in range(3))
