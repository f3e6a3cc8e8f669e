"""An IPython shell without a kernel: cells run as in Jupyter, and their outputs are kept."""

from __future__ import annotations

import ast
import builtins
import contextlib
import getpass  # here, and not in every child
import inspect
import io
import os
import re
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.text import SList
from traitlets import Type
from traitlets.config import Config

from .ipython_syntax import is_plain
from .outputs import Outputs, Stream
from .precompiled import PrecompiledCells, compiled, discard_precompiled
from .recovery import definitions_below

INLINE = "module://matplotlib_inline.backend_inline"
_DEFAULT = TransformerManager()
_TRANSFORMS = len(_DEFAULT.cleanup_transforms + _DEFAULT.line_transforms)
_MAY_AWAIT = re.compile(r"\bawait\b|\basync\b|^[ \t]*%", re.MULTILINE)
TRACEBACK_ENDS = 10
"""At either end of a deep traceback."""
outputs = Outputs()


class _Publisher(DisplayPublisher):
    def publish(
        self, data: Any, metadata: Any = None, *_: Any, transient: Any = None, update: bool = False, **__: Any
    ) -> None:
        display_id = (transient or {}).get("display_id")
        if update:
            outputs.update(str(display_id), data, metadata)
        else:
            outputs.rich("display_data", data, metadata, display_id=None if display_id is None else str(display_id))

    def clear_output(self, wait: bool = False) -> None:
        outputs.clear(wait)


class _Hook(DisplayHook):
    def start_displayhook(self) -> None: ...

    def write_output_prompt(self) -> None: ...

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        outputs.rich("execute_result", format_dict, md_dict)

    def finish_displayhook(self) -> None: ...


class _Compiler(CachingCompiler):
    """Remembers which file name stands for which cell, for the lines of errors.

    `inspect` is told that cells belong to the main module: for a file that it does not know it looks at every module
    there is, several times for each line of a traceback, which then takes longer than most cells.
    """

    cell = ""

    def __init__(self) -> None:
        CachingCompiler.__init__(self)
        self.cells: dict[str, str] = {}
        self.ahead = PrecompiledCells()

    def __call__(self, source: Any, filename: str, symbol: str, **more: Any) -> Any:
        return compiled(source, filename, symbol, self.flags) or super().__call__(source, filename, symbol, **more)

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> Any:
        return self.ahead.tree(source, self.flags) or super().ast_parse(source, filename, symbol)

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        name: str = super().get_code_name(raw_code, transformed_code, number)
        self.cells[name] = self.cell
        known: dict[str, str] = getattr(inspect, "modulesbyfile", {})
        known[name] = known[os.path.abspath(name)] = "__main__"
        return name


