"""A small random network with numerical derivatives by the complex step.

It does not use paths. A derivative is the imaginary part of the outputs after a step of 1e-30·i in one entry (exact
up to rounding). *Immediate* and *total* derivatives differ only in what is held fixed during the run.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.maths.paths.graph import LOSS, Graph, Node

Array = NDArray[np.float64]
Batch = NDArray[np.complex128]

STEP = 1e-30
UNITS, INPUTS, OUTPUTS = 3, 2, 4


@dataclass(frozen=True, eq=False)
class Network:
    """Random weights, inputs and losses for one graph.

    Parameters
    ----------
    graph : Graph
    seed : int
    tied : bool
        Put all steps at one fixed point, so that all one-step Jacobians are equal. Only then does diag(σ′)W without a
        time have a value.
    """

    graph: Graph
    seed: int = 0
    tied: bool = False
    parameters: dict[str, Array] = field(init=False)
    inputs: dict[int, Array] = field(init=False)
    targets: dict[int, Array] = field(init=False)
    curves: dict[int, tuple[Array, Array]] = field(init=False)
    start: Array = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng([self.seed, self.graph.T, self.tied])
        shapes = {"W": (UNITS, UNITS), "U": (UNITS, INPUTS), "V": (OUTPUTS, UNITS)}
        scale = 0.5 if self.tied else 1.3
        names = self.graph.unrolling.parameters
        assign = functools.partial(object.__setattr__, self)
        assign("parameters", {name: scale * rng.standard_normal(shapes[name]) for name in names})
        inputs = {t: rng.standard_normal(INPUTS) for t in self.graph.times}
        assign("targets", {t: np.eye(OUTPUTS)[rng.integers(OUTPUTS)] for t in self.graph.times})
        curves = {t: (rng.standard_normal(UNITS), rng.standard_normal((UNITS, UNITS))) for t in self.graph.times}
        assign("curves", curves)
        start = rng.standard_normal(UNITS)
        if self.tied:
            inputs = dict.fromkeys(inputs, inputs[self.graph.first])
            for _ in range(2000):
                start = self._act(self.parameters["W"] @ start + self.parameters["U"] @ inputs[self.graph.first])
        assign("inputs", inputs)
        assign("start", start)

    def value(self, node: Node) -> Array:
        """The number, vector (n,) or matrix of a node."""
        if node.family in self.parameters:
            return self.parameters[node.family]
        if node.family == "y":
            return self.targets[_time(node)]
        return self._values[node]

    def jacobian(self, above: Node, below: Node, immediate: bool = False) -> Array:
        """The derivative of one node by another, shape (size of above, size of below); matrices in row-major order.

        With `immediate`, all states other than `above` and `below` are held fixed.
        """
        return self._jacobian(above, below, immediate)

    @functools.cache  # noqa: B019 (the networks of one judgement live as long as it)
    def moved(self, node: Node, step: float = STEP) -> dict[Node, Batch]:
        """The values of all nodes after an imaginary step in each entry of one of them; the first axis is the entry."""
        base = self.value(node)
        by = np.eye(base.size, dtype=np.complex128).reshape(base.size, *base.shape) * (step * 1j)
        return self._run(node, by)

    @functools.cached_property
    def _values(self) -> dict[Node, Array]:
        return {node: value[0].real for node, value in self._run().items()}

    @functools.cache  # noqa: B019 (the networks of one judgement live as long as it)
    def _jacobian(self, above: Node, below: Node, immediate: bool) -> Array:
        base = self.value(below)
        by = np.eye(base.size, dtype=np.complex128).reshape(base.size, *base.shape) * (STEP * 1j)
        moved = self._run(below, by, immediate, above)
        out = moved[above].reshape(base.size, -1).imag / STEP
        return np.ascontiguousarray(out.T)

    def _run(
        self, moved: Node | None = None, by: Batch | None = None, immediate: bool = False, kept: Node | None = None
    ) -> dict[Node, Batch]:
        """The values of all nodes; the first axis has one entry per perturbation of `moved`."""
        count = 1 if by is None else len(by)

        def start(node: Node, value: Array | Batch) -> Batch:
            batch = np.broadcast_to(value, (count, *np.shape(value))).astype(np.complex128)
            return batch + by if node == moved and by is not None else batch

        def later(node: Node, value: Batch) -> Batch:
            return value + by if node == moved and by is not None else value

        weights = {name: start(Node(name), value) for name, value in self.parameters.items()}
        state = Node("h", self.graph.first - 1)
        values = {state: start(state, self.start), **{Node(name): weight for name, weight in weights.items()}}
        for t in self.graph.times:
            seen = values[Node("h", t - 1)]
            if immediate and kept is not None and Node("h", t - 1) not in (kept, moved):
                seen = start(Node("?"), seen.real[0])
            x = values[Node("x", t)] = start(Node("x", t), self.inputs[t])
            values[Node("y", t)] = start(Node("y", t), self.targets[t])
            product = np.einsum("bij,bj->bi", weights["W"], seen) + np.einsum("bij,bj->bi", weights["U"], x)
            values[Node("a", t)] = later(Node("a", t), product)
            values[Node("h", t)] = later(Node("h", t), self._act(values[Node("a", t)]))
            held = values[Node("h", t)]
            if immediate and kept is not None and Node("h", t) not in (kept, moved):
                held = start(Node("?"), held.real[0])
            self._compute_loss(t, held, weights, values, later)
        values[LOSS] = sum((values[Node("L", t)] for t in self.graph.times), np.zeros(count, dtype=np.complex128))
        return values

    def _compute_loss(
        self, t: int, state: Batch, weights: dict[str, Batch], values: dict[Node, Batch], later: Any
    ) -> None:
        """Compute the loss of a step, and the quantities between it and the state."""
        if self.graph.unrolling.chain == ("L", "h"):
            linear, square = self.curves[t]
            loss = state @ linear + 0.5 * np.einsum("bi,ij,bj->b", state, square, state)
        else:
            logits = later(Node("o", t), np.einsum("bij,bj->bi", weights["V"], state))
            exponentials = np.exp(logits)
            outputs = later(Node("yhat", t), exponentials / exponentials.sum(axis=1, keepdims=True))
            values[Node("o", t)], values[Node("yhat", t)] = logits, outputs
            loss = -np.log(outputs) @ self.targets[t]
        values[Node("L", t)] = later(Node("L", t), loss)

    def _act(self, z: Any) -> Any:
        return np.tanh(z) if self.graph.unrolling.slope == "tanh" else 1 / (1 + np.exp(-z))


def _time(node: Node) -> int:
    assert node.time is not None
    return node.time
