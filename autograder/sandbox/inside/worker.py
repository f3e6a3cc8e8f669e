"""The worker in a child: runs cells, answers probes, and sends a reply for each."""

from __future__ import annotations

import os
import random
import socket
import sys
from typing import TYPE_CHECKING, Any

from . import calls, course_files, frames, one_process, versions
from .errors import WireError
from .fingerprint import fingerprint
from .outputs import TRUNCATION_NOTE
from .shell import Shell, outputs
from .streams import redirect_streams
from .time_limit import CellTimeout, time_limit

if TYPE_CHECKING:
    from .remote.student import Student
    from .remote.test_cells import Tests


def serve(stream: socket.socket, shell: Shell) -> None:
    """Answer requests until the grader closes the socket."""
    redirect_streams(outputs)
    one_process.explain()
    requests = frames.Reader(stream)
    worker = _Worker(stream, shell, requests)
    while True:
        try:
            request, body, _ = requests.receive()
        except frames.Closed:
            return
        worker.reply(request, body)


class _Worker:
    def __init__(self, stream: socket.socket, shell: Shell, requests: frames.Reader) -> None:
        self.stream, self.shell, self.nonce, self.max_head = stream, shell, b"", 0
        self.requests = requests
        self.student: Student | None = None
        self.tests: Tests | None = None
        self.snapshots: dict[int, tuple[dict[str, Any], bytes]] = {}
        """Copies of the namespace, and fingerprints of what a question uses of it, by id."""
        outputs.flooded = self._flooded

    def reply(self, request: dict[str, Any], body: bytes) -> None:
        self.nonce = request["nonce"]
        for snapshot, names in request.get("snapshots", ()):
            namespace = self.shell.user_ns  # its `copy` looks up no name that student code can replace
            self.snapshots[snapshot] = namespace.copy(), fingerprint(namespace, names)
        if "cell" in request:
            self._run(request)
        elif "probes" in request:
            self._answer(request, body)
        elif "asked" in request:
            self._answer_tests(body)
        elif "tests" in request:
            self._run_tests(request)
        elif "compare" in request:
            snapshot, names = request["compare"]
            self._return_to(snapshot)
            same = self.snapshots[snapshot][1] == fingerprint(self.shell.user_ns, names)
            self.stream.sendall(frames.pack({"nonce": self.nonce, "same": same}))
        else:
            if "seed" in request:
                _seed(request["seed"])
            if "write" in request:
                course_files.append(request["write"], body)
            self.stream.sendall(frames.pack({"nonce": self.nonce}))

    def _answer(self, request: dict[str, Any], body: bytes) -> None:
        """Answer probes one by one, within their common reply quota."""
        snapshot, quota = request["snapshot"], frames.ReplyQuota(*request["quota"])
        begin = 0
        for number, (name, args, size) in enumerate(request["probes"]):
            self.nonce = frames.numbered(request["nonce"], number)
            if snapshot is not None:
                self._return_to(snapshot)
            reply, data = self._call(name, args, body[begin : begin + size], quota.body)
            begin += size
            try:
                frame = frames.pack({**reply, "nonce": self.nonce}, data, quota.head)
            except WireError:
                reply, data = {"value": ["?", "a value that is too large"], "changed": [], "warnings": []}, b""
                frame = frames.pack({**reply, "nonce": self.nonce})
            quota.spend(frames.head_size(frame), len(data))
            self.stream.sendall(frame)  # at once: what was answered counts, even if the next call ends this process

    def _exchange(self, data: bytes) -> bytes:
        """Send a message to the other process, through the grader, and return what comes back."""
        self.stream.sendall(frames.pack({"nonce": self.nonce, "asked": True}, data))
        request, body, _ = self.requests.receive()
        self.nonce = request["nonce"]
        return body

    def _answer_tests(self, data: bytes) -> None:
        """Answer what the tests in another process ask."""
        if self.student is None:
            from .remote.student import Student

            self.student = Student(self.shell.user_ns)
            self.student.exchange = self._exchange
        outputs.begin(0, keep=False)
        reply = self.student.answer(data)
        self.stream.sendall(frames.pack({"nonce": self.nonce, "asked": True}, reply))

    def _run_tests(self, request: dict[str, Any]) -> None:
        """Run a locked cell or a test cell of a notebook whose other cells run in another process."""
        if self.tests is None:
            from .remote.test_cells import Tests

            self.tests = Tests(self._exchange, self.shell.transform_cell)
        outputs.begin(0, keep=False)
        if request["locked"]:
            self.tests.run_locked(request["tests"], request["theirs"])
            result: dict[str, Any] = {}
        else:
            result = self.tests.run(request["tests"], request["theirs"], request["shared"], request["strict"])
        _close_figures()
        self.stream.sendall(frames.pack({"nonce": self.nonce, "ended": result}))

    def _show(self, **more: Any) -> None:
        """Send the outputs of a cell, or a note if they cannot be sent."""
        reply = {"outputs": outputs.take(), "nonce": self.nonce, **more}
        try:
            frame = frames.pack(reply, max_head=self.max_head)
        except WireError:
            frame = frames.pack(
                {**reply, "outputs": [{"output_type": "stream", "name": "stderr", "text": TRUNCATION_NOTE}]}
            )
        self.stream.sendall(frame)

    def _flooded(self) -> None:
        """Send the outputs so far and exit, in the middle of a cell."""
        self._show(raised=None, flooded=True)
        os._exit(0)

    def _run(self, request: dict[str, Any]) -> None:
        outputs.begin(request["output"], request["show"], request["available"])
        self.max_head = request["max_head"]
        with time_limit(request["cpu_seconds"]):
            error = self.shell.run(
                request["cell"], request["id"], request["count"], request["show"], request["only_definitions"]
            )
        late = isinstance(error, CellTimeout)
        raised = None if error is None or late else self._describe_error(error)
        self._show(raised=raised, recovered=self.shell.recovered, late=late)

    def _return_to(self, snapshot: int) -> None:
        """Have names mean again what they meant, for every function that looks them up among its globals."""
        meant, namespace = self.snapshots[snapshot][0], self.shell.user_ns
        namespace.clear()
        namespace.update(meant)

    def _call(self, name: str, args: Any, body: bytes, room: int) -> calls.Reply:
        """Answer one probe, and drop what it prints and draws."""
        outputs.begin(0, keep=False)
        sent = None if args is None else (args, body)
        try:
            return calls.ask(self.shell.user_ns, name, sent, self._describe_error, room)
        finally:
            _close_figures()

    def _describe_error(self, error: BaseException) -> list[Any]:
        """Return an error's kind, the student's cell and line, and whether versions may matter; never its text."""
        cells = self.shell.compile.cells
        cell, line = None, None
        if isinstance(error, SyntaxError) and error.filename in cells:
            cell, line = cells[error.filename], error.lineno
        trace = error.__traceback__
        while trace is not None:
            if (file := trace.tb_frame.f_code.co_filename) in cells:
                cell, line = cells[file], trace.tb_lineno
            trace = trace.tb_next
        return [calls.kind_of(error), cell, line, versions.depends_on_version(error)]


def _seed(seed: int) -> None:
    random.seed(seed)
    sys.modules["numpy"].random.seed(seed % 2**32)


def _close_figures() -> None:
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
