"""Read a child's replies. The student's code shares its process with the worker, so a reply can be anything."""

from __future__ import annotations

from typing import Any

from autograder.model import Answer, Expression, Missing, Opaque, Raised, Returned
from autograder.sandbox.inside import codec
from autograder.sandbox.inside.errors import WireError
from autograder.sandbox.steps import CellResult

MIME_TYPES = frozenset(
    """text/plain text/html text/markdown text/latex image/png image/jpeg image/svg+xml application/json""".split()
)
MAX_OUTPUTS = 1100
MAX_LINE = 10_000_000
REASONS = ("it is not defined", "it is not a function")
_STREAMS = ("stdout", "stderr")


def cell_result(reply: dict[str, Any]) -> CellResult:
    """Read the reply to a cell; raises WireError for what is none."""
    shown = reply.get("outputs")
    count = reply.get("count")
    if type(shown) is not list or len(shown) > MAX_OUTPUTS or type(count) is not int or not 0 <= count < 2**31:
        raise WireError("no reply to a cell")
    outputs = [output for each in shown if (output := _output(each, count)) is not None]
    raised = None if reply.get("raised") is None else _raised(reply["raised"])
    return CellResult(tuple(outputs), raised, None, count)


def answer(reply: dict[str, Any]) -> Answer:
    """Read the reply to a probe; raises WireError for what is none."""
    if "missing" in reply:
        reason = reply["missing"]
        if reason not in REASONS:
            raise WireError("an unknown reason")
        return Missing(reason)
    if "raised" in reply:
        return _raised(reply["raised"])
    if "value" not in reply:
        raise WireError("no reply to a probe")
    changed, warned = reply.get("changed"), reply.get("warnings")
    if type(changed) is not list or any(type(i) is not int or not 0 <= i < 100 for i in changed):
        raise WireError("no positions")
    if type(warned) is not list or len(warned) > 50 or any(not _is_name(name) for name in warned):
        raise WireError("no warnings")
    value = codec.decode(reply["value"], Expression, lambda name: Opaque(_identifier(name)))
    return Returned(value, tuple(changed), tuple(warned))


def _raised(raised: Any) -> Raised:
    if type(raised) is not list or len(raised) != 3:
        raise WireError("no exception")
    kind, cell, line = raised
    if not _is_name(kind) and kind != "an exception of your own":
        raise WireError("no exception's name")
    if cell is not None and (type(cell) is not str or len(cell) > 100):
        raise WireError("no cell")
    if line is not None and (type(line) is not int or not 0 <= line < MAX_LINE):
        raise WireError("no line")
    return Raised(kind, cell, line)


def _is_name(text: Any) -> bool:
    return type(text) is str and len(text) < 60 and text.isidentifier() and text.isascii()


def _identifier(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char in "_ ")[:60]


def _output(shown: Any, count: int) -> dict[str, Any] | None:
    """Return a notebook output of plain text and known kinds; None for what is none."""
    if type(shown) is not dict:
        return None
    match shown.get("output_type"):
        case "stream" if type(shown.get("text")) is str and shown.get("name") in _STREAMS:
            return {"output_type": "stream", "name": shown["name"], "text": shown["text"]}
        case "error":
            lines = shown.get("traceback")
            texts = [shown.get("ename"), shown.get("evalue"), *(lines if type(lines) is list else [None])]
            if any(type(text) is not str for text in texts):
                return None
            return {"output_type": "error", "ename": texts[0], "evalue": texts[1], "traceback": texts[2:]}
        case "display_data" | "execute_result" as kind:
            data = shown.get("data")
            if type(data) is not dict:
                return None
            kept = {mime: text for mime, text in data.items() if mime in MIME_TYPES and type(text) is str}
            more = {"execution_count": count} if kind == "execute_result" else {}
            return {"output_type": kind, "data": kept, "metadata": {}, **more} if kept else None
    return None
