"""Remembers the two values that a failing assertion compared, so that a student can be told."""

from __future__ import annotations

import ast
import reprlib
from typing import Any

from .values import StandIn

_LEFT, _RIGHT = "_left_side_", "_right_side_"
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_short = reprlib.Repr()
_short.maxstring, _short.maxother, _short.maxlevel = 120, 200, 4
_short.maxlist = _short.maxtuple = _short.maxdict = _short.maxset = 12


class _Sides(ast.NodeTransformer):
    def visit(self, node: ast.AST) -> Any:
        """Leave functions and classes as they are."""
        return node if isinstance(node, _SCOPES) else super().visit(node)

    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        """Bind both sides of a comparison to names."""
        test = node.test
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            test.left = ast.NamedExpr(ast.Name(_LEFT, ast.Store()), test.left)
            test.comparators = [ast.NamedExpr(ast.Name(_RIGHT, ast.Store()), test.comparators[0])]
        return node


def with_sides(tree: ast.Module) -> ast.Module:
    """Make the comparisons of assertions at the top level of a cell keep their two values."""
    changed: ast.Module = ast.fix_missing_locations(_Sides().visit(tree))
    return changed


def sides(namespace: dict[str, Any]) -> list[str]:
    """Return the two values of the last comparison as text; student code is not asked for it."""
    kept = [dict.get(namespace, name, namespace) for name in (_LEFT, _RIGHT)]
    if any(each is namespace for each in kept):
        return []
    try:
        return ["an object" if isinstance(each, StandIn) else _short.repr(each) for each in kept]
    except BaseException:  # a container with an object of the student's that ends the text
        return []


def clear(namespace: dict[str, Any]) -> None:
    """Forget the values of an earlier cell."""
    for name in (_LEFT, _RIGHT):
        dict.pop(namespace, name, None)
