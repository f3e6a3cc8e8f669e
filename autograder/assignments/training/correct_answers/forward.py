"""Right answers to `forward`."""

import math

import numpy as np


def _softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def step_by_step(U, V, W, xs, s_init):
    """States and predictions are collected in lists and returned as arrays."""
    ss, yhats, s = [], [], s_init
    for x in xs:
        s = np.tanh(U @ x + W @ s)
        ss.append(s)
        yhats.append(_softmax(V @ s))
    return np.array(ss), np.array(yhats)


def preallocated(U, V, W, xs, s_init):
    """The arrays are there before they are filled, in Fortran order."""
    T = xs.shape[0]
    ss = np.zeros((T, W.shape[0]), order="F")
    yhats = np.empty((T, V.shape[0]), order="F")
    for t in range(T):
        before = s_init if t == 0 else ss[t - 1]
        ss[t, :] = np.tanh(np.dot(U, xs[t]) + np.dot(W, before))
        yhats[t, :] = _softmax(np.dot(V, ss[t]))
    return ss, yhats


def columns(U, V, W, xs, s_init):
    """Vectors are columns, and the results keep an axis of length 1."""
    s, ss, yhats = s_init.reshape(-1, 1), [], []
    for x in xs:
        s = np.tanh(U @ x.reshape(-1, 1) + W @ s)
        z = np.exp(V @ s)
        ss.append(s)
        yhats.append(z / z.sum())
    return np.array(ss), np.array(yhats)


def all_predictions_at_once(U, V, W, xs, s_init):
    """Inputs and predictions without a loop over time."""
    ss, inputs = [s_init], np.einsum("nd,td->tn", U, xs)
    for from_input in inputs:
        ss.append(np.tanh(from_input + np.einsum("ij,j->i", W, ss[-1])))
    return [np.stack(ss[1:]), _softmax(np.einsum("mn,tn->tm", V, np.stack(ss[1:])))]


def plain_python(U, V, W, xs, s_init):
    """Lists of numbers, without NumPy."""
    n, ss, yhats, s = len(W), [], [], list(s_init)
    for x in xs:
        s = [
            math.tanh(sum(u * v for u, v in zip(U[i], x, strict=True)) + sum(W[i][j] * s[j] for j in range(n)))
            for i in range(n)
        ]
        z = [math.exp(sum(a * b for a, b in zip(row, s, strict=True))) for row in V]
        ss.append(s)
        yhats.append([e / sum(z) for e in z])
    return ss, yhats
