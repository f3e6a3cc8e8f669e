"""Right answers to `lstm-states`."""

import numpy as np


def _step(params, h, c, x):
    f, i, o, z = (params[f"W_{gate}"] @ h + params[f"U_{gate}"] @ x for gate in "fioc")
    f, i, o = (1 / (1 + np.exp(-v)) for v in (f, i, o))
    c = f * c + i * np.tanh(z)
    return o * np.tanh(c), c


def preallocated(params, xs, h_init, c_init):
    """Arrays that are filled row by row; copies of the state are changed in place."""
    hs, cs = np.zeros((len(xs), len(h_init))), np.zeros((len(xs), len(c_init)))
    h, c = h_init.copy(), c_init.copy()
    for t, x in enumerate(xs):
        h[:], c[:] = _step(params, h, c, x)
        hs[t], cs[t] = h, c
    return hs, cs


def two_lists(params, xs, h_init, c_init):
    """Two lists of arrays, in a list."""
    hs, cs, h, c = [], [], h_init, c_init
    for x in xs:
        h, c = _step(params, h, c, x)
        hs.append(h)
        cs.append(c)
    return [hs, cs]


def one_array(params, xs, h_init, c_init):
    """Both results in one array."""
    return np.array(two_lists(params, xs, h_init, c_init))


def columns(params, xs, h_init, c_init):
    """With an axis of length 1 too many."""
    return tuple(a[:, :, None] for a in preallocated(params, xs, h_init, c_init))


def recursive(params, xs, h_init, c_init):
    """A function that calls itself with the remaining inputs, and unzips the pairs."""

    def run(rest, h, c):
        if not len(rest):
            return []
        pair = _step(params, h, c, rest[0])
        return [pair, *run(rest[1:], *pair)]

    hs, cs = zip(*run(xs, h_init, c_init), strict=True)
    return np.asfortranarray(hs), np.asfortranarray(cs)
