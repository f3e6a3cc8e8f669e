"""Mutants of trusted functions: copies with one small mistake, made in memory.

Tools for mutation testing write every mutant to a file and run a test command. Here, a test is one call of a question's
`judge`, hundreds of times a second, in a process that already has the hidden inputs. Those tools also lack the mistakes
that matter here: a transposed matrix, a dropped factor, swapped arguments.
"""

from __future__ import annotations

import ast
import copy
import functools
import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeVar

from autograder.model import ChangeKind as Kind
from autograder.release_check.fairness.alternatives import changes

_Tree = TypeVar("_Tree", ast.FunctionDef, ast.Module)


@dataclass(frozen=True)
class Mutant:
    """A change in one place.

    Attributes
    ----------
    function : str
        Name of the changed function, or of the changed value.
    line : int
        Its line in the file; 0 for a value.
    before, after : str
        The line before and after the change.
    kind : Kind
    """

    function: str
    line: int
    before: str
    after: str
    kind: Kind


def mutants(
    reference: Callable[..., Any], others: Collection[Callable[..., Any]] = ()
) -> Iterator[tuple[Mutant, Callable[..., Any]]]:
    """Yield mutants of a function, and of the functions of its package that it calls, as callables.

    Parameters
    ----------
    reference : callable
        A function defined with `def` at the top of a module.
    others : collection of callables
        Functions that are not changed, nor what they call, because other questions ask for them.
    """
    reached = _reached(reference, others)
    for function in reached:
        tree = _definitions(sys.modules[function.__module__])[function.__name__]
        seen = {ast.unparse(tree)}
        for line, before, kind, changed, after in _mutated(tree):
            if (text := ast.unparse(changed)) not in seen:
                seen.add(text)
                yield Mutant(function.__name__, line, before, after, kind), _built(reached, function, changed)


def changed_cells(source: str) -> Iterator[tuple[Mutant, str]]:
    """Yield a cell's code with one small mistake each."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            node.body[0] = ast.copy_location(ast.Pass(), node.body[0])
    seen = {ast.unparse(tree)}
    for line, before, kind, changed, after in _mutated(tree):
        if (text := ast.unparse(changed)) not in seen:
            seen.add(text)
            yield Mutant("", line, before, after, kind), text


def _reached(reference: Callable[..., Any], others: Collection[Callable[..., Any]]) -> list[FunctionType]:
    """Return a function and those of its package that it calls, directly or indirectly."""
    package = reference.__module__.rpartition(".")[0] or reference.__module__
    found: list[FunctionType] = []
    waiting: list[Any] = [reference]
    while waiting:
        function = waiting.pop(0)
        if not isinstance(function, FunctionType) or function in found:
            continue
        if function is not reference and (function in others or not function.__module__.startswith(package)):
            continue
        tree = _definitions(sys.modules[function.__module__]).get(function.__name__)
        if tree is None:
            continue
        found.append(function)
        names = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        waiting += [function.__globals__[name] for name in names if name in function.__globals__]
    return found


@functools.cache
def _definitions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    """Return the functions of a module without their docstrings, except those that a decorator replaced."""
    functions = [
        node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef) and isinstance(vars(module).get(node.name), FunctionType)
    ]
    for function in functions:
        if ast.get_docstring(function) is not None:
            del function.body[0]
    return {function.name: function for function in functions if function.body}


def _mutated(tree: _Tree) -> Iterator[tuple[int, str, Kind, _Tree, str]]:
    """Yield line, line before, kind, changed function or cell and line after for every change."""
    places = [place for statement in tree.body for place in _places(statement, statement)]
    texts = [node.value for node, _ in places if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    for node, statement in places:
        for kind, new in changes(node, texts):
            twins: dict[int, Any] = {}
            changed = copy.deepcopy(tree, twins)
            fresh = copy.deepcopy(new)
            _Exchange(twins[id(node)], fresh).visit(changed)
            after = fresh if node is statement else twins[id(statement)]
            yield node.lineno, _first_line(statement), kind, ast.fix_missing_locations(changed), _first_line(after)


def _places(node: ast.AST, statement: ast.stmt) -> Iterator[tuple[Any, ast.stmt]]:
    """Yield every statement and expression at and below a node, and the statement that contains it."""
    yield node, statement
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield from _places(child, child)
        elif isinstance(child, ast.expr | ast.keyword | ast.comprehension):
            yield from _places(child, statement)


class _Exchange(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


def _first_line(statement: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(statement)).splitlines()[0]


def _built(reached: list[FunctionType], function: FunctionType, changed: ast.FunctionDef) -> Callable[..., Any]:
    """Return the first of the functions, in copies of their modules in which one function has been changed."""
    worlds: dict[str, dict[str, Any]] = {}
    for home in {each.__module__ for each in reached}:
        worlds[home] = dict(vars(sys.modules[home]))
        exec(_code(sys.modules[home]), worlds[home])
    exec(_compiled([changed]), worlds[function.__module__])
    for each in reached:
        fresh = worlds[each.__module__][each.__name__]
        for world in worlds.values():  # where another module has imported it
            world.update({name: fresh for name, value in world.items() if value is each})
    made: Callable[..., Any] = worlds[reached[0].__module__][reached[0].__name__]
    return made


@functools.cache
def _code(module: ModuleType) -> CodeType:
    return _compiled(_definitions(module).values())


def _compiled(definitions: Iterable[ast.FunctionDef]) -> CodeType:
    future = ast.ImportFrom("__future__", [ast.alias("annotations")], 0)
    tree = ast.Module([future, *definitions], [])
    return compile(ast.fix_missing_locations(tree), "<a mutant>", "exec")
