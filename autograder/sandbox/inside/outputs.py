"""Keep what cells show, in the form in which a notebook stores it, within limits."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any

MAX_ALT = 1_000
"""Characters of what an image shows in words."""
MAX_OUTPUTS = 1_000
FLOOD_FACTOR = 64
"""A cell that produces this many times its limit is ended; up to there, the rest is only left out."""
TRUNCATION_NOTE = "[The rest of this output was left out: there was too much of it.]\n"
MAX_TRACEBACK_LINES, MAX_LINE = 60, 4_000
_OURS = ("display_id", "size")


class Outputs:
    """The outputs of the cell that runs."""

    def __init__(self) -> None:
        self.flooded: Callable[[], None] = lambda: None
        """Called when there is so much output that the cell has to end."""
        self.begin(0, keep=False)

    def begin(self, limit: int, keep: bool, room: int | None = None) -> None:
        """Begin a new cell: keep so many bytes of what it shows, less where there is less room, or nothing at all."""
        self.limit, self.keep = limit, keep
        self.room = limit if room is None else min(room, limit)
        self.items: list[dict[str, Any]] = []
        self.size = self.seen = self.count = 0
        self.cut = self.clear_first = False

    def stream(self, name: str, text: str) -> None:
        """Add text to stdout or stderr."""
        data = text.encode("utf-8", "replace")
        data = data[: self._room(len(data))]
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
        """Add a display or a result."""
        data, size = _plain(data)
        if self._room(size) >= size and self.keep:
            self.size += size
            self._add({"output_type": kind, "data": data, "metadata": _plain_metadata(metadata), "size": size, **more})

    def update(self, display_id: str, data: dict[str, Any], metadata: dict[str, Any] | None) -> None:
        """Replace the displays that have this id."""
        data, size = _plain(data)
        for item in self.items:
            if item.get("display_id") != display_id:
                continue
            self.size -= item["size"]  # what is replaced makes room
            if self._room(size) < size:
                data, size = item["data"], item["size"]
            self.size += size
            item.update(data=data, metadata=_plain_metadata(metadata), size=size)

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Add a traceback; it is shown even where nothing else fits."""
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
        """Remove what was shown, now or before the next output."""
        if wait:
            self.clear_first = True
        else:
            self.items, self.size, self.count = [], 0, 0

    def take(self) -> list[dict[str, Any]]:
        """Return the outputs as a notebook stores them, and keep nothing more until the next cell begins."""
        items, cut = self.items, self.cut
        self.begin(0, keep=False)
        kept = []
        for item in items:
            more = {"text": "".join(item["text"])} if item["output_type"] == "stream" else {}
            kept.append({**{key: value for key, value in item.items() if key not in _OURS}, **more})
        return [*kept, {"output_type": "stream", "name": "stderr", "text": TRUNCATION_NOTE}] if cut else kept

    def _room(self, size: int) -> int:
        """Return how much more may be kept; note what is lost, and end the cell if it is a flood."""
        if not self.keep:
            return 0
        self.seen += size + 16
        if self.seen > FLOOD_FACTOR * self.limit:
            self.flooded()
        room = self.room - self.size
        self.cut = self.cut or size > room
        return max(room, 0)

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
    """Return the text without lone surrogates, which are no Unicode."""
    return text.encode("utf-8", "replace").decode()


def _plain(data: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Return a display's data with bytes as base64, without what is neither text nor JSON, and its size."""
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
    """Return the metadata of images: how large they are to be shown, and what is said to who cannot see them."""
    plain = {}
    for mime, about in (metadata or {}).items():
        if type(about) is dict:
            sizes = {key: about[key] for key in ("width", "height") if type(about.get(key)) is int}
            alt = {"alt": _clean(about["alt"][:MAX_ALT])} if type(about.get("alt")) is str else {}
            plain[_clean(str(mime))] = {**sizes, **alt}
    return plain


class Stream(io.TextIOBase):
    """Standard output or error of the student's code."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str, descriptor: int) -> None:
        self._outputs = outputs
        self.name = f"<{name}>"
        self._kind = name
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.stream(self._kind, str(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        """Return the process's own descriptor, as a kernel does; what is written to it is dropped."""
        return self._descriptor
