"""Finds what can still be run in a cell that ended with an error.

Cells often fail because the grader lacks something, such as a package, a folder or another service's magic. As in
Jupyter, the cell ends with its error; but the answer below the failing line should not be lost. A name that was only
computed in part is not kept.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import BuiltinFunctionType, FunctionType, ModuleType, TracebackType
from typing import Any

from IPython.core.error import StdinNotImplementedError

_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
_HARMLESS = frozenset(["print", "display", "len", "repr", "str", "type", "round", "abs"])
"""Functions that do not change their arguments."""
_UNCHANGING = (ModuleType, FunctionType, BuiltinFunctionType, type, int, float, complex, str)


def failing(nodes: Sequence[ast.stmt], file: str, error: BaseException) -> int | None:
    """Return the index of the statement of a cell that raised; None if the error comes from elsewhere.

    Several statements may be in one line.
    """
    trace: TracebackType | None = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != file:
        trace = trace.tb_next
    if trace is None:
        return None
    line, _, column, _ = list(trace.tb_frame.f_code.co_positions())[trace.tb_lasti // 2]
    place = (line or trace.tb_lineno, 0 if column is None else column)
    begun = [number for number, node in enumerate(nodes) if _start(node) <= place]
    return begun[-1] if begun else None


def definitions_below(nodes: Sequence[ast.stmt], failed: int) -> Iterator[tuple[ast.stmt, list[str]]]:
    """Yield the definitions, imports and assignments below the statement that raised, with the names they bind.

    Names that another statement below would change are left out, because that statement is not run. Yields nothing
    if the cell ended on purpose, by a `raise` statement.
    """
    if isinstance(nodes[failed], ast.Raise):
        return
    below = nodes[failed + 1 :]
    others = [node for node in below if not bound_names(node)]
    changed = set[str]().union(*map(changed_names, others))
    assigned = set[str]().union(*map(_stored_names, others))
    for node in below:
        names = bound_names(node)
        if names and not (assigned if isinstance(node, _FUNCTIONS) else changed).intersection(names):
            yield node, names


def definitions(nodes: Iterable[ast.stmt]) -> list[ast.stmt]:
    """Return the statements that only define: functions, classes, imports, and names for constants."""
    return [node for node in nodes if isinstance(node, _DEFINITIONS) or _is_constant(node)]


class Missing:
    """Names that the cells of a notebook would have if every module, file and server that they need were there.

    "*" means any name, as after `%run helpers.py` or `from helpers import *`.
    """

    def __init__(self) -> None:
        self.names: set[str] = set()

    def explain(self, node: ast.stmt, error: BaseException) -> bool:
        """Whether a statement failed because something is missing. Its names are remembered."""
        if isinstance(error, ImportError):
            imports = [each for each in ast.walk(node) if isinstance(each, ast.Import | ast.ImportFrom)]
            for each in imports:
                self.names.update(bound_names(each))
            return bool(imports)
        if isinstance(error, OSError | StdinNotImplementedError) and not isinstance(node, ast.Raise):
            self.names.update("*" if _runs_a_file(node) else _stored_names(node))
            return True
        return isinstance(error, NameError) and not self.names.isdisjoint(("*", getattr(error, "name", None)))

    def without(self, node: ast.stmt, error: BaseException) -> list[ast.stmt]:
        """Return what can be run in place of a statement that failed because something is missing; [] if nothing can.

        The imports of one statement one by one; a function without decorators, annotations and defaults that need the
        module; the statements in a block.
        """
        match node:
            case ast.Import(names=[_, _, *_]):
                return [ast.copy_location(ast.Import([alias]), node) for alias in node.names]
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self._plain(node)
            case ast.With(body=body) | ast.AsyncWith(body=body):
                return body
            case ast.Try(body=body, finalbody=after):
                return [*body, *after]
            case ast.If(body=body) if isinstance(error, ImportError):
                return body
        return []

    def _plain(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
        decorators = [each for each in node.decorator_list if not self._needed(each)]
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
        annotated = [each for each in arguments if each and each.annotation and self._needed(each.annotation)]
        returns = node.returns is not None and self._needed(node.returns)
        defaults = [each for each in (*node.args.defaults, *node.args.kw_defaults) if each and self._needed(each)]
        if len(decorators) == len(node.decorator_list) and not annotated and not returns and not defaults:
            return []
        node.decorator_list = decorators
        node.args.defaults = [_none(each) if each in defaults else each for each in node.args.defaults]
        node.args.kw_defaults = [_none(each) if each in defaults else each for each in node.args.kw_defaults]
        for each in annotated:
            each.annotation = None
        if returns:
            node.returns = None
        vars(node).pop("precompiled_code", None)
        return [node]

    def _needed(self, node: ast.AST) -> bool:
        return any(isinstance(each, ast.Name) and each.id in self.names for each in ast.walk(node))

    def unfinished(self, node: ast.stmt, values: Mapping[str, Any]) -> set[str]:
        """Return the names that have no value, or a wrong one, because a statement could not be run.

        They are remembered: what needs them cannot be run either.

        Parameters
        ----------
        node : ast.stmt
        values : mapping of str to object
            What the names mean now. No statement changes modules, functions and numbers but by assigning a new one.
        """
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and self._needed(node.value.func):
            return set()  # `plot(x)` of a missing module would have shown x, and changed nothing
        stored = _stored_names(node)
        names = stored | {name for name in changed_names(node) if not isinstance(values.get(name), _UNCHANGING)}
        self.names |= names
        return names


def bound_names(node: ast.stmt) -> list[str]:
    """Return the names that a definition, an import or a plain assignment binds; [] for any other statement."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [(alias.asname or alias.name).partition(".")[0] for alias in names]
        case ast.Assign(targets=targets) if all(map(_is_plain_target, targets)):
            return [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return [name]
    return []


def changed_names(node: ast.stmt) -> set[str]:
    """Return the names whose value a statement may set or change; without those inside of functions and classes."""
    if names := bound_names(node):
        return set(names)
    found: set[str] = set()
    waiting: list[Any] = [node]
    while waiting:
        part = waiting.pop()
        match part:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
                continue
            case ast.Lambda():
                continue
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store() | ast.Del()):
                found |= _root(part)
            case ast.Call(func=ast.Name(id=name)) if name in _HARMLESS:
                pass
            case ast.Call(func=func, args=args, keywords=keywords):
                for each in (*args, *(keyword.value for keyword in keywords)):
                    found |= _root(each)
                if isinstance(func, ast.Attribute):
                    found |= _root(func.value)
        waiting += ast.iter_child_nodes(part)
    return found


