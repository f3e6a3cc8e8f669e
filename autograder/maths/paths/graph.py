"""The unrolled graph of a recurrent network, and its paths, over which derivatives are sums.

A node is a quantity at a time (`Node("h", 3)`) or a parameter (`Node("W")`). An edge is the Jacobian of a node by one
on which it depends directly. By the chain rule, the total derivative of a by b is the sum over all paths from a to b
of the product of their edges; the *immediate* derivative keeps only the paths without a state in between.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple


class Node(NamedTuple):
    """A quantity of the network; `time` is None for a parameter and for the whole loss."""

    family: str
    time: int | None = None

    def __str__(self) -> str:
        return self.family if self.time is None else f"{self.family}_{self.time}"


Path = tuple[Node, ...]
"""Nodes from the one that is differentiated to the one it is differentiated by."""

LOSS = Node("L")


@dataclass(frozen=True, eq=False)
class Unrolling:
    """A recurrent network and the conventions of the question. Instances compare by identity.

    Attributes
    ----------
    chain : tuple of str
        Families from the loss down to the state, `("L", "h")` or `("L", "yhat", "o", "h")`.
    parameters : mapping
        Parameter to the family that it enters directly.
    slope : str
        The activation, `sigmoid` or `tanh`.
    letters : mapping
        Letters (with accent) that students may use for a family without defining them.
    spans : tuple of tuple
        Numberings of the steps as `(first, last - T)`. The first one is the notebook's; the others are also accepted.
    T : int or None
        The number of steps if the question fixes it; None for any.
    """

    chain: tuple[str, ...]
    parameters: Mapping[str, str]
    slope: str
    letters: Mapping[str, str]
    spans: tuple[tuple[int, int], ...]
    T: int | None = None

    def graphs(self, span: int = 0) -> tuple[Graph, ...]:
        """The graphs on which a claim must hold, numbered by `spans[span]`; for any T, all small sizes."""
        first, beyond = self.spans[span]
        sizes = (self.T,) if self.T is not None else tuple(range(first - beyond, first - beyond + 5))
        return tuple(Graph(self, size, first, size + beyond) for size in sizes)


def rnn_graph(T: int | None = None) -> Unrolling:
    """h_t = σ(W h_{t−1} + U x_t) for t = 0..T, with a loss L_t for every state."""
    letters = {"L": "L", "E": "L", "h": "h", "s": "h", "z": "a", "x": "x"}
    return Unrolling(("L", "h"), MappingProxyType({"W": "a", "U": "a"}), "sigmoid", letters, ((0, 0),), T)


def training_graph(T: int | None = None) -> Unrolling:
    """s_t = tanh(U x_t + W s_{t−1}), z_t = V s_t, ŷ_t = softmax(z_t), E_t = −y_t · log ŷ_t, for T steps from 1 or 0."""
    letters = {"L": "L", "E": "L", "h": "h", "s": "h", "z": "o", "o": "o", "O": "o", "yhat": "yhat", "x": "x", "y": "y"}
    parameters = MappingProxyType({"V": "o", "W": "a", "U": "a"})
    return Unrolling(("L", "yhat", "o", "h"), parameters, "tanh", letters, ((1, 0), (0, -1), (0, 0)), T)


@dataclass(frozen=True)
class Graph:
    """An unrolled graph with steps first..last and the constant state before them."""

    unrolling: Unrolling = field(repr=False)
    T: int
    first: int
    last: int

    @property
    def times(self) -> range:
        """The steps, from first to last."""
        return range(self.first, self.last + 1)

    def exists(self, node: Node) -> bool:
        """Whether the network has this quantity; the state before the first step counts."""
        if node.time is None:
            return node == LOSS or node.family in self.unrolling.parameters
        known = node.family in self.unrolling.chain or node.family in ("a", "x", "y")
        return known and self.first - (node.family == "h") <= node.time <= self.last

    def below(self, node: Node) -> tuple[Node, ...]:
        """The nodes on which a node depends directly."""
        family, time = node
        if node == LOSS:
            return tuple(Node("L", t) for t in self.times)
        if time is None or time not in self.times:
            return ()
        parameters = tuple(Node(name) for name, entered in self.unrolling.parameters.items() if entered == family)
        if family == "a":
            return (*parameters, Node("h", time - 1), Node("x", time))
        if family == "h":
            return (Node("a", time),)
        if family in self.unrolling.chain:
            lower = self.unrolling.chain[self.unrolling.chain.index(family) + 1]
            return (*parameters, Node(lower, time))
        return ()

    def paths(self, above: Node, below: Node, immediate: bool = False) -> tuple[Path, ...]:
        """All paths from one node down to another.

        Parameters
        ----------
        above, below : Node
        immediate : bool
            Only paths without a state strictly in between.
        """
        return _paths(self, above, below, immediate)

    def ambiguous(self, above: Node, below: Node) -> bool:
        """Whether the immediate derivative of one node by another is neither zero nor the total one."""
        if below.family not in self.unrolling.parameters or above.family not in ("h", "a"):
            return False
        return bool(self.paths(above, below, immediate=True))


@functools.lru_cache(maxsize=65536)
def _paths(graph: Graph, above: Node, below: Node, immediate: bool) -> tuple[Path, ...]:
    if above == below:
        return ((above,),)
    return tuple((above, *rest) for lower in graph.below(above) for rest in _onward(graph, lower, below, immediate))


def _onward(graph: Graph, lower: Node, below: Node, immediate: bool) -> Iterator[Path]:
    if immediate and lower.family == "h" and lower != below:
        return
    yield from _paths(graph, lower, below, immediate)


def path_label(path: Path) -> tuple[int, int] | None:
    """The (t, k) of a path from a loss to a parameter: the steps of the loss and of the parameter."""
    if len(path) < 2 or path[0].time is None or path[-2].time is None:
        return None
    return path[0].time, path[-2].time
