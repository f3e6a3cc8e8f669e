"""Read a child's replies. The student's code shares its process with the worker, so a reply can be anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.model import Answer, Expression, Missing, Opaque, Raised, Returned, Stop, Stopped
from autograder.sandbox import public_names
from autograder.sandbox.inside.decoding import decode
from autograder.sandbox.inside.errors import WireError
from autograder.sandbox.inside.outputs import MAX_ALT, MAX_OUTPUTS, MAX_TRACEBACK_LINES
from autograder.sandbox.steps import Cell, CellResult

TEXTS = frozenset(["text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml"])
IMAGES = frozenset(["image/png", "image/jpeg"])
JSON = "application/json"
REASONS = {"undefined": "it is not defined", "no function": "it is not a function"}
_STREAMS = ("stdout", "stderr")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*={0,2}\s*")
MAX_SIDE = 10_000
MAX_JSON_DEPTH, MAX_JSON_VALUES = 20, 20_000
"""Of all outputs of a cell; a value of a few bytes takes ten times that once it is read."""


def cell_result(reply: Mapping[str, Any], cells: Mapping[str, Cell], count: int) -> CellResult:
    """Read the reply to a cell.

    Parameters
    ----------
    reply : mapping
    cells : mapping of str to Cell
        The cells that have run, by the name that the child knows them by: an error can only lie in one of them.
    count : int
        The execution count that goes with the cell.

    Raises
    ------
    WireError
        The reply is none.
    """
    shown = reply.get("outputs")
    if type(shown) is not list or len(shown) > 2 * MAX_OUTPUTS:
        raise WireError("no reply to a cell")
    outputs = tuple(output for each in shown if (output := _output(each, count)) is not None)
    if sum(_json_values(output["data"].get(JSON), 0) for output in outputs if "data" in output) > MAX_JSON_VALUES:
        raise WireError("more JSON than anybody reads")
    raised = None if reply.get("raised") is None else _raised(reply["raised"], cells)
    stopped = Stopped(Stop.OUTPUT) if reply.get("flooded") is True else None
    return CellResult(outputs, raised, stopped, count, recovered=raised is not None and reply.get("recovered") is True)


def answer(reply: Mapping[str, Any], body: bytes, cells: Mapping[str, Cell], arguments: int) -> Answer:
    """Read the reply to a probe that was sent with so many arguments; raises WireError if it is none."""
    if "missing" in reply:
        if type(reply["missing"]) is not str or reply["missing"] not in REASONS:
            raise WireError("an unknown reason")
        return Missing(REASONS[reply["missing"]])
    if "memory" in reply:
        return Stopped(Stop.MEMORY)
    if "raised" in reply:
        return _raised(reply["raised"], cells)
    changed, warned = reply.get("changed"), reply.get("warnings")
    if "value" not in reply or type(changed) is not list or type(warned) is not list or len(changed) > arguments:
        raise WireError("no reply to a probe")
    if any(type(position) is not int or not 0 <= position < arguments for position in changed):
        raise WireError("no positions of arguments")
    if len(warned) > len(public_names.warnings()) or any(type(name) is not str for name in warned):
        raise WireError("no warnings")
    value = decode(reply["value"], body, Expression, _opaque)
    return Returned(value, tuple(changed), tuple(name for name in warned if name in public_names.warnings()))


def _opaque(name: str) -> Opaque:
    return Opaque(name if public_names.is_public_type(name) else public_names.PRIVATE_TYPE)


def _raised(raised: Any, cells: Mapping[str, Cell]) -> Raised:
    if type(raised) is not list or len(raised) != 3 or type(raised[0]) is not str:
        raise WireError("no exception")
    kind, cell, line = raised
    kind = kind if public_names.is_public_exception(kind) else public_names.PRIVATE_EXCEPTION
    if type(cell) is not str or cell not in cells:
        return Raised(kind)
    lines = cells[cell].source.count("\n") + 2
    return Raised(kind, cells[cell].id, line if type(line) is int and 1 <= line <= lines else None)


# --- outputs --------------------------------------------------------------------------------------


def _output(shown: Any, count: int) -> dict[str, Any] | None:
    """Return a notebook output of known kinds and plain data; None if nothing of it is."""
    if type(shown) is not dict:
        return None
    match shown.get("output_type"):
        case "stream" if shown.get("name") in _STREAMS and type(shown.get("text")) is str:
            return {"output_type": "stream", "name": shown["name"], "text": shown["text"]}
        case "error":
            return _error(shown)
        case "display_data" | "execute_result" as kind:
            data = _data(shown.get("data"))
            more = {"execution_count": count} if kind == "execute_result" else {}
            whole = {"output_type": kind, "data": data, "metadata": _about(shown.get("metadata")), **more}
            return whole if data else None
    return None


def _error(shown: dict[str, Any]) -> dict[str, Any] | None:
    name, value, traceback = shown.get("ename"), shown.get("evalue"), shown.get("traceback")
    if type(name) is not str or type(value) is not str or type(traceback) is not list:
        return None
    if len(traceback) > 2 * MAX_TRACEBACK_LINES or any(type(line) is not str for line in traceback):
        return None
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": traceback}


def _data(data: Any) -> dict[str, Any]:
    if type(data) is not dict:
        return {}
    return {mime: value for mime, value in data.items() if _is_plain(mime, value)}


def _is_plain(mime: Any, value: Any) -> bool:
    if mime == JSON:
        return _json_values(value, 0) <= MAX_JSON_VALUES
    if type(value) is not str:
        return False
    return mime in TEXTS or (mime in IMAGES and _BASE64.fullmatch(value) is not None)


def _json_values(value: Any, depth: int) -> int:
    """Return how many values there are in plain JSON; too many if it is not plain, or nested too deep."""
    if value is None or type(value) in (bool, int, float, str):
        return 1
    if depth > MAX_JSON_DEPTH or type(value) not in (list, dict) or len(value) > MAX_JSON_VALUES:
        return MAX_JSON_VALUES + 1
    items = value.values() if type(value) is dict else value
    return 1 + sum(_json_values(each, depth + 1) for each in items)


def _about(metadata: Any) -> dict[str, Any]:
    """Return how large the images are to be shown and what they show in words, and nothing else."""
    if type(metadata) is not dict:
        return {}
    found: dict[str, Any] = {}
    for mime, about in metadata.items():
        if mime in IMAGES and type(about) is dict:
            sides = {side: about.get(side) for side in ("width", "height")}
            found[mime] = {side: size for side, size in sides.items() if type(size) is int and 0 < size <= MAX_SIDE}
            if type(about.get("alt")) is str:
                found[mime]["alt"] = about["alt"][:MAX_ALT]
    return found
