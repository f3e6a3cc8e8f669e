"""Keep what cells show, in the form in which a notebook stores it, within limits."""

from __future__ import annotations

import base64
import io
from typing import Any

MAX_OUTPUTS = 1000
NOTE = "[The rest of the output was left out: there was too much of it.]\n"


class Outputs:
    """The outputs of the cell that runs."""

    def __init__(self) -> None:
        self.limit = 1 << 20
        self.keep = True
        self.reset()

    def reset(self, limit: int | None = None, keep: bool = True) -> None:
        """Begin a new cell."""
        self.items: list[dict[str, Any]] = []
        self.size, self.cut, self.clear_first = 0, False, False
        self.limit, self.keep = limit or self.limit, keep

    def stream(self, name: str, text: str) -> None:
        """Add text to stdout or stderr."""
        room = self.limit - self.size
        if not self.keep or room <= 0:
            self.cut = self.cut or self.keep
            return
        self.cut = self.cut or len(text) > room
        text = text[:room]
        self.size += len(text)
        last = self.items[-1] if self.items and not self.clear_first else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self._add({"output_type": "stream", "name": name, "text": [text]})

    def rich(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None, **more: Any) -> None:
        """Add a display or a result."""
        data = {mime: base64.b64encode(v).decode() if type(v) is bytes else v for mime, v in data.items()}
        size = sum(len(value) if type(value) is str else 1000 for value in data.values())
        if not self.keep or self.size + size > self.limit:
            self.cut = self.cut or self.keep
            return
        self.size += size
        self._add({"output_type": kind, "data": data, "metadata": metadata or {}, **more})

    def update(self, display_id: str, data: dict[str, Any]) -> None:
        """Replace a display that has an id."""
        for item in self.items:
            if item.get("display_id") == display_id:
                item["data"] = {m: base64.b64encode(v).decode() if type(v) is bytes else v for m, v in data.items()}

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Add a traceback."""
        lines = [line[:20_000] for line in traceback[:200]]
        self._add({"output_type": "error", "ename": name[:200], "evalue": value[:2000], "traceback": lines})

    def clear(self, wait: bool) -> None:
        """Remove what was shown, now or before the next output."""
        if wait:
            self.clear_first = True
        else:
            self.items, self.size = [], 0

    def take(self) -> list[dict[str, Any]]:
        """Return the outputs as a notebook stores them."""
        items = [{k: v for k, v in item.items() if k != "display_id"} for item in self.items]
        for item in items:
            if item["output_type"] == "stream":
                item["text"] = "".join(item["text"])
        if self.cut:
            items.append({"output_type": "stream", "name": "stderr", "text": NOTE})
        return items

    def _add(self, item: dict[str, Any]) -> None:
        if self.clear_first:
            self.items, self.size, self.clear_first = [], 0, False
        if len(self.items) < MAX_OUTPUTS and self.keep:
            self.items.append(item)
        else:
            self.cut = self.cut or self.keep


class Stream(io.TextIOBase):
    """Standard output or error of the student's code."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name

    def write(self, text: str) -> int:
        text = text if type(text) is str else str(text)
        self._outputs.stream(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        raise io.UnsupportedOperation("fileno")
