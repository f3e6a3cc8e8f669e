"""A real browser, driven over the Chrome DevTools protocol: open, click, type, evaluate JavaScript."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websocket import WebSocket, create_connection

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "no Chromium is installed"
PATIENCE = 30
_QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --hide-scrollbars "
    "--disable-component-update --disable-sync --remote-debugging-port=0 --disable-dev-shm-usage"
).split()
_ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No host name is resolved: requests to other hosts are recorded and fail at once."""


def is_installed() -> bool:
    return CHROMIUM is not None


@dataclass(frozen=True)
class Screen:
    """The size and kind of a screen."""

    width: int
    height: int
    scale: int = 1
    phone: bool = False


DESKTOP = Screen(1280, 800)
PHONE = Screen(390, 844, scale=2, phone=True)


class Unable(Exception):
    """The browser could not run a command, for example while it loads another page."""


class Tab:
    """A tab of a browser."""

    def __init__(self, address: str) -> None:
        self._socket: WebSocket = create_connection(address, suppress_origin=True, timeout=PATIENCE)
        self._numbers = itertools.count(1)
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def close(self) -> None:
        """Close the connection to the tab."""
        self._socket.close()

    def ask(self, method: str, **parameters: Any) -> Any:
        """Send a command and return the result; events that arrive in the meantime are kept in `events`."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (message := self._next()).get("id") != number:
            pass
        if "error" in message:
            raise Unable(f"{method}: {message['error']}")
        return message["result"]

    def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv())
        if "method" in message:
            self.events.append(message)
        return message

    def look_on(self, screen: Screen) -> None:
        """Emulate a screen."""
        values = {"width": screen.width, "height": screen.height, "deviceScaleFactor": screen.scale}
        self.ask("Emulation.setDeviceMetricsOverride", **values, mobile=screen.phone)
        self.ask("Emulation.setTouchEmulationEnabled", enabled=screen.phone)

    def open(self, address: str) -> None:
        """Open an address and wait for the load event."""
        self.events.clear()
        self.ask("Page.navigate", url=address)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._next()

    def run(self, script: str) -> Any:
        """Evaluate a JavaScript expression in the page and return its value."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Unable(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait_for(self, script: str) -> Any:
        """Wait until a JavaScript expression is truthy, and return its value."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(Unable):
                if value := self.run(script):
                    return value
            time.sleep(0.05)
        raise Unable(f"never true: {script}\n{self.run('document.body.innerText')[:2000]}")

    def click(self, element: str) -> None:
        """Click the middle of the element that a JavaScript expression returns, once it is visible and does not move."""
        x, y = self.wait_for(
            """(async element => {
                if (!element) return null;
                element.scrollIntoView({block: 'center'});
                const before = element.getBoundingClientRect();
                await new Promise(later => setTimeout(later, 80));
                const box = element.getBoundingClientRect();
                return box.width && box.y === before.y && [box.x + box.width / 2, box.y + box.height / 2];
            })"""
            f"({element})"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def write(self, text: str) -> None:
        """Type a text into the focused element."""
        for char in text:
            self.ask("Input.dispatchKeyEvent", type="char", text=char)

    def press_tab(self) -> None:
        """Press the tab key."""
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    @property
    def wanted(self) -> list[str]:
        """Addresses that the page has requested since it was opened."""
        sent = (event["params"] for event in self.events if event["method"] == "Network.requestWillBeSent")
        return [each["request"]["url"] for each in sent]

    def picture(self, path: Path, clip: tuple[float, float, float, float] | None = None) -> None:
        """Save a screenshot, or a part of the page (x, y, width, height), as a PNG."""
        part = {"clip": {**dict(zip(("x", "y", "width", "height"), clip, strict=True)), "scale": 1}} if clip else {}
        made = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=bool(clip), **part)
        path.write_bytes(base64.b64decode(made["data"]))


def _address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the WebSocket address of the page; the browser writes its port into its profile."""
    port, deadline = profile / "DevToolsActivePort", time.monotonic() + PATIENCE
    while not (port.is_file() and "/devtools/" in port.read_text()):
        assert process.poll() is None, "the browser exited"
        assert time.monotonic() < deadline, "the browser does not start"
        time.sleep(0.05)
    with urllib.request.urlopen(f"http://127.0.0.1:{port.read_text().split()[0]}/json", timeout=PATIENCE) as answer:
        return str(next(each["webSocketDebuggerUrl"] for each in json.load(answer) if each["type"] == "page"))


@contextlib.contextmanager
def browser() -> Iterator[Tab]:
    """Start a browser with one empty tab, and stop it at the end."""
    assert CHROMIUM is not None, MISSING
    profile = Path(tempfile.mkdtemp(prefix="browser-"))
    mine = {**os.environ, "TMPDIR": str(profile)}  # it leaves files behind when it is terminated
    command = [CHROMIUM, *_QUIET, _ALONE, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, env=mine, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        tab = Tab(_address(profile, process))
        yield tab
        tab.close()
    finally:
        process.terminate()
        process.wait(PATIENCE)
        shutil.rmtree(profile, ignore_errors=True)
