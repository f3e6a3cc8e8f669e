"""Runs in the judges' process: loads the questions once; then each fork judges answers within limits."""

from __future__ import annotations

import gc
import importlib
import signal
import traceback
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.assignments.origin import Origin
from autograder.grading.judge.process import CALL_LIMITS, Fault, JudgeLimits
from autograder.grading.judge.question_stub import outline
from autograder.grading.judge.wire import opened, sealed
from autograder.model import Question
from autograder.processes.service import Service


def start(assignment: str | Origin, loader: str, limits: JudgeLimits, preload: str = "") -> Service:
    """Load an assignment with the function that `loader` names as "module:function"; import `preload` later.

    Raises
    ------
    CourseError
        The assignment's module has an error.
    """
    module, function = loader.split(":")
    gc.disable()  # imports make no garbage
    loaded = getattr(importlib.import_module(module), function)(assignment)
    questions = {
        (notebook, question.name): question for notebook, asked in loaded.notebooks.items() for question in asked
    }
    gc.freeze()  # garbage collection in the forks skips the questions and libraries, so their memory stays shared
    gc.enable()

    def answer(request: tuple[str, str, Mapping[str, Any]]) -> Any:
        wanted, notebook, given = request
        if wanted == "call":
            return _called(notebook, given[""])
        return {name: _answer(questions[notebook, name], limits, wanted, each) for name, each in given.items()}

    def prepare() -> None:
        if preload:
            importlib.import_module(preload)
            gc.freeze()

    made = outline(loaded)
    return Service(answer, introduction=made, fork=True, memory_mb=limits.memory_mb, prepare=prepare)


def _called(function: str, arguments: tuple[Any, ...]) -> Any:
    """Return what a function of this project returns that is named as "module:function"."""
    module, name = function.split(":")
    _set_alarms(CALL_LIMITS.cpu_seconds, 2 * CALL_LIMITS.seconds)
    try:
        return getattr(importlib.import_module(module), name)(*arguments)
    finally:
        _set_alarms(0, 0)


def _answer(question: Question, limits: JudgeLimits, wanted: str, given: Any) -> Any:
    _set_alarms(limits.cpu_seconds, 2 * limits.seconds)
    try:
        if wanted == "probes":
            return tuple(map(sealed, question.probes(given)))
        return question.judge(replace(given, probes=tuple(map(opened, given.probes))))
    except Exception:  # an error in the question: the answer needs manual grading, and the log says why
        return Fault(traceback.format_exc())
    finally:
        _set_alarms(0, 0)


def _set_alarms(cpu_seconds: float, seconds: float) -> None:
    """End this process after so much processor time, or wall time if the caller has given up long ago."""
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds)
