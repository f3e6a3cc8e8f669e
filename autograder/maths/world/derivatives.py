"""Derivatives as arrays: of quantities of the network by others, and of formulas by complex steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from autograder.maths.latex import Call, Derivative, Expr, Group, Number, Power, Product, Related, Sum, Symbol, bare
from autograder.maths.paths.graph import Node
from autograder.maths.paths.indices import index
from autograder.maths.paths.network import STEP
from autograder.maths.paths.terms import OutsideError
from autograder.maths.unreadable import UnreadableError
from autograder.maths.world.layouts import CHANGE, SHAPES, Env
from autograder.maths.world.references import reference
from autograder.maths.world.tensors import Tensor, labelled, number

if TYPE_CHECKING:
    from autograder.maths.world.evaluator import TensorEvaluator


def derivative(evaluator: TensorEvaluator, expr: Derivative, env: Env, depth: int, held: bool = False) -> Tensor:
    """The value of a derivative; `held` if states between the two quantities are held fixed."""
    if evaluator.changed is not None:
        raise UnreadableError("a derivative of a derivative")
    by, column_major = bare(expr.by), False
    match by:
        case Call(Symbol("vec"), matrix) | Product((Symbol("vec"), Group(matrix))):
            by, column_major = matrix, True
    use = _use(evaluator, by, env)
    below = (use[0], ()) if use is not None else evaluator.node(by, env)
    if below is None:
        raise UnreadableError("a derivative by an unknown quantity")
    plain = expr.kind in ("partial", "gradient")
    of = evaluator.names.without_argument(bare(expr.of))
    above = evaluator.node(of, env)
    if above is None and (step := evaluator.names.transition(of, env)) is not None:
        above, held = (step, ()), True
    immediate = held or expr.kind == "immediate"
    if above is not None:
        immediate = immediate or (
            plain and not evaluator.layout.total and evaluator.graph.ambiguous(above[0], below[0])
        )
        if use is not None:
            return _arranged(evaluator, _through_use(evaluator, above[0], use), above[1], below, expr, column_major)
        return _arranged(
            evaluator, evaluator.network.jacobian(above[0], below[0], immediate), above[1], below, expr, column_major
        )
    return _of_formula(evaluator, of, below, expr, env, depth, column_major, immediate)


def _use(evaluator: TensorEvaluator, by: Expr, env: Env) -> tuple[Node, int] | None:
    """A parameter with a step, W^{(k)}: its use at that step."""
    found = reference(by)
    if found is None or found.letter not in evaluator.graph.unrolling.parameters or len(found.raised) != 1:
        return None
    return Node(found.letter), index(found.raised[0], env)


def _through_use(evaluator: TensorEvaluator, above: Node, use: tuple[Node, int]) -> NDArray[Any]:
    entered = Node(evaluator.graph.unrolling.parameters[use[0].family], use[1])
    if not evaluator.graph.exists(entered):
        raise OutsideError("a use of a parameter outside of the network")
    return evaluator.network.jacobian(above, entered) @ evaluator.network.jacobian(entered, use[0], True)


def _arranged(
    evaluator: TensorEvaluator,
    jacobian: NDArray[Any],
    above: tuple[str, ...],
    below: tuple[Node, tuple[str, ...]],
    expr: Derivative,
    column_major: bool,
) -> Tensor:
    """A Jacobian of shape (numerator, denominator) with labels and layout."""
    node, components = below
    value = Tensor((), jacobian)
    if components or above:
        shape = SHAPES[node.family] if node.family in SHAPES else (jacobian.shape[1],)
        array = jacobian.reshape(jacobian.shape[0], *shape)
        if components and len(components) != len(shape):
            raise UnreadableError("a derivative by a part of a matrix")
        names = [*above] if above else []
        if len(names) > 1:
            raise UnreadableError("too many indices")
        if not components:
            # ∂h_i/∂W: a matrix or a row for every i
            core = array if array.ndim == 3 else array[:, None, :]
            return _labelled(evaluator, core, tuple(names))
        if not above and jacobian.shape[0] > 1:
            # ∂h/∂W_ab: a column for every a, b
            return _labelled(evaluator, np.moveaxis(array, 0, -1)[..., None], components)
        if not above:
            return _labelled(evaluator, array[0][..., None, None], components)
        return _labelled(evaluator, array[..., None, None], (*names, *components))
    if column_major and node.family in SHAPES:
        rows, columns = SHAPES[node.family]
        value = Tensor((), jacobian.reshape(-1, rows, columns).swapaxes(1, 2).reshape(len(jacobian), -1))
    whole = node.family in SHAPES
    if value.core[0] == 1 and whole and not column_major and (expr.kind == "gradient" or evaluator.layout.columns):
        return Tensor((), jacobian.reshape(SHAPES[node.family]))
    if value.core[0] == 1:
        return value.transposed if expr.kind == "gradient" or evaluator.layout.columns else value
    return value.transposed if evaluator.layout.transposed else value


def _labelled(evaluator: TensorEvaluator, array: NDArray[Any], names: tuple[str, ...]) -> Tensor:
    for name in names:
        if name not in evaluator.names.components:
            raise UnreadableError(f"the index {name}")
    return labelled(array, names)


def _of_formula(
    evaluator: TensorEvaluator,
    of: Expr,
    below: tuple[Node, tuple[str, ...]],
    expr: Derivative,
    env: Env,
    depth: int,
    column_major: bool,
    immediate: bool,
) -> Tensor:
    """The derivative of a formula by complex steps."""
    node = below[0]
    if node.family not in SHAPES and node.family not in ("h", "a", "o", "yhat"):
        raise UnreadableError("a derivative by an unknown quantity")
    base = np.asarray(evaluator.network.value(node))
    local = immediate or (expr.kind in ("partial", "gradient") and not evaluator.layout.total)
    moved = evaluator.network.moved(node)
    if local and node.family in SHAPES:
        moved = {**evaluator.network.moved(node, 0.0), node: moved[node]}
    value = replace(evaluator, changed=moved).value(of, env, depth + 1)
    if CHANGE not in value.labels:
        return number(0)
    value = value.mapped(lambda array: array.imag / STEP)
    axis = value.labels.index(CHANGE)
    array = np.moveaxis(value.array, axis, -1)
    rest = value.labels[:axis] + value.labels[axis + 1 :]
    if rest and array.shape[-3:-1] == (1, 1):
        if len(rest) == 1:
            return _arranged(evaluator, array[:, 0, 0, :], rest, below, expr, column_major)
        raise UnreadableError("the derivative of several indices")
    if rest:
        raise UnreadableError("the derivative of several indices")
    return _arranged(evaluator, array.reshape(-1, base.size), (), below, expr, column_major)


def derivative_at(evaluator: TensorEvaluator, base: Expr, where: Expr, env: Env, depth: int) -> Tensor:
    """A derivative with something held fixed, or through one use of a parameter."""
    if not isinstance(base, Derivative):
        raise UnreadableError("a bar without the quantity that is held fixed")
    inner = bare(where)
    inner = inner.sides[-1] if isinstance(inner, Related) else inner
    by = bare(base.by)
    step = isinstance(inner, Number | Sum) or (isinstance(inner, Symbol) and inner.name in env)
    if step and isinstance(by, Symbol) and by == Symbol(by.name) and by.name in evaluator.graph.unrolling.parameters:
        return derivative(evaluator, replace(base, by=Power(by, Group(inner))), env, depth)
    if evaluator.node(inner, env) is None:
        raise UnreadableError("a bar without the quantity that is held fixed")
    return derivative(evaluator, base, env, depth, held=True)
