"""Parse a child's replies. Student code shares the worker's process, so a reply can be anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.model import Answer, Expression, Missing, Opaque, Raised, Returned, Stop, Stopped
from autograder.sandbox import public_names
from autograder.sandbox.inside.calls import PRIVATE_EXCEPTION
from autograder.sandbox.inside.decoding import decode
from autograder.sandbox.inside.errors import WireError
from autograder.sandbox.inside.outputs import MAX_ALT, MAX_OUTPUTS, MAX_TRACEBACK_LINES
from autograder.sandbox.steps import Cell, CellResult

TEXTS = frozenset(["text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml"])
IMAGES = frozenset(["image/png", "image/jpeg"])
JSON = "application/json"
REASONS = {"undefined": "it is not defined", "no function": "it is not a function"}
_STREAMS = ("stdout", "stderr")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*+(?:=\s*+){0,2}")  # never goes back, so it takes linear time
MAX_SIDE = 10_000
MAX_JSON_DEPTH, MAX_JSON_VALUES = 20, 20_000
"""Limits on the JSON in all outputs of a cell: a parsed value takes about ten times its bytes in memory."""


def parse_cell_result(reply: Mapping[str, Any], cells: Mapping[str, Cell], count: int) -> CellResult:
    """Parse the reply to a cell.

    Parameters
    ----------
    reply : mapping
    cells : mapping of str to Cell
        The cells sent so far, by their id on the wire. Errors can only refer to these.
    count : int
        The cell's execution count.

    Raises
    ------
    WireError
        The reply is malformed.
    """
    shown = reply.get("outputs")
    if type(shown) is not list or len(shown) > 2 * MAX_OUTPUTS:
        raise WireError("malformed reply to a cell")
    outputs = tuple(output for each in shown if (output := _output(each, count)) is not None)
    if sum(_json_values(output["data"].get(JSON), 0) for output in outputs if "data" in output) > MAX_JSON_VALUES:
        raise WireError("too much JSON")
    raised = None if reply.get("raised") is None else _raised(reply["raised"], cells)
    recovered = raised is not None and reply.get("recovered") is True
    if reply.get("flooded") is True:
        return CellResult(outputs, raised, Stopped(Stop.OUTPUT), count, recovered)
    if reply.get("late") is True:
        return CellResult(outputs, raised, Stopped(Stop.TIME), count, recovered, interrupted=True)
    return CellResult(outputs, raised, None, count, recovered)


def parse_answer(reply: Mapping[str, Any], body: bytes, cells: Mapping[str, Cell], arguments: int) -> Answer:
    """Parse the reply to a probe.

    Parameters
    ----------
    reply : mapping
    body : bytes
        Array data that the reply refers to.
    cells : mapping of str to Cell
        The cells sent so far, by their id on the wire.
    arguments : int
        Number of arguments of the probe.

    Raises
    ------
    WireError
        The reply is malformed.
    """
    if "missing" in reply:
        if type(reply["missing"]) is not str or reply["missing"] not in REASONS:
            raise WireError("unknown reason for a missing value")
        return Missing(REASONS[reply["missing"]])
    if "memory" in reply:
        return Stopped(Stop.MEMORY)
    if "raised" in reply:
        return _raised(reply["raised"], cells)
    changed, warned = reply.get("changed"), reply.get("warnings")
    if "value" not in reply or type(changed) is not list or type(warned) is not list or len(changed) > arguments:
        raise WireError("malformed reply to a probe")
    if any(type(position) is not int or not 0 <= position < arguments for position in changed):
        raise WireError("malformed positions of changed arguments")
    if len(warned) > len(public_names.warning_names()) or any(type(name) is not str for name in warned):
        raise WireError("malformed warnings")
    value = decode(reply["value"], body, Expression, _opaque)
    return Returned(value, tuple(changed), tuple(name for name in warned if name in public_names.warning_names()))


def _opaque(name: str) -> Opaque:
    return Opaque(name if public_names.is_public_type(name) else public_names.PRIVATE_TYPE)


def _raised(raised: Any, cells: Mapping[str, Cell]) -> Raised:
    if type(raised) is not list or len(raised) != 4 or type(raised[0]) is not str:
        raise WireError("malformed exception")
    kind, cell, line, version = raised
    kind = kind if public_names.is_public_exception(kind) else PRIVATE_EXCEPTION
    if type(cell) is not str or cell not in cells:
        return Raised(kind, version=version is True)
    lines = cells[cell].source.count("\n") + 2
    place = line if type(line) is int and 1 <= line <= lines else None
    return Raised(kind, cells[cell].id, place, version is True)


# --- outputs --------------------------------------------------------------------------------------


def _output(shown: Any, count: int) -> dict[str, Any] | None:
    """Return a valid notebook output made of the known parts of one; None if nothing is left."""
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
            whole = {"output_type": kind, "data": data, "metadata": _image_metadata(shown.get("metadata")), **more}
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
    """Return the number of values in plain JSON; above `MAX_JSON_VALUES` if not plain or too deeply nested."""
    if value is None or type(value) in (bool, int, float, str):
        return 1
    if depth > MAX_JSON_DEPTH or type(value) not in (list, dict) or len(value) > MAX_JSON_VALUES:
        return MAX_JSON_VALUES + 1
    items = value.values() if type(value) is dict else value
    return 1 + sum(_json_values(each, depth + 1) for each in items)


def _image_metadata(metadata: Any) -> dict[str, Any]:
    """Return the display size and the alternative text of images, and nothing else."""
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
