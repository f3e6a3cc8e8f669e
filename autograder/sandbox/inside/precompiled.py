"""Cells that were handed out, compiled before children are forked.

Most cells of a notebook are as everybody has them, and to compile one takes longer than to run it.
"""

from __future__ import annotations

import ast
import warnings
from codeop import Compile
from types import CodeType
from typing import Any

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_COMPILED = "compiled_ahead"


class PrecompiledCells:
    """What is compiled ahead, by its source, for a compiler whose flags are those of a new shell."""

    def __init__(self) -> None:
        self._trees: dict[str, ast.Module] = {}

    def learn(self, source: str) -> None:
        """Compile a cell, unless it does not compile, warns, or changes how the cells below it are compiled."""
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
                    setattr(node, _COMPILED, (symbol, compiler(module, "", symbol)))
        except Exception:  # whoever runs it gets to see it
            return
        if compiler.flags == flags | _FLAGS:
            self._trees[source] = tree

    def tree(self, source: str, flags: int) -> ast.Module | None:
        """Return the statements of a cell, once: who gets them may change them."""
        return self._trees.pop(source, None) if flags == Compile().flags else None


def compiled(module: object, name: str, symbol: str, flags: int) -> CodeType | None:
    """Return the code of a module of one statement if it was compiled ahead, as if from a file of that name."""
    if flags != Compile().flags | _FLAGS or not isinstance(module, ast.Module | ast.Interactive):
        return None
    if len(module.body) != 1:
        return None
    meant, code = getattr(module.body[0], _COMPILED, ("", None))
    return _named(code, name) if code is not None and meant == symbol else None


def discard_precompiled(tree: ast.Module) -> None:
    """Have the statements of a cell compiled when they run: something is going to change them."""
    for node in tree.body:
        vars(node).pop(_COMPILED, None)


def _named(code: CodeType, name: str) -> CodeType:
    inside = (_named(each, name) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=name, co_consts=tuple(inside))
