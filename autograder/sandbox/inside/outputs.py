"""Collect cell outputs in the format of a notebook, within size limits."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any

MAX_ALT = 1_000
"""Characters of an image's alternative text."""
MAX_OUTPUTS = 1_000
FLOOD_FACTOR = 64
"""A cell is ended if it produces this many times its output limit. Below that, output over the limit is dropped."""
TRUNCATION_NOTE = "[Output truncated: this cell produced too much output.]\n"
MAX_TRACEBACK_LINES, MAX_LINE = 60, 4_000
_INTERNAL_KEYS = ("display_id", "size")


class Outputs:
    """The outputs of the running cell."""

    def __init__(self) -> None:
        self.flooded: Callable[[], None] = lambda: None
        """Called when the cell exceeds `FLOOD_FACTOR` times its limit."""
        self.begin(0, keep=False)

    def begin(self, limit: int, keep: bool, available: int | None = None) -> None:
        """Start a new cell.

        Parameters
        ----------
        limit : int
            The cell's output limit in bytes.
        keep : bool
            Whether to keep any outputs.
        available : int, optional
            Bytes that the notebook's budget leaves, if fewer than `limit`.
        """
        self.limit, self.keep = limit, keep
        self.available = limit if available is None else min(available, limit)
        self.items: list[dict[str, Any]] = []
        self.size = self.seen = self.count = 0
        self.cut = self.clear_first = False

    def stream(self, name: str, text: str) -> None:
        """Add text to stdout or stderr."""
        data = text.encode("utf-8", "replace")
        data = data[: self._space_left(len(data))]
        if not data:
            return
        self.size += len(data)
        text = data.decode("utf-8", "ignore")
        last = self.items[-1] if self.items and not self.clear_first else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self._add({"output_type": "stream", "name": name, "text": [text]})

    def rich(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None, **more: Any) -> None:
        """Add a `display_data` or `execute_result` output."""
        data, size = _plain(data)
        if self._space_left(size) >= size and self.keep:
            self.size += size
            self._add({"output_type": kind, "data": data, "metadata": _plain_metadata(metadata), "size": size, **more})

    def update(self, display_id: str, data: dict[str, Any], metadata: dict[str, Any] | None) -> None:
        """Replace the outputs that have this display id."""
        data, size = _plain(data)
        for item in self.items:
            if item.get("display_id") != display_id:
                continue
            self.size -= item["size"]  # the replaced output frees its space
            if self._space_left(size) < size:
                data, size = item["data"], item["size"]
            self.size += size
            item.update(data=data, metadata=_plain_metadata(metadata), size=size)

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Add a traceback, even if the output limit is reached."""
        lines = [_clean(line[:MAX_LINE]) for line in traceback]
        if len(lines) > MAX_TRACEBACK_LINES:
            half = MAX_TRACEBACK_LINES // 2
            lines = [*lines[:half], "...", *lines[-half:]]
        if self.keep:
            self.items.append(
                {
                    "output_type": "error",
                    "ename": _clean(name[:200]),
                    "evalue": _clean(value[:MAX_LINE]),
                    "traceback": lines,
                }
            )

    def clear(self, wait: bool) -> None:
        """Remove the outputs so far, now or before the next output."""
        if wait:
            self.clear_first = True
        else:
            self.items, self.size, self.count = [], 0, 0

    def take(self) -> list[dict[str, Any]]:
        """Return the outputs in notebook format; drop all output until the next cell begins."""
        items, cut = self.items, self.cut
        self.begin(0, keep=False)
        kept = []
        for item in items:
            more = {"text": "".join(item["text"])} if item["output_type"] == "stream" else {}
            kept.append({**{key: value for key, value in item.items() if key not in _INTERNAL_KEYS}, **more})
        return [*kept, {"output_type": "stream", "name": "stderr", "text": TRUNCATION_NOTE}] if cut else kept

    def _space_left(self, size: int) -> int:
        """Return the bytes that may still be kept; mark output as truncated, and end the cell if it floods."""
        if not self.keep:
            return 0
        self.seen += size + 16
        if self.seen > FLOOD_FACTOR * self.limit:
            self.flooded()
        available = self.available - self.size
        self.cut = self.cut or size > available
        return max(available, 0)

    def _add(self, item: dict[str, Any]) -> None:
        if self.clear_first:
            self.clear(wait=False)
            self.clear_first = False
        self.count += 1
        if self.count <= MAX_OUTPUTS:
            self.items.append(item)
        else:
            self.cut = True


def _clean(text: str) -> str:
    """Return the text with lone surrogates replaced, which are not valid Unicode."""
    return text.encode("utf-8", "replace").decode()


def _plain(data: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Return MIME data with bytes as base64, without values that are neither text nor JSON, and their size."""
    plain, size = {}, 0
    for mime, value in data.items():
        value = base64.b64encode(value).decode() if type(value) is bytes else value
        if type(value) is not str:
            try:
                size += len(json.dumps(value))
            except (TypeError, ValueError, RecursionError):
                continue
        else:
            value = _clean(value)
            size += len(value.encode())
        plain[_clean(str(mime))] = value
    return plain, size


def _plain_metadata(metadata: dict[str, Any] | None) -> dict[str, Any]:
    """Return the metadata of images: display size and alternative text."""
    plain = {}
    for mime, about in (metadata or {}).items():
        if type(about) is dict:
            sizes = {key: about[key] for key in ("width", "height") if type(about.get(key)) is int}
            alt = {"alt": _clean(about["alt"][:MAX_ALT])} if type(about.get("alt")) is str else {}
            plain[_clean(str(mime))] = {**sizes, **alt}
    return plain


class Stream(io.TextIOBase):
    """Standard output or error of student code."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str, descriptor: int) -> None:
        self._outputs = outputs
        self.name = f"<{name}>"
        self._kind = name
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        """Add text to the cell's outputs and return its length."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.stream(self._kind, str(text))
        return len(text)

    def writable(self) -> bool:
        """Return True."""
        return True

    def isatty(self) -> bool:
        """Return False: outputs have no colours."""
        return False

    def fileno(self) -> int:
        """Return the process's descriptor, as a Jupyter kernel does; data written to it are dropped."""
        return self._descriptor
