"""The judges' end, `python -m autograder.grading.judge.server`: load the questions, say their outline, and fork judges.

A judge answers on a line of its own. A question that uses more time or memory than it may ends its judge, and no other.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import signal
import socket
import traceback
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder import pipe
from autograder.grading.judge.process import Fault, JudgeLimits
from autograder.grading.judge.question_stub import outline
from autograder.grading.judge.wire import opened, sealed
from autograder.model import Question
from autograder.model.errors import CourseError

Questions = Mapping[tuple[str, str], Question]


def serve(control: socket.socket) -> None:
    """Fork a judge for each line that comes, until nobody is there any more; then leave no judge behind."""
    origin, loader, limits = pipe.receive(control)
    module, function = loader.split(":")
    gc.disable()  # of what is imported nothing is garbage
    try:
        assignment = getattr(importlib.import_module(module), function)(origin)
    except CourseError as error:
        pipe.send(control, error)
        return
    questions = {
        (notebook, question.name): question for notebook, asked in assignment.notebooks.items() for question in asked
    }
    gc.freeze()  # what is loaded now stays: no collection has to go through it again
    gc.enable()
    pipe.send(control, outline(assignment))
    judges: set[int] = set()
    while True:
        data, lines, _, _ = socket.recv_fds(control, 1, 1)
        judges -= {pid for pid in judges if os.waitpid(pid, os.WNOHANG)[0]}
        if not data:
            break
        judges.add(_forked(control, lines[0], questions, limits))
        os.close(lines[0])
    for pid in judges:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _forked(control: socket.socket, line: int, questions: Questions, limits: JudgeLimits) -> int:
    if pid := os.fork():
        return pid
    try:
        control.close()
        _limit_memory(limits.memory_mb)
        with contextlib.suppress(EOFError, OSError):  # the grader is gone, or has no more questions
            _judge(socket.socket(fileno=line), questions, limits)
    finally:
        os._exit(0)


def _judge(line: socket.socket, questions: Questions, limits: JudgeLimits) -> None:
    while True:
        wanted, notebook, given = pipe.receive(line)
        pipe.send(
            line, {name: _answer(questions[notebook, name], limits, wanted, each) for name, each in given.items()}
        )


def _answer(question: Question, limits: JudgeLimits, wanted: str, given: Any) -> Any:
    _ring(limits.cpu_seconds, limits.seconds)
    try:
        if wanted == "probes":
            return tuple(map(sealed, question.probes(given)))
        return question.judge(replace(given, probes=tuple(map(opened, given.probes))))
    except Exception:  # a fault of ours: a person decides, and whoever runs the grader reads why
        return Fault(traceback.format_exc())
    finally:
        _ring(0, 0)


def _ring(cpu_seconds: float, seconds: float) -> None:
    """End this process after so much processor time, or wall time: that is what the alarms do by default."""
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(megabytes: int) -> None:
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    bound = used + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt on the terminal is the grader's to handle
    with contextlib.suppress(OSError, EOFError):  # the grader is gone
        serve(socket.socket(fileno=os.dup(0)))
