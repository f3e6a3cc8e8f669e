"""Right answers to `lstm-step`."""

import numpy as np
from scipy.special import expit


def _s(z):
    return 1 / (1 + np.exp(-z))


def stacked_weights(params, h_prev, c_prev, x):
    """All four weight matrices in one; the results in one array."""
    W = np.vstack([params[f"W_{gate}"] for gate in "fioc"])
    U = np.vstack([params[f"U_{gate}"] for gate in "fioc"])
    f, i, o, g = np.split(W @ h_prev + U @ x, 4)
    f, i, o, g = _s(f), _s(i), _s(o), np.tanh(g)
    c = f * c_prev + i * g
    return np.stack([f, i, o, g, c, o * np.tanh(c)])


def columns(params, h_prev, c_prev, x):
    """Vectors as columns, results in a list."""
    h, c, x = (v[:, None] for v in (h_prev, c_prev, x))
    f, i, o = (expit(params["W_" + gate] @ h + params["U_" + gate] @ x) for gate in "fio")
    g = np.tanh(params["W_c"] @ h + params["U_c"] @ x)
    c = f * c + i * g
    return [f, i, o, g, c, o * np.tanh(c)]


def plain_lists(params, h_prev, c_prev, x):
    """A tuple of lists."""
    return tuple(v.tolist() for v in stacked_weights(params, h_prev, c_prev, x))


def closure(params, h_prev, c_prev, x):
    """A small function makes each gate; tanh is written with exponentials."""

    def pre(gate):
        return np.einsum("ij,j->i", params[f"W_{gate}"], h_prev) + params[f"U_{gate}"].dot(x)

    f, i, o = map(_s, map(pre, "fio"))
    g = 2 * _s(2 * pre("c")) - 1
    c = np.add(np.multiply(f, c_prev), np.multiply(i, g))
    return f, i, o, g, c, np.multiply(o, np.tanh(c))


def one_input_vector(params, h_prev, c_prev, x):
    """State and input joined to one vector; the results are views of one array."""
    joined = np.concatenate([h_prev, x])
    z = np.array([np.hstack([params[f"W_{gate}"], params[f"U_{gate}"]]) @ joined for gate in "fioc"])
    z[:3], z[3] = _s(z[:3]), np.tanh(z[3])
    c = z[0] * c_prev + z[1] * z[3]
    return z[0], z[1], z[2], z[3], c, z[2] * np.tanh(c)