def _stored_names(node: ast.stmt) -> set[str]:
    """Return the names that a statement itself assigns, deletes or defines."""
    if names := bound_names(node):
        return set(names)
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)}


def _runs_a_file(node: ast.stmt) -> bool:
    """Whether a statement was `%run file`, `%load file`, or executes what it reads."""
    called = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    names = {
        each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "") for each in called
    }
    magics = {each.args[0].value for each in called if each.args and isinstance(each.args[0], ast.Constant)}
    return "exec" in names or ("run_line_magic" in names and not magics.isdisjoint(("run", "load")))


def _none(place: Any) -> ast.expr:
    return ast.copy_location(ast.Constant(None), place)


def _is_plain_target(target: ast.expr) -> bool:
    return not any(isinstance(part, ast.Subscript | ast.Attribute) for part in ast.walk(target))


def _root(node: ast.AST) -> set[str]:
    """Return the name at the beginning of `a[i].b`."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Starred):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and bool(bound_names(node))


def _start(node: ast.stmt) -> tuple[int, int]:
    """Return line and column of a statement's beginning, with its decorators."""
    first = node.decorator_list[0] if isinstance(node, _FUNCTIONS | ast.ClassDef) and node.decorator_list else node
    return first.lineno, 0 if first is not node else node.col_offset