class Shell(InteractiveShell):
    """The shell that a notebook's cells run in."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    compiler_class = Type(_Compiler)
    compile: _Compiler
    display_formatter: Any
    recovered = False
    """Whether the cell that ran last defined something below the line that failed."""

    def transform_cell(self, raw_cell: str) -> str:
        """Turn commands of IPython into Python, where there can be any."""
        own = self.input_transformer_manager
        customised = self.input_transformers_post or len(own.cleanup_transforms + own.line_transforms) != _TRANSFORMS
        if customised or not is_plain(raw_cell):
            return str(InteractiveShell.transform_cell(self, raw_cell))
        return raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"

    def should_run_async(self, raw_cell: str, **more: Any) -> bool:
        """Whether a cell waits for something at its top level; one without the words is not compiled to see that."""
        return _MAY_AWAIT.search(raw_cell) is not None and bool(super().should_run_async(raw_cell, **more))

    def precompile(self, cell: str) -> None:
        """Compile a cell that was handed out, for whoever has it as it was."""
        self.compile.ahead.learn(self.transform_cell(cell))

    def transform_ast(self, node: Any) -> Any:
        """Change a cell's statements as the student has asked for."""
        if self.ast_transformers:
            discard_precompiled(node)
        return InteractiveShell.transform_ast(self, node)

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> Any:
        """Run a cell's statements; after an error, define what is defined below it and has no meaning yet."""
        failed = await super().run_ast_nodes(nodelist, cell_name, interactivity, compiler, result)
        if failed and result is not None and result.error_in_exec is not None:
            for node, names in definitions_below(nodelist, cell_name, result.error_in_exec):
                if not any(name in self.user_ns for name in names):
                    more = ExecutionResult(result.info)
                    if not await super().run_ast_nodes([node], cell_name, "none", compiler, more):
                        self.recovered = True
        return failed

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        if outputs.keep:  # laying out a traceback takes longer than most cells
            exc_tuple = exc_tuple or sys.exc_info()
            _shorten(exc_tuple[2])
            super().showtraceback(exc_tuple, *args, **kwargs)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        try:
            text = str(evalue)
        except BaseException:
            text = "an error that cannot be printed"
        outputs.error(etype.__name__, text, [str(line) for line in stb])

    def enable_gui(self, gui: Any = None) -> None: ...

    def enable_matplotlib(self, gui: Any = None) -> Any:
        """Show figures below their cells, also where windows or widgets were asked for."""
        return InteractiveShell.enable_matplotlib(self, "inline")

    def ask_exit(self) -> None: ...

    def system(self, cmd: str) -> None:
        """Go on without a command of the system: a `!pip install` must not cost the answer below it."""
        print(f"[Commands of the system are not run while a notebook is graded: {cmd}]")

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        self.system(cmd)
        return SList() if split else ""

    def run(self, source: str, cell: str, count: int, show: bool) -> BaseException | None:
        """Run a cell under its number; return what it raised."""
        self.compile.cell, self.execution_count, self.recovered = cell, count, False
        formatter = self.display_formatter
        types = formatter.format_types if show else []
        if formatter.active_types != types:
            formatter.active_types = types
        try:
            result = InteractiveShell.run_cell(self, source, store_history=True, silent=False)
        except BaseException as broken:  # the student took apart what a shell needs
            return broken
        error: BaseException | None = result.error_before_exec or result.error_in_exec
        return error


def _shorten(trace: TracebackType | None) -> None:
    """Leave out the middle of a deep traceback: laid out whole, a recursion without end would use up a cell's time."""
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    if len(frames) > 2 * TRACEBACK_ENDS:
        frames[TRACEBACK_ENDS - 1].tb_next = frames[-TRACEBACK_ENDS]


def make_shell() -> Shell:
    """Make the one shell of a process, with figures that appear below their cell."""
    from matplotlib import pyplot
    from matplotlib_inline.backend_inline import configure_inline_support, flush_figures

    pyplot.switch_backend = _ignore_unavailable(pyplot.switch_backend)

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.enable_tip = False
    config.InteractiveShell.cache_size = 100
    shell: Shell = Shell.instance(config=config)
    configure_inline_support(shell, INLINE)
    for registered in list(shell.events.callbacks["post_execute"]):
        if registered is flush_figures:
            shell.events.unregister("post_execute", flush_figures)
    shell.events.register("post_execute", _flush)
    return shell


def _ignore_unavailable(switch: Callable[[str], None]) -> Any:
    """Let figures be as they are where a back end is asked for that needs a screen or a browser."""

    def switch_backend(newbackend: str) -> None:
        with contextlib.suppress(ImportError, ValueError, RuntimeError):
            switch(newbackend)

    return switch_backend


def _flush() -> None:
    """Show the figures of a cell, or drop them undrawn where nobody looks."""
    from matplotlib_inline.backend_inline import flush_figures

    if outputs.keep:
        flush_figures()
    elif pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


def redirect() -> None:
    """Send what the student's code prints to the outputs, and let nobody wait for an input."""
    sys.stdout, sys.stderr = Stream(outputs, "stdout", 1), Stream(outputs, "stderr", 2)
    sys.stdin = io.StringIO("")
    builtins.input = getpass.getpass = _no_input


def _no_input(*_: Any, **__: Any) -> str:
    raise StdinNotImplementedError("input() has nobody to answer it while a notebook is graded")
