"""Right answers to `lstm-bptt`."""

import numpy as np

GATES = "fioc"


def _s(z):
    return 1 / (1 + np.exp(-z))


def _step(params, h, c, x):
    f, i, o, z = (params[f"W_{gate}"] @ h + params[f"U_{gate}"] @ x for gate in GATES)
    f, i, o, g = _s(f), _s(i), _s(o), np.tanh(z)
    c = f * c + i * g
    return f, i, o, g, c, o * np.tanh(c)


def complex_step(params, xs, h_init, c_init, dL_dh):
    """No chain rule at all: the loss is differentiated by the complex step, all entries of a matrix one by one."""
    gradients = {}
    for name, value in params.items():
        gradients[name] = np.zeros(value.shape)
        for index in np.ndindex(value.shape):
            moved = {**params, name: value.astype(complex)}
            moved[name][index] += 1e-30j
            h, c, loss = h_init, c_init, 0
            for x, dL in zip(xs, dL_dh, strict=True):
                *_, c, h = _step(moved, h, c, x)
                loss = loss + dL @ h
            gradients[name][index] = loss.imag / 1e-30
    return gradients


def recursive(params, xs, h_init, c_init, dL_dh):
    """Forwards on the way in and backwards on the way out of a recursion with a closure."""
    gradients = {name: np.zeros_like(value) for name, value in params.items()}

    def visit(t, h, c):
        if t == len(xs):
            return np.zeros(len(h)), np.zeros(len(c))
        f, i, o, g, new_c, new_h = _step(params, h, c, xs[t])
        dh, dc = visit(t + 1, new_h, new_c)
        dh = dh + dL_dh[t]
        dc = dc + dh * o / np.cosh(new_c) ** 2
        dz = (dc * c * f * (1 - f), dc * g * i * (1 - i), dh * np.tanh(new_c) * o * (1 - o), dc * i * (1 - g * g))
        for gate, d in zip(GATES, dz, strict=True):
            gradients[f"W_{gate}"] += np.outer(d, h)
            gradients[f"U_{gate}"] += np.outer(d, xs[t])
        return sum(params[f"W_{gate}"].T @ d for gate, d in zip(GATES, dz, strict=True)), dc * f

    visit(0, h_init, c_init)
    return gradients


def stacked_weights(params, xs, h_init, c_init, dL_dh):
    """All weights in one matrix, all steps in one product, and views of the result."""
    n = len(h_init)
    weights = np.vstack([np.hstack([params[f"W_{gate}"], params[f"U_{gate}"]]) for gate in GATES])
    h, c, seen = h_init, c_init, []
    for x in xs:
        f, i, o, g, new_c, new_h = _step(params, h, c, x)
        seen.append((f, i, o, g, c, new_c, np.concatenate([h, x])))
        h, c = new_h, new_c
    total, dh, dc = np.zeros_like(weights), np.zeros(n), np.zeros(n)
    for (f, i, o, g, before, now, joined), dL in zip(reversed(seen), dL_dh[::-1], strict=True):
        dh = dh + dL
        dc = dc + dh * o * (1 - np.tanh(now) ** 2)
        dz = np.concatenate(
            [dc * before * f * (1 - f), dc * g * i * (1 - i), dh * np.tanh(now) * o * (1 - o), dc * i * (1 - g**2)]
        )
        total += dz[:, None] * joined
        dh, dc = (dz @ weights)[:n], dc * f
    blocks = zip(GATES, np.split(total, 4), strict=True)
    return {f"{kind}_{gate}": part for gate, b in blocks for kind, part in (("W", b[:, :n]), ("U", b[:, n:]))}


def lists_and_extras(params, xs, h_init, c_init, dL_dh):
    """Nested lists in the dict, and additional keys."""
    gradients = recursive(params, xs, h_init, c_init, dL_dh)
    return {**{name: value.tolist() for name, value in gradients.items()}, "loss": 0.0, 7: None}


def forward_mode(params, xs, h_init, c_init, dL_dh):
    """The derivatives of h and c by every parameter are carried forward with them, in Fortran order at the end."""
    n = len(h_init)
    gradients = {name: np.zeros(value.shape) for name, value in params.items()}
    h, c = h_init, c_init
    dh = {name: np.zeros((n, *value.shape)) for name, value in params.items()}
    dc = {name: np.zeros((n, *value.shape)) for name, value in params.items()}
    for x, dL in zip(xs, dL_dh, strict=True):
        f, i, o, g, new_c, new_h = _step(params, h, c, x)
        slopes = {"f": f * (1 - f), "i": i * (1 - i), "o": o * (1 - o), "c": 1 - g**2}
        for name in params:
            moved = {}
            for gate in GATES:
                dz = np.tensordot(params[f"W_{gate}"], dh[name], axes=1)
                if name[2:] == gate:
                    dz[np.arange(n), np.arange(n)] += h if name[0] == "W" else x
                moved[gate] = slopes[gate][:, None, None] * dz
            up = [v[:, None, None] for v in (f, i, o, g, c, new_c)]
            dc[name] = moved["f"] * up[4] + up[0] * dc[name] + moved["i"] * up[3] + up[1] * moved["c"]
            dh[name] = moved["o"] * np.tanh(up[5]) + up[2] * (1 - np.tanh(up[5]) ** 2) * dc[name]
            gradients[name] += np.tensordot(dL, dh[name], axes=1)
        h, c = new_h, new_c
    return {name: np.asfortranarray(value) for name, value in gradients.items()}
