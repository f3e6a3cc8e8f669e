"""Find the definitions below a failing line of a cell.

Cells often fail because the grader lacks something, such as a package, a folder or another service's magic. As in
Jupyter, the cell ends with its error; but the answer below the failing line should not be lost.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from types import TracebackType


def definitions_below(
    nodes: Sequence[ast.stmt], file: str, error: BaseException
) -> Iterator[tuple[ast.stmt, list[str]]]:
    """Yield the definitions, imports and assignments below the statement that raised, with the names they bind.

    Yields nothing if the cell ended on purpose, by a `raise` statement or by exiting.
    """
    line = _line(error.__traceback__, file)
    if line is None or not isinstance(error, Exception):
        return
    failed = [node for node in nodes if node.lineno <= line]
    if failed and isinstance(failed[-1], ast.Raise):
        return
    for node in nodes[len(failed) :]:
        if names := _names(node):
            yield node, names


def _line(trace: TracebackType | None, file: str) -> int | None:
    while trace is not None and trace.tb_frame.f_code.co_filename != file:
        trace = trace.tb_next
    return trace and trace.tb_lineno


def _names(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [(alias.asname or alias.name).partition(".")[0] for alias in names]
        case ast.Assign(targets=targets):
            return [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []
