"""Bounds the processor time that a page takes: a text that takes too long to lay out is shown as it was written.

The parsers of Markdown, code and formulas are libraries. Some of them take quadratic time for texts that nobody writes
by accident.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from markupsafe import Markup, escape

from autograder.processes.client import LostError
from autograder.processes.forked import in_fork

TEXT_SECONDS = 2.0
"""Processor time for one text; an honest one takes some milliseconds."""
PAGE_SECONDS = 8.0
"""Processor time for all texts of a page. What comes after that is shown as it was written."""
MEMORY_MB = 512
SHORT = 4_000
"""Characters up to which a text is laid out in this process: it cannot take long, and to fork takes 5 ms."""
REMARK = "This text takes too long to lay out; it is shown as it was written."
_BLOCK = Markup('<p class="remark"><em>{}</em></p><pre>{}</pre>')
_LINES = Markup("[{}]\n{}")


class Effort:
    """What is left of a page's processor time.

    Parameters
    ----------
    seconds : float
        With 0, all texts are shown as they were written.
    """

    def __init__(self, seconds: float = PAGE_SECONDS) -> None:
        self.left = seconds

    def spent_on(self, render: Callable[[str], str], source: str, inside_pre: bool = False) -> str:
        """Return a rendered text; escaped and with a remark if that takes too long or fails.

        Parameters
        ----------
        render : callable
        source : str
        inside_pre : bool
            Whether the page shows the result within `<pre>`.
        """
        began = time.process_time()
        try:
            if self.left <= 0:
                raise LostError("nothing is left of the page's time")
            if len(source) <= SHORT:
                return render(source)
            made, seconds = in_fork(lambda: render(source), min(self.left, TEXT_SECONDS), MEMORY_MB)
            self.left -= seconds
            return made
        except Exception:  # libraries raise many types for texts that they cannot read
            self.left -= TEXT_SECONDS if len(source) > SHORT else 0
            return str((_LINES if inside_pre else _BLOCK).format(REMARK, escape(source)))
        finally:
            self.left -= time.process_time() - began
