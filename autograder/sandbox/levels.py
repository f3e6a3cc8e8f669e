"""The sandbox levels: take the strongest that works on this machine, and say what the others lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.model.errors import SandboxError
from autograder.sandbox import jail, libraries, seccomp, setup_hints
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.steps import SandboxReport

if TYPE_CHECKING:
    from autograder.sandbox.sandbox import Sandbox

_THREADS = frozenset({"threads"})
"""The kernel does not count them for root; where root has a way down, see `jail.PrivilegeDrop`, they are not open."""
TOLERATED = {"ns": _THREADS, "outer": _THREADS, "landlock": _THREADS | {"stat-outside", "disk"}}
"""What a level may leave open. It is reported, and stored with every grade."""


@dataclass(frozen=True)
class LevelReport:
    """One level on this machine.

    Attributes
    ----------
    level : str
    protects : str
        What this level adds to the one below it.
    report : SandboxReport or None
        What was measured; None if the level does not start.
    problem : str
        Why it cannot be used; empty if it can.
    remedies : tuple of str
        Commands, or settings, that may enable it.
    """

    level: str
    protects: str
    report: SandboxReport | None
    problem: str
    remedies: tuple[str, ...]

    @property
    def available(self) -> bool:
        return not self.problem


def open_sandbox(
    level: str | None = None,
    *,
    force: bool = False,
    warm: bool = True,
    meanwhile: Callable[[], object] = lambda: None,
) -> Sandbox:
    """Open the strongest sandbox whose self-test passes here.

    Parameters
    ----------
    level : str, optional
        Only this one: ``ns``, ``outer`` or ``landlock``.
    force : bool
        Where none passes, open one all the same, with whatever layers there are; its level is then called ``none``.
    warm : bool
        Take a moment more to open, and less with every submission; for one or two it does not pay.
    meanwhile : callable
        What to do while a server starts, which takes about a second.

    Raises
    ------
    SandboxError
        No level protects; it says what is missing and how to enable it.
    """
    if level is not None and level not in jail.LEVELS:
        raise SandboxError(f"there is no sandbox level {level!r}, only {', '.join(jail.LEVELS)}")
    problems = []
    for each in jail.LEVELS if level is None else (level,):
        opened, _, problem = _open(each, warm, meanwhile)
        if opened is not None:
            return opened
        advice = "; ".join(setup_hints.advice(each))
        problems.append(f"{each}: {problem}{f' (try: {advice})' if advice else ''}")
    if force:
        server = _started(next(jail.candidates(jail.NONE)), warm, meanwhile)
        try:
            return _measured(server)
        except SandboxError:
            server.close()
            raise
    lacking = f"level {level} is not to be had here" if level else "no sandbox protects the grader here"
    raise SandboxError(f"{lacking}; `autograder doctor` tells more. {' | '.join(problems)}")


def get_ready() -> None:
    """Look for the libraries and make the filter, which takes a moment, before anybody asks for a sandbox."""
    libraries.visible_files()
    with suppress(SandboxError):  # it is said when one is opened
        seccomp.student_filter()


def level_reports() -> tuple[LevelReport, ...]:
    """Try every level and say what it blocks, or what it lacks."""
    reports = []
    for level in jail.LEVELS:
        opened, report, problem = _open(level, False, lambda: None)
        if opened is not None:
            opened.close()
        advice = () if opened is not None else setup_hints.advice(level)
        reports.append(LevelReport(level, setup_hints.PROTECTION[level], report, problem, advice))
    return tuple(reports)


def weakest(reports: Iterable[SandboxReport]) -> SandboxReport:
    """Return the report of the lowest level: what a class was graded with is as strong as its weakest sandbox."""
    return max(reports, key=lambda report: _HEIGHT[report.level], default=SandboxReport(jail.NONE, (), ()))


_HEIGHT = {level: number for number, level in enumerate((*jail.LEVELS, jail.NONE))}


def _open(level: str, warm: bool, meanwhile: Callable[[], object]) -> tuple[Sandbox | None, SandboxReport | None, str]:
    """Try the ways to start a level; return a sandbox if one passes its self-test, what was measured, and a reason."""
    report, problem = None, ""
    for where in jail.candidates(level):
        try:
            server = _started(where, warm, meanwhile)
        except SandboxError as error:
            problem = problem or f"it does not start: {error}"
            continue
        try:
            sandbox = _measured(server)
        except SandboxError as error:
            problem = f"it does not work: {error}"
        else:
            report = sandbox.report
            missing = [name for name in report.open if name not in TOLERATED[level]]
            if not missing:
                return sandbox, report, ""
            problem = f"its self-test found open: {', '.join(missing)}"
        server.close()
    return None, report, problem


def _started(where: jail.Jail, warm: bool, meanwhile: Callable[[], object]) -> ForkServer:
    """Return a server that is ready; what uses it is imported while it starts."""
    server = ForkServer(where, warm)
    import autograder.sandbox.sandbox
    import autograder.sandbox.selftest  # noqa: F401

    meanwhile()
    server.wait_until_ready()
    return server


def _measured(server: ForkServer) -> Sandbox:
    """Return the sandbox that a server makes, with what it was seen to block."""
    from autograder.sandbox.sandbox import Sandbox
    from autograder.sandbox.selftest import measure

    return Sandbox(server, measure(server))
