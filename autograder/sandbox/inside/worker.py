"""What runs in a child: cells and probes come in, outputs and values go out, one reply a request."""

from __future__ import annotations

import builtins
import io
import os
import random
import socket
import sys
import warnings
from typing import Any

from . import codec, frames, nodes
from .shell import Shell, outputs, redirect

_ARRAY_WARNINGS = "ComplexWarning VisibleDeprecationWarning RankWarning IntegrationWarning LinAlgWarning".split()
_LIBRARY_ERRORS = "LinAlgError AxisError SympifyError ShapeError NonSquareMatrixError NonInvertibleMatrixError".split()


def serve(stream: socket.socket, shell: Shell) -> None:
    """Answer requests until the other side closes."""
    redirect()
    sys.stdin = io.StringIO("")
    names: dict[str, str] = {}
    while True:
        try:
            request = frames.receive(stream)
        except frames.Closed:
            return
        if "seed" in request:
            _seed(request["seed"])
            reply: dict[str, Any] = {}
        elif "cell" in request:
            reply = _run_cell(shell, request, names)
        else:
            reply = _call(shell, request, names)
        reply["step"] = request["step"]
        frames.send(stream, reply)


def _seed(seed: int) -> None:
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed)


def _run_cell(shell: Shell, request: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    outputs.reset(request["output"], request["show"])
    count = shell.execution_count
    names[shell.compile.get_code_name(request["cell"], shell.transform_cell(request["cell"]), count)] = request["id"]
    result = shell.run_cell(request["cell"], store_history=True, silent=False)
    error = result.error_before_exec or result.error_in_exec
    return {"outputs": outputs.take(), "count": count, "raised": _where(error, names) if error is not None else None}


def _call(shell: Shell, request: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Answer one probe: the value of a name, or a call with fresh arguments. What it prints is dropped."""
    outputs.reset(keep=False)
    namespace = shell.user_ns
    name = request["probe"]
    if name not in namespace:
        return {"missing": "it is not defined"}
    target = namespace[name]
    if request["args"] is None:
        return {"value": codec.encode(target), "changed": [], "warnings": []}
    if not callable(target):
        return {"missing": "it is not a function"}
    args = [_thaw(codec.decode(each, _refuse, str)) for each in request["args"]]
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            value = target(*args)
        encoded = codec.encode(value)
    except BaseException as error:
        return {"raised": _where(error, names)}
    changed = [i for i, (arg, sent) in enumerate(zip(args, request["args"], strict=True)) if codec.encode(arg) != sent]
    return {"value": encoded, "changed": changed, "warnings": sorted({_category(each.category) for each in caught})}


def _thaw(value: Any) -> Any:
    """Make the arrays of an argument writable: they are the student's own copies."""
    if type(value).__name__ == "ndarray":
        return value.copy()
    if type(value) is dict:
        return {key: _thaw(each) for key, each in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_thaw(each) for each in value)
    return value


def _refuse(rows: nodes.Rows) -> Any:
    raise TypeError("arguments are numbers and arrays")


def _category(category: type) -> str:
    name = category.__name__
    known = isinstance(getattr(builtins, name, None), type) or name in _ARRAY_WARNINGS
    return name if known else "Warning"


def _where(error: BaseException, names: dict[str, str]) -> list[Any]:
    """Return the kind of an error and the student's cell and line; never its text."""
    kind = type(error).__name__
    known = getattr(builtins, kind, None) is type(error) or kind in _LIBRARY_ERRORS
    cell, line = None, None
    if isinstance(error, SyntaxError) and error.filename in names:
        cell, line = names[error.filename], error.lineno
    trace = error.__traceback__
    while trace is not None:
        if (file := trace.tb_frame.f_code.co_filename) in names:
            cell, line = names[file], trace.tb_lineno
        trace = trace.tb_next
    return [kind if known else "an exception of your own", cell, line]


def leave(code: int) -> None:
    """End the child at once, without running anything that the student left to be run at the end."""
    os._exit(code)
