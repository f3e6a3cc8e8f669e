"""Measure a level: a real child tries what students' code must not be able to do."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SandboxError
from autograder.model import Limits
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.program import Program
from autograder.sandbox.steps import Budget, Cell, CellResult

ATTEMPTS = """
import ctypes, json, os, socket

def network(): socket.socket()
def read_outside(): os.listdir(CANARY)
def write_outside(): open(CANARY + "/written", "w")
def new_process(): os.fork() or os._exit(0)
def exec_program(): os.execv("/usr/bin/true", ["true"])
def signal_others(): os.kill(GRADER, 0)
def trace_others(): call(libc.ptrace, 16, GRADER, 0, 0)
def see_processes(): open("/proc/%d/cmdline" % GRADER).read()
def mount(): call(libc.mount, b"x", b"/", b"tmpfs", 0, None)
def namespaces(): call(libc.unshare, 0x10000000)
def memory(): bytearray(MEMORY)
def disk():
    for number in range(20):
        with open("f%d" % number, "wb") as file: file.write(bytes(DISK // 10))
def import_grader(): __import__("autograder")

libc = ctypes.CDLL(None, use_errno=True)
def call(function, *args):
    if function(*args) < 0: raise OSError(ctypes.get_errno(), "refused")

result = {}
for attempt in (network, read_outside, write_outside, new_process, exec_program, signal_others, trace_others,
                see_processes, mount, namespaces, memory, disk, import_grader):
    try: attempt(); result[attempt.__name__.replace("_", "-")] = False
    except (OSError, MemoryError, ImportError): result[attempt.__name__.replace("_", "-")] = True
print(json.dumps(result))
"""


@dataclass(frozen=True)
class SandboxReport:
    """What a level was seen to block, and what it left open."""

    level: str
    blocked: tuple[str, ...]
    open: tuple[str, ...]


def measure(server: ForkServer) -> SandboxReport:
    """Run the attempts in a child of the server.

    Raises
    ------
    SandboxError
        The child gave no result.
    """
    limits = Limits(seconds=30, memory_mb=256, disk_mb=16)
    with tempfile.TemporaryDirectory(prefix="autograder-canary-") as folder:
        Path(folder).chmod(0o777)
        given = {"CANARY": folder, "GRADER": os.getpid(), "MEMORY": 1 << 30, "DISK": 16 << 20}
        source = "\n".join(f"{name} = {value!r}" for name, value in given.items()) + ATTEMPTS
        program = Program([Cell("self-test", source)], limits, Budget(30), 0)
        child = server.fork(limits)
        program.run_in(child)
        child.end()
        escaped = (Path(folder) / "written").exists()
    (result,) = program.results
    try:
        assert isinstance(result, CellResult)
        found = json.loads(result.outputs[0]["text"])
    except Exception as error:
        raise SandboxError(f"the self-test at level {server.level} gave no result: {result}") from error
    found["write-outside"] = found["write-outside"] and not escaped
    return SandboxReport(
        server.level, tuple(k for k, v in found.items() if v), tuple(k for k, v in found.items() if not v)
    )
