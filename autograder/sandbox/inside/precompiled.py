"""Released cells, compiled in the zygote before children are forked.

Most cells of a submission are unchanged, and compiling a cell takes longer than running it.
"""

from __future__ import annotations

import ast
import warnings
from codeop import Compile
from types import CodeType
from typing import Any

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_CODE = "precompiled_code"


class PrecompiledCells:
    """Compiled cells by source, for the compiler flags of a new shell."""

    def __init__(self) -> None:
        self._trees: dict[str, ast.Module] = {}

    def add(self, source: str) -> None:
        """Compile a cell. Skip it if it has errors, causes warnings, or changes the compiler flags for later cells."""
        compiler: Any = Compile()
        flags = compiler.flags
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                tree: ast.Module = compile(source, "", "exec", flags | ast.PyCF_ONLY_AST, True)
                compiler.flags |= _FLAGS
                for node in tree.body:
                    shown = node is tree.body[-1] and isinstance(node, ast.Expr)
                    module = ast.Interactive([node]) if shown else ast.Module([node], [])
                    symbol = "single" if shown else "exec"
                    setattr(node, _CODE, (symbol, compiler(module, "", symbol)))
        except Exception:  # the child that runs the cell reports it
            return
        if compiler.flags == flags | _FLAGS:
            self._trees[source] = tree

    def take(self, source: str, flags: int) -> ast.Module | None:
        """Return the syntax tree of a cell, and forget it, because the shell may change it."""
        return self._trees.pop(source, None) if flags == Compile().flags else None


def find_code(module: object, name: str, symbol: str, flags: int) -> CodeType | None:
    """Return the precompiled code of a module of one statement, with the given file name; None if there is none."""
    if flags != Compile().flags | _FLAGS or not isinstance(module, ast.Module | ast.Interactive):
        return None
    if len(module.body) != 1:
        return None
    expected, code = getattr(module.body[0], _CODE, ("", None))
    return _named(code, name) if code is not None and expected == symbol else None


def discard_precompiled(tree: ast.Module) -> None:
    """Remove the precompiled code of a cell, because its statements are about to be changed."""
    for node in tree.body:
        vars(node).pop(_CODE, None)


def _named(code: CodeType, name: str) -> CodeType:
    inside = (_named(each, name) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=name, co_consts=tuple(inside))
