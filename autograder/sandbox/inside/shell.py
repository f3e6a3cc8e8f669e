"""An IPython shell without a kernel: cells run as in Jupyter, and their outputs are kept."""

from __future__ import annotations

import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from .outputs import Outputs, Stream

outputs = Outputs()


class _Publisher(DisplayPublisher):
    def publish(
        self, data: Any, metadata: Any = None, *_: Any, transient: Any = None, update: bool = False, **__: Any
    ) -> None:
        display_id = (transient or {}).get("display_id")
        if update and display_id:
            outputs.update(display_id, data)
        else:
            outputs.rich("display_data", data, metadata, **({"display_id": display_id} if display_id else {}))

    def clear_output(self, wait: bool = False) -> None:
        outputs.clear(wait)


class _Hook(DisplayHook):
    def start_displayhook(self) -> None: ...

    def write_output_prompt(self) -> None: ...

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        outputs.rich("execute_result", format_dict, md_dict, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None: ...


class Shell(InteractiveShell):
    """The shell that a notebook's cells run in."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        try:
            text = str(evalue)
        except BaseException:
            text = "<unprintable>"
        outputs.error(etype.__name__, text, [str(line) for line in stb])

    def enable_gui(self, gui: Any = None) -> None: ...

    def raw_input(self, *_: Any) -> str:
        raise EOFError("input() has nobody to answer it while notebooks are graded")


def make_shell() -> Shell:
    """Make the one shell of a process."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.enable_tip = False
    config.InteractiveShell.cache_size = 100
    shell: Shell = Shell.instance(config=config)
    return shell


def redirect() -> None:
    """Send what the student's code prints to the outputs."""
    sys.stdout, sys.stderr = Stream(outputs, "stdout"), Stream(outputs, "stderr")
