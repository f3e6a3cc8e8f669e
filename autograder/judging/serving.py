"""The judge's end, `python -m autograder.judging.serving`: load the questions, say their outline, and answer.

A question that uses more processor time or memory than it may ends the process.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import signal
import sys
import traceback
from dataclasses import replace
from typing import IO, Any

from autograder.errors import CourseError
from autograder.judging import pipe
from autograder.judging.outline import outline
from autograder.judging.process import Fault, JudgeLimits
from autograder.judging.seals import opened, sealed
from autograder.model import Question


def serve(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer what comes until nobody asks any more."""
    origin, loader, limits = pipe.receive(source)
    module, function = loader.split(":")
    gc.disable()  # of what is imported nothing is garbage
    try:
        assignment = getattr(importlib.import_module(module), function)(origin)
    except CourseError as error:
        pipe.send(target, error)
        return
    questions = {
        (notebook, question.name): question for notebook, asked in assignment.notebooks.items() for question in asked
    }
    _limit_memory(limits.memory_mb)
    gc.freeze()  # what is loaded now stays: no collection has to go through it again
    gc.enable()
    pipe.send(target, outline(assignment))
    while True:
        wanted, notebook, name, given = pipe.receive(source)
        pipe.send(target, _answer(questions[notebook, name], limits, wanted, given))


def _answer(question: Question, limits: JudgeLimits, wanted: str, given: Any) -> Any:
    signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)  # its default action ends the process
    try:
        if wanted == "probes":
            return tuple(map(sealed, question.probes(given)))
        return question.judge(replace(given, probes=tuple(map(opened, given.probes))))
    except Exception:  # a fault of ours: a person decides, and whoever runs the grader reads why
        return Fault(traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(megabytes: int) -> None:
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    bound = used + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt on the terminal is the grader's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a question prints is not an answer
    with contextlib.suppress(BrokenPipeError, EOFError):  # the grader is gone
        serve(sys.stdin.buffer, answers)
