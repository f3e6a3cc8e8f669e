"""An IPython shell without a kernel: runs cells as Jupyter does, and collects their outputs."""

from __future__ import annotations

import ast
import inspect
import os
import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.text import SList
from traitlets import Type
from traitlets.config import Config

from .figures import show_figures
from .ipython_syntax import is_plain_python, unwrapped
from .outputs import Outputs
from .precompiled import PrecompiledCells, discard_precompiled, find_code
from .recovery import Missing, definitions, definitions_below, failing
from .time_limit import CellTimeout
from .tracebacks import shorten

_DEFAULT = TransformerManager()
_TRANSFORMS = len(_DEFAULT.cleanup_transforms + _DEFAULT.line_transforms)
_MAY_AWAIT = re.compile(r"\bawait\b|\basync\b|^[ \t]*%", re.MULTILINE)
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
    """Uses precompiled cells, and records which file name stands for which cell, to locate errors.

    It registers cells with `inspect` as files of the main module. For unknown files `inspect` searches all modules
    several times for each line of a traceback, which takes longer than running most cells.
    """

    cell = ""

    def __init__(self) -> None:
        CachingCompiler.__init__(self)
        self.cells: dict[str, str] = {}
        self.precompiled = PrecompiledCells()

    def __call__(self, source: Any, filename: str, symbol: str, **more: Any) -> Any:
        return find_code(source, filename, symbol, self.flags) or super().__call__(source, filename, symbol, **more)

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> Any:
        return self.precompiled.take(source, self.flags) or super().ast_parse(source, filename, symbol)

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        name: str = super().get_code_name(raw_code, transformed_code, number)
        self.cells[name] = self.cell
        known: dict[str, str] = getattr(inspect, "modulesbyfile", {})
        known[name] = known[os.path.abspath(name)] = "__main__"
        return name


