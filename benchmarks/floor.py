"""The floor: a submission's own code, run once without a sandbox.

It runs in a plain IPython shell that draws figures and has run the instructor's notebooks before. Every
notebook runs in a fork, so that names are not shared. Nothing is probed, judged or kept.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat

from tests.classroom import solved


class Floor:
    """A warm shell, in a process that measures nothing else."""

    def __init__(self) -> None:
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "NoColor"  # tracebacks in colours take several times as long
        self._null = os.open("/dev/null", os.O_RDWR)
        self._shell = InteractiveShell.instance(config=config)
        self._shell.enable_gui = lambda gui=None: None
        self._shell.enable_matplotlib("inline")
        for notebook in solved().values():
            self._quietly([*code(notebook), "undefined_name"])  # a traceback, too
        self._shell.reset(new_session=True)
        gc.collect()
        gc.freeze()  # or every child would copy pages that it only reads

    def seconds(self, cells: Sequence[str]) -> float:
        """Return the processor seconds of a notebook's code cells."""
        return self._in_child(cells)

    def _in_child(self, cells: Sequence[str]) -> float:
        pid = os.fork()
        if pid == 0:
            try:
                os.dup2(self._null, 1), os.dup2(self._null, 2)
                for cell in cells:
                    self._shell.run_cell(cell, store_history=True)
            finally:
                os._exit(0)
        used = os.wait4(pid, 0)[2]
        return used.ru_utime + used.ru_stime

    def _quietly(self, cells: Sequence[str]) -> None:
        kept = os.dup(1)
        os.dup2(self._null, 1)
        try:
            for cell in cells:
                self._shell.run_cell(cell)
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def code(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the sources of a notebook's code cells."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def main(course: str) -> None:
    """Print the processor seconds of every submission of a course as JSON."""
    floor = Floor()
    totals = []
    for folder in sorted((Path(course) / "submitted").iterdir()):
        notebooks = [nbformat.read(path, as_version=4) for path in sorted(folder.glob("*/*.ipynb"))]
        totals.append(sum(floor.seconds(code(each)) for each in notebooks))
    print(json.dumps(totals))


if __name__ == "__main__":
    main(sys.argv[1])
