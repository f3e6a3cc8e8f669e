"""Show matplotlib's figures below the cells that draw them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from typing import Any

from .outputs import Outputs

INLINE = "module://matplotlib_inline.backend_inline"


def show_figures(shell: Any, outputs: Outputs) -> None:
    """Let a shell show the figures of a cell, or close them without drawing if outputs are not kept."""
    from matplotlib import pyplot
    from matplotlib_inline.backend_inline import configure_inline_support, flush_figures

    def flush() -> None:
        if outputs.keep:
            flush_figures()
        elif loaded := sys.modules.get("matplotlib.pyplot"):
            loaded.close("all")

    pyplot.switch_backend = _ignore_unavailable(pyplot.switch_backend)
    configure_inline_support(shell, INLINE)
    for registered in list(shell.events.callbacks["post_execute"]):
        if registered is flush_figures:
            shell.events.unregister("post_execute", flush_figures)
    shell.events.register("post_execute", flush)


def _ignore_unavailable(switch: Callable[[str], None]) -> Any:
    """Wrap `pyplot.switch_backend` to keep the current backend if the new one needs a display or a browser."""

    def switch_backend(newbackend: str) -> None:
        with contextlib.suppress(ImportError, ValueError, RuntimeError):
            switch(newbackend)

    return switch_backend
