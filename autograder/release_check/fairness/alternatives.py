"""Small changes to one place of a program: another operator, index, factor or constant.

They are the mutation operators of R. A. DeMillo, R. J. Lipton and F. G. Sayward, "Hints on test data selection: help
for the practicing programmer", Computer 11 (1978), extended by common mistakes with matrices.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.model import ChangeKind as Kind

Change = tuple[Kind, ast.AST]

_INTEGERS = frozenset("tknTmijd")
"""Names of integers in the literature; an argument with such a name can be off by one."""

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}


def changes(node: ast.AST, texts: list[str]) -> Iterator[Change]:
    """Yield nodes that could replace a node by mistake.

    Parameters
    ----------
    node : ast.AST
        An expression or a statement.
    texts : list of str
        All strings in the function; each may replace another.
    """
    match node:
        case ast.BinOp():
            yield from _operation(node)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield Kind.OPERATOR, operand
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for other in _COMPARISONS.get(type(op), ()):
                yield Kind.CONDITION, ast.Compare(left, [other()], [right])
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield Kind.CONDITION, ast.IfExp(test, orelse, body)
            yield Kind.CONDITION, body
            yield Kind.CONDITION, orelse
        case ast.BoolOp(op=op, values=values):
            yield Kind.CONDITION, ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values)
        case ast.Constant():
            yield from _constant(node, texts)
        case ast.Subscript(value=value, slice=index):
            for moved in _moved_index(index):
                yield Kind.INDEX, ast.Subscript(value, moved, node.ctx)
        case ast.Call():
            yield from _call(node)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant | ast.Tuple | ast.List):
            yield Kind.TRANSPOSE, ast.Return(_transposed(value))
        case ast.If(test=test, body=body, orelse=orelse):
            yield Kind.CONDITION, ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.AugAssign(target=target, op=op, value=value):
            for operator in _OPERATORS.get(type(op), ()):
                yield Kind.OPERATOR, ast.AugAssign(target, operator(), value)
            yield Kind.STATEMENT, ast.Assign([target], value)
            yield Kind.STATEMENT, ast.Pass()
        case ast.Expr(value=ast.Call()):
            yield Kind.STATEMENT, ast.Pass()


def _operation(node: ast.BinOp) -> Iterator[Change]:
    left, right = node.left, node.right
    for operator in _OPERATORS.get(type(node.op), ()):
        yield Kind.OPERATOR, ast.BinOp(left, operator(), right)
    if not isinstance(node.op, ast.Add | ast.Mult):
        yield Kind.ORDER, ast.BinOp(right, node.op, left)
    yield Kind.DROPPED, left
    yield Kind.DROPPED, right
    if isinstance(node.op, ast.MatMult):
        if _is_matrix(left):
            yield Kind.TRANSPOSE, ast.BinOp(_transposed(left), node.op, right)
        if _is_matrix(right):
            yield Kind.TRANSPOSE, ast.BinOp(left, node.op, _transposed(right))


def _is_matrix(node: ast.expr) -> bool:
    """Whether a node is a matrix, which can be transposed; in the literature, matrices have capital letters."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant | ast.JoinedStr) and not isinstance(node.value, ast.Call)
    return isinstance(node, ast.Name) and node.id[0].isupper()


def _transposed(node: ast.expr) -> ast.expr:
    return ast.Attribute(node, "T", ast.Load())


def _constant(node: ast.Constant, texts: list[str]) -> Iterator[Change]:
    value = node.value
    if isinstance(value, str):
        for other in dict.fromkeys(texts):
            if other != value:
                yield Kind.CONSTANT, ast.Constant(other)
    elif isinstance(value, bool):
        yield Kind.CONSTANT, ast.Constant(not value)
    elif isinstance(value, int | float):
        yield Kind.CONSTANT, ast.Constant(value + 1)
        yield Kind.CONSTANT, ast.Constant(value - 1)


def _moved_index(index: ast.expr) -> Iterator[ast.expr]:
    match index:
        case ast.Name() | ast.BinOp():
            yield from _moved(index)
        case ast.Slice(lower=lower, upper=upper, step=step):
            for bound in _moved(lower) if isinstance(lower, ast.Name | ast.BinOp) else ():
                yield ast.Slice(bound, upper, step)
            for bound in _moved(upper) if isinstance(upper, ast.Name | ast.BinOp) else ():
                yield ast.Slice(lower, bound, step)
        case ast.Tuple(elts=elements):
            for place, element in enumerate(elements):
                for other in _moved_index(element):
                    yield ast.Tuple([*elements[:place], other, *elements[place + 1 :]], ast.Load())


def _moved(node: ast.expr) -> Iterator[ast.expr]:
    yield ast.BinOp(node, ast.Add(), ast.Constant(1))
    yield ast.BinOp(node, ast.Sub(), ast.Constant(1))


def _call(node: ast.Call) -> Iterator[Change]:
    args = node.args
    if isinstance(node.func, ast.Name) and node.func.id == "range":
        for place, bound in enumerate(args):
            for moved in _moved(bound):
                yield Kind.INDEX, ast.Call(node.func, [*args[:place], moved, *args[place + 1 :]], [])
        if len(args) > 1:
            yield Kind.INDEX, ast.Call(node.func, args[1:], [])
        return
    if any(isinstance(arg, ast.Starred) for arg in args):
        return
    for place in range(len(args) - 1):
        swapped = [*args[:place], args[place + 1], args[place], *args[place + 2 :]]
        yield Kind.ORDER, ast.Call(node.func, swapped, node.keywords)
    for place, arg in enumerate(args):
        for moved in _moved(arg) if isinstance(arg, ast.Name) and arg.id in _INTEGERS else ():
            yield Kind.INDEX, ast.Call(node.func, [*args[:place], moved, *args[place + 1 :]], node.keywords)
    if len(args) == 1:
        yield Kind.DROPPED, args[0]
