"""Which names a released or an instructor's cell binds, imports, defines, changes and uses. Only reads the code."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator

_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


def bound(source: str) -> frozenset[str]:
    """Return the names that a cell binds at its top level, without imports."""
    return frozenset(name for node in _parsed(source).body for name in _bound(node))


def imports(source: str) -> str:
    """Return the import statements at the top level of a cell."""
    return "\n".join(ast.unparse(node) for node in _parsed(source).body if isinstance(node, _IMPORTS))


def definitions(source: str) -> frozenset[str]:
    """Return the names of the functions and classes that a cell defines."""
    return frozenset(node.name for node in _parsed(source).body if isinstance(node, _DEFINITIONS))


def changed(source: str) -> frozenset[str]:
    """Return the names whose values a cell may change in place: by an item, an attribute, a method or a call."""
    names: set[str] = set()
    for node in ast.walk(_parsed(source)):
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            names |= _root(node)
        elif isinstance(node, ast.AugAssign):
            names |= _root(node.target)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names |= _root(node.func)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            names |= {name for each in node.value.args for name in _root(each)}
        elif isinstance(node, ast.Global):
            names |= set(node.names)
    return frozenset(names)


def read(source: str) -> frozenset[str]:
    """Return the names of globals that the functions of a cell read."""
    try:
        table = symtable.symtable(_MAGIC.sub(r"\1pass", source), "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    scopes, names = list(table.get_children()), set[str]()
    while scopes:
        scope = scopes.pop()
        names |= {each.get_name() for each in scope.get_symbols() if each.is_global() and each.is_referenced()}
        scopes += scope.get_children()
    return frozenset(names)


def _root(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, _DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.id
    elif not isinstance(node, (*_SCOPES, *_IMPORTS)):
        for child in ast.iter_child_nodes(node):
            yield from _bound(child)


def _parsed(source: str) -> ast.Module:
    """Return the syntax tree of a cell, without its magics; an empty one if it is no valid Python."""
    try:
        return ast.parse(_MAGIC.sub(r"\1pass", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])
