"""Compares the two sides of a claim on concrete networks, for all values of all indices, under every layout."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from autograder.maths.latex import BigOperator, Chain, Derivative, Expr, Symbol, bare, children, walk
from autograder.maths.paths.arithmetic import same_numbers
from autograder.maths.paths.graph import Graph
from autograder.maths.paths.network import INPUTS, OUTPUTS, UNITS
from autograder.maths.paths.notation import Notation
from autograder.maths.paths.sides import shared_network
from autograder.maths.paths.terms import InapplicableError, OutsideError, WorkBudget
from autograder.maths.unreadable import UnreadableError
from autograder.maths.world.evaluator import TensorEvaluator
from autograder.maths.world.layouts import SHAPES, Layout
from autograder.maths.world.names import Names, learn_names
from autograder.maths.world.references import TIMES, reference
from autograder.maths.world.tensors import Tensor, aligned

_SHAPES = ((False, False, False), (True, True, False), (True, False, False), (False, False, True))
"""Columns, transposed and lenient of a `Layout`, in the order in which they are tried."""

MAX_ASSIGNMENTS = 16
"""Choices of time indices per network, about."""


@dataclass(frozen=True)
class Comparison:
    """What the numbers say about a claim.

    Attributes
    ----------
    holds : bool or None
        None if it has no value under any layout.
    layouts : tuple of Layout
        Those under which it holds.
    reason : str
        Why it has no value.
    example : str
        Values for which the two sides differ.
    """

    holds: bool | None
    layouts: tuple[Layout, ...] = ()
    reason: str = ""
    example: str = ""


@dataclass
class WorldChecker:
    """Compares the claims of one answer in numbers.

    Attributes
    ----------
    chains : tuple of Chain
    notations : mapping
        The notation of the answer on each graph.
    budget : WorkBudget
    """

    chains: tuple[Chain, ...]
    notations: Mapping[Graph, Notation]
    budget: WorkBudget
    _names: Names | None = field(default=None)

    @property
    def names(self) -> Names:
        """The meaning of the letters, found once."""
        if self._names is None:
            notation = self.notations[max(self.notations, key=lambda graph: graph.T)]
            self._names = learn_names(self.chains, notation)
        return self._names

    def compare(self, left: Expr, right: Expr, first: Expr) -> Comparison:
        """Compare the sides of a claim in a chain that starts with `first`."""
        if _bound(left) & self._times(right) or _bound(right) & self._times(left):
            return Comparison(None, (), "an index with two meanings")
        reason = ""
        differs: list[str] = []
        layouts: list[Layout] = []
        differentiates = any(isinstance(node, Derivative) for side in (left, right) for node in walk(side))
        shapes = _SHAPES if differentiates or self.names.definitions else _SHAPES[:1]
        readings = (False, True) if self._is_ambiguous(left, right) else (False,)
        for shape in shapes:
            for total in readings:
                layout = Layout(*shape, total)
                try:
                    example = self._difference(left, right, first, layout)
                except (UnreadableError, InapplicableError) as error:
                    reason = reason or str(error) or "it has no value"
                    continue
                except (ArithmeticError, LookupError, ValueError) as error:
                    # shapes that NumPy refuses
                    reason = reason or f"arrays that do not fit: {error}"
                    continue
                if example is None:
                    layouts.append(layout)
                else:
                    differs.append(example)
            if layouts:
                break
        if len(readings) == 1:
            layouts += [replace(layout, total=True) for layout in layouts]
        if layouts:
            return Comparison(True, tuple(layouts))
        if differs and not reason:
            return Comparison(False, (), "the two sides differ", differs[0])
        return Comparison(None, (), reason, differs[0] if differs else "")

    def _is_ambiguous(self, left: Expr, right: Expr) -> bool:
        """Whether a claim may contain an unmarked derivative of a state by a parameter."""
        if self.names.definitions:
            return True
        nodes = (node for side in (left, right) for node in walk(side) if isinstance(node, Derivative))
        return any(
            node.kind in ("partial", "gradient")
            and any(
                (found := reference(part)) is not None and found.letter in self.names.parameters
                for part in walk(node.by)
            )
            for node in nodes
        )

    def _difference(self, left: Expr, right: Expr, first: Expr, layout: Layout) -> str | None:
        """Values for which the sides differ under a layout; None if there are none."""
        times = sorted((self._times(left) | self._times(right)) - {"T"})
        if len(times) > 3:
            raise UnreadableError("an index without an explanation")
        free = frozenset(self._labels(first))
        met = 0
        compared: list[tuple[int, ...]] = []
        for graph, env in self._assignments(times):
            sizes = self._sizes((left, right))
            evaluator = TensorEvaluator(self.names, shared_network(graph), layout, self.budget, free, sizes)
            try:
                with np.errstate(all="ignore"):
                    values = [evaluator.value(side, env) for side in (left, right)]
            except (OutsideError, InapplicableError):
                continue
            if len(times) > 1 and any(_looks_back(side, evaluator, env) for side in (left, right)):
                continue
            met += 1
            compared.append(tuple(env[name] for name in times))
            if not _equal(*values):
                named = ", ".join(f"{name} = {number}" for name, number in env.items())
                return f"for {named} the left side is {_shown(values[0])}, the right side is {_shown(values[1])}"
        distinct = len(times) < 2 or any(len(set(values)) == len(values) for values in compared)
        if (met < 2 and times) or not met or not distinct:
            raise UnreadableError("it cannot be compared with the network")
        return None

    def _assignments(self, times: list[str]) -> Iterator[tuple[Graph, dict[str, int]]]:
        graphs = sorted(self.notations, key=lambda graph: graph.T)
        for graph in graphs[-1:] if len(graphs) == 1 else (graphs[-1], graphs[2]):
            found = list(itertools.product(graph.times, repeat=len(times)))
            stride = 1 + len(found) // MAX_ASSIGNMENTS
            for numbers in found[::-1][::stride]:
                yield graph, {"T": graph.T, **dict(zip(times, numbers, strict=True))}

    def _times(self, side: Expr) -> frozenset[str]:
        """The free time indices of a side."""
        return _free(side, self.names)

    def _labels(self, side: Expr) -> Iterable[str]:
        """The component indices that occur once in a side and that no Σ binds."""
        bound = {node.index for node in walk(side) if isinstance(node, BigOperator)}
        counts: dict[str, int] = {}
        for node in _outermost(side):
            for label in node:
                if label in self.names.components and label not in bound:
                    counts[label] = counts.get(label, 0) + 1
        return [label for label, count in counts.items() if count == 1]

    def _sizes(self, sides: tuple[Expr, ...]) -> dict[str, int]:
        """The number of components of every component index."""
        sizes: dict[str, int] = {}
        kinds = {"h": UNITS, "a": UNITS, "x": INPUTS, "o": OUTPUTS, "yhat": OUTPUTS, "y": OUTPUTS}
        for side in sides:
            for node in walk(side):
                found = reference(node)
                if found is None:
                    continue
                if found.letter in self.names.parameters and (split := found.split(2)) is not None:
                    sizes.update(zip(split[1], SHAPES[found.letter], strict=False))
                elif (family := self.names.letters.get(found.letter, "")) in kinds:
                    split = found.split(1)
                    sizes.update(dict.fromkeys(split[1] if split is not None else (), kinds[family]))
        return sizes


def _looks_back(side: Expr, evaluator: TensorEvaluator, env: Mapping[str, int]) -> bool:
    """Whether a side contains, outside of Σ and ∏, the derivative of a quantity by a later one."""
    if isinstance(side, BigOperator):
        return False
    if isinstance(side, Derivative):
        try:
            nodes = [evaluator.node(bare(end), env) for end in (side.of, side.by)]
        except UnreadableError:
            return False
        times = [node[0].time for node in nodes if node is not None and node[0].time is not None]
        return len(times) == 2 and times[0] < times[1]
    return any(_looks_back(child, evaluator, env) for child in children(side))


def _bound(side: Expr) -> frozenset[str]:
    """The indices of all Σ and ∏ of a side."""
    return frozenset(node.index for node in walk(side) if isinstance(node, BigOperator))


def _outermost(side: Expr) -> Iterator[tuple[str, ...]]:
    """The index letters of every reference in a side, each reference once."""
    found = reference(side)
    if found is not None:
        parts = [part.name for part in (*found.indices, *found.raised) if isinstance(part, Symbol)]
        yield (*parts, *found.components)
        return
    for child in children(side):
        yield from _outermost(child)


def _free(node: Expr, names: Names) -> frozenset[str]:
    if isinstance(node, BigOperator):
        bounds = (_free(bound, names) for bound in (node.lower, node.upper) if bound is not None)
        inner = _free(node.body, names) - {node.index}
        letters = (_letters(bound) for bound in (node.lower, node.upper) if bound is not None)
        return inner.union(*bounds, *letters) - names.components
    found = reference(node)
    if found is not None and (found.letter not in names.parameters or found.raised):
        letters = (_letters(part) for part in (*found.indices, *found.raised))
        return frozenset().union(*letters) - names.components - {"init"}
    if found is not None:
        return frozenset()
    return frozenset().union(*(_free(child, names) for child in children(node)))


def _letters(part: Expr) -> frozenset[str]:
    return frozenset(node.name for node in walk(part) if isinstance(node, Symbol) and node.name in _INDICES)


_INDICES = TIMES | frozenset("i j l m n p q u tau kappa".split())


def _equal(left: Tensor, right: Tensor) -> bool:
    size = max((*left.core, *right.core))
    left, right = left.sized(size), right.sized(size)
    labels, (a, b) = aligned(left, right)
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise UnreadableError("a value that is not finite")
    if np.iscomplexobj(a) or np.iscomplexobj(b):
        a, b = np.real(a), np.real(b)
    if labels and a.shape != b.shape and a.shape[-2:] == b.shape[-2:]:
        a, b = np.broadcast_arrays(a, b)
    if same_numbers(a, b):
        return True
    for whole, part in ((a, b), (b, a)):
        if not labels and part.size > 1 and 1 in part.shape and whole.shape[1] == whole.shape[0] * part.size:
            return same_numbers(whole, np.kron(np.eye(whole.shape[0]), part.reshape(1, -1)))
    return False


def _shown(value: Tensor) -> str:
    entries = np.real(value.array).ravel()
    text = ", ".join(f"{entry:.3g}" for entry in entries[:3])
    return text if len(entries) == 1 else f"({text}{', …' if len(entries) > 3 else ''})"
