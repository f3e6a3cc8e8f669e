"""The sandbox levels: open the strongest that works on this machine, and report on all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.model.errors import SandboxError
from autograder.model.libraries import NO_LIBRARIES, Libraries
from autograder.sandbox import jail, libraries, seccomp, setup_hints
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.steps import SandboxReport

if TYPE_CHECKING:
    from autograder.sandbox.sandbox import Sandbox

_THREADS = frozenset({"threads"})
"""RLIMIT_NPROC does not apply to root. It does once root is dropped, see `jail.PrivilegeDrop`."""
TOLERATED = {"ns": _THREADS, "outer": _THREADS, "landlock": _THREADS | {"stat-outside", "disk"}}
"""What each level may leave open. Anything open is reported and stored with every grade."""


@dataclass(frozen=True)
class LevelReport:
    """The state of one level on this machine.

    Attributes
    ----------
    level : str
    protection : str
        What this level protects against.
    report : SandboxReport or None
        The result of the self-test; None if the level does not start.
    problem : str
        Why the level is unavailable; empty if it works.
    hints : tuple of str
        Commands and settings that may enable it.
    """

    level: str
    protection: str
    report: SandboxReport | None
    problem: str
    hints: tuple[str, ...]

    @property
    def available(self) -> bool:
        """Whether the level works on this machine."""
        return not self.problem


def open_sandbox(
    level: str | None = None,
    *,
    force: bool = False,
    warm: bool = True,
    while_starting: Callable[[], object] = lambda: None,
    course: Libraries = NO_LIBRARIES,
) -> Sandbox:
    """Open the strongest sandbox whose self-test passes on this machine.

    Parameters
    ----------
    level : str, optional
        Try only this level: ``ns``, ``outer`` or ``landlock``.
    force : bool
        If no level passes, open a sandbox with the layers that work; its level is ``none``.
    warm : bool
        Spend more time on opening to save time on every submission. Use False for one or two submissions.
    while_starting : callable
        Called while a fork server starts, which takes about a second.
    course : Libraries
        What students' code may import besides the libraries of every course.

    Returns
    -------
    Sandbox

    Raises
    ------
    SandboxError
        No level passes. The message says what is missing and how to enable it.
    CourseError
        A library of the course is missing, needs another version of another one, or cannot be imported.
    """
    if course.names:
        from autograder.sandbox.requirements import require

        require(course.names)
    if level is not None and level not in jail.LEVELS:
        raise SandboxError(f"unknown sandbox level {level!r}; use {', '.join(jail.LEVELS)}")
    problems = []
    for each in jail.LEVELS if level is None else (level,):
        opened, _, problem = _open(each, warm, while_starting, course)
        if opened is not None:
            return opened
        hints = "; ".join(setup_hints.hints(each))
        problems.append(f"{each}: {problem}{f' (try: {hints})' if hints else ''}")
    if force:
        server = _start_server(next(jail.candidates(jail.NONE, course)), warm, while_starting)
        try:
            return _self_tested(server)
        except SandboxError:
            server.close()
            raise
    summary = f"sandbox level {level} is unavailable" if level else "no sandbox level is available"
    raise SandboxError(f"{summary} on this machine; run `autograder doctor` for details. {' | '.join(problems)}")


def prepare() -> None:
    """Find the libraries and compile the seccomp filter ahead of time, so that `open_sandbox` is faster."""
    libraries.visible_files()
    with suppress(SandboxError):  # `open_sandbox` reports it
        seccomp.student_filter()


def level_reports() -> tuple[LevelReport, ...]:
    """Try every level and report what it blocks, or why it is unavailable; strongest first."""
    reports = []
    for level in jail.LEVELS:
        opened, report, problem = _open(level, False, lambda: None, NO_LIBRARIES)
        if opened is not None:
            opened.close()
        hints = () if opened is not None else setup_hints.hints(level)
        reports.append(LevelReport(level, setup_hints.PROTECTION[level], report, problem, hints))
    return tuple(reports)


def weakest_report(reports: Iterable[SandboxReport]) -> SandboxReport:
    """Return the report with the lowest level: a class is only as well protected as in its weakest sandbox."""
    return max(reports, key=lambda report: _RANK[report.level], default=SandboxReport(jail.NONE, (), ()))


_RANK = {level: number for number, level in enumerate((*jail.LEVELS, jail.NONE))}


def _open(
    level: str, warm: bool, while_starting: Callable[[], object], course: Libraries
) -> tuple[Sandbox | None, SandboxReport | None, str]:
    """Try the jails for a level; return a sandbox that passes its self-test or None, its report, and the problem."""
    report, problem = None, ""
    for candidate in jail.candidates(level, course):
        try:
            server = _start_server(candidate, warm, while_starting)
        except SandboxError as error:
            problem = problem or f"cannot start: {error}"
            continue
        try:
            sandbox = _self_tested(server)
        except SandboxError as error:
            problem = f"self-test failed: {error}"
        else:
            report = sandbox.report
            missing = [name for name in report.open if name not in TOLERATED[level]]
            if not missing:
                return sandbox, report, ""
            problem = f"the self-test was not blocked: {', '.join(missing)}"
        server.close()
    return None, report, problem


def _start_server(candidate: jail.Jail, warm: bool, while_starting: Callable[[], object]) -> ForkServer:
    """Start a fork server and wait until it is ready; import what uses it in the meantime."""
    server = ForkServer(candidate, warm)
    import autograder.sandbox.sandbox
    import autograder.sandbox.selftest  # noqa: F401

    while_starting()
    server.wait_until_ready()
    return server


def _self_tested(server: ForkServer) -> Sandbox:
    """Run the self-test and return the sandbox with its report."""
    from autograder.sandbox.sandbox import Sandbox
    from autograder.sandbox.selftest import measure

    return Sandbox(server, measure(server))