class Shell(InteractiveShell):
    """The shell that runs a notebook's cells."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    compiler_class = Type(_Compiler)
    compile: _Compiler
    display_formatter: Any
    missing: Missing
    recovered = False
    """Whether anything below the failing line of the last cell was run."""
    only_definitions = False
    """Whether to run only what defines something: the rest of this cell was stopped in an earlier child."""

    def transform_cell(self, raw_cell: str) -> str:
        """Turn IPython syntax into Python, if the cell may contain any."""
        raw_cell = unwrapped(raw_cell, self.magics_manager.magics["cell"])
        own = self.input_transformer_manager
        customised = self.input_transformers_post or len(own.cleanup_transforms + own.line_transforms) != _TRANSFORMS
        if customised or not is_plain_python(raw_cell):
            return str(InteractiveShell.transform_cell(self, raw_cell))
        return raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"

    def should_run_async(self, raw_cell: str, **more: Any) -> bool:
        """Whether a cell awaits at its top level. Cells without `await` or `async` are not compiled to find out."""
        return _MAY_AWAIT.search(raw_cell) is not None and bool(super().should_run_async(raw_cell, **more))

    def precompile(self, cell: str) -> None:
        """Compile a released cell, for submissions in which it is unchanged."""
        self.compile.precompiled.add(self.transform_cell(cell))

    def transform_ast(self, node: Any) -> Any:
        """Apply the AST transformers that the student's code has registered."""
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
        """Run a cell's statements; after an error, run what still counts below it.

        Where a module or a file is missing, all other statements run. After any other error only definitions do, if
        their names are not defined yet; after an interrupt only those that take no time.
        """
        if self.only_definitions:
            nodelist, interactivity = definitions(nodelist), "none"
        failed = await super().run_ast_nodes(nodelist, cell_name, interactivity, compiler, result)
        error = None if result is None else result.error_in_exec
        if not failed or not isinstance(error, Exception | CellTimeout):
            return failed
        if (at := failing(nodelist, cell_name, error)) is None:
            return failed

        async def run(node: ast.stmt) -> BaseException | None:
            more = ExecutionResult(result.info)
            await super(Shell, self).run_ast_nodes([node], cell_name, "none", compiler, more)
            raised: BaseException | None = more.error_in_exec
            if isinstance(raised, CellTimeout):
                result.error_in_exec = raised
            return raised

        rest = quick = nodelist[at:]
        if isinstance(error, CellTimeout):
            quick = definitions(rest)
        else:
            rest = quick = await self._without_missing(rest, error, run)
        for node, names in definitions_below(rest, 0) if rest else ():
            if node in quick and not any(name in self.user_ns for name in names):
                raised = await run(node)
                self.recovered = self.recovered or raised is None
                if isinstance(raised, CellTimeout):
                    break
        return failed

    async def _without_missing(
        self, nodes: Sequence[ast.stmt], error: BaseException | None, run: Callable[[ast.stmt], Awaitable[Any]]
    ) -> list[ast.stmt]:
        """Continue below a statement that failed because a module, a file or a server is missing.

        Parameters
        ----------
        nodes : sequence of ast.stmt
            The statement that failed, and those below it.
        error : BaseException
            What it raised.
        run : callable
            Runs one statement; returns what that raised, or None.

        Returns
        -------
        list of ast.stmt
            A statement that failed for another reason, and those below it; empty if all have run.
        """
        waiting = list(nodes)
        while waiting:
            if error is None and (error := await run(waiting[0])) is None:
                self.recovered = True
                del waiting[0]
                continue
            if not isinstance(error, Exception):
                return []
            if not self.missing.explain(waiting[0], error):
                return waiting
            node = waiting.pop(0)
            instead = self.missing.without(node, error)
            if not instead:
                for name in self.missing.unfinished(node, self.user_ns):
                    self.user_ns.pop(name, None)
            waiting[:0] = instead
            error = None
        return []

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        """Format a traceback, without the middle of a deep one, if outputs are kept."""
        if outputs.keep:  # formatting a traceback takes longer than running most cells
            exc_tuple = exc_tuple or sys.exc_info()
            shorten(exc_tuple[2])
            super().showtraceback(exc_tuple, *args, **kwargs)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        try:
            text = str(evalue)
        except BaseException:
            text = "the error message cannot be printed"
        outputs.error(etype.__name__, text, [str(line) for line in stb])

    def enable_gui(self, gui: Any = None) -> None:
        """Do nothing: there are no windows."""

    def enable_matplotlib(self, gui: Any = None) -> Any:
        """Show figures below their cells, even if windows or widgets were requested."""
        return InteractiveShell.enable_matplotlib(self, "inline")

    def ask_exit(self) -> None:
        """Do nothing: the cell goes on after `exit`."""

    def system(self, cmd: str) -> None:
        """Skip shell commands: a `!pip install` must not prevent the answer below it from running."""
        print(f"[Shell commands are not run during grading: {cmd}]")

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Run a magic; if the file that it names is missing, raise what `open` would raise."""
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        except Exception as error:
            if magic_name == "load" or isinstance(error.__cause__, OSError):
                raise FileNotFoundError(str(error)) from None
            raise

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Skip a shell command whose output was requested."""
        self.system(cmd)
        return SList() if split else ""

    def run(
        self, source: str, cell: str, count: int, show: bool, only_definitions: bool = False
    ) -> BaseException | None:
        """Run a cell.

        Parameters
        ----------
        source, cell : str
            The cell's source and its id.
        count : int
            Execution count.
        show : bool
            Whether to format displayed values.
        only_definitions : bool
            Whether to run only the statements that define something.

        Returns
        -------
        BaseException or None
            What the cell raised.
        """
        self.compile.cell, self.execution_count, self.recovered = cell, count, False
        self.only_definitions = only_definitions
        formatter = self.display_formatter
        types = formatter.format_types if show else []
        if formatter.active_types != types:
            formatter.active_types = types
        try:
            result = InteractiveShell.run_cell(self, source, store_history=True, silent=False)
        except BaseException as broken:  # student code broke the shell itself
            return broken
        error: BaseException | None = result.error_before_exec or result.error_in_exec
        return error


def make_shell() -> Shell:
    """Make the process's only shell, with inline figures."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.enable_tip = False
    config.InteractiveShell.cache_size = 100
    shell: Shell = Shell.instance(config=config)
    shell.missing = Missing()
    show_figures(shell, outputs)
    return shell
