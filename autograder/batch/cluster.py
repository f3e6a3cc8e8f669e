"""Grading on the workers of a Dask cluster; they run the same code as local workers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from distributed import Client, Future, wait
from distributed.scheduler import KilledWorker

from autograder.batch import content_keys
from autograder.batch.bounded import LostSubmission
from autograder.batch.task import GradingConfig, Task
from autograder.model.errors import CourseError, SandboxError
from autograder.store.graded import Graded

LOOK_SECONDS = 2.0
"""Interval between checks for workers that have joined or left."""
FETCH_SECONDS = 20.0
"""Time limit for fetching a result from a worker."""
PATIENCE_SECONDS = 60.0
"""Time limit for the first worker to join."""
AT_ONCE = 2
"""Submissions sent to each thread of a worker: one that is graded and one that waits."""
ATTEMPTS = 3
"""Number of attempts to grade a submission before giving up."""


class ClusterWorkers:
    """The workers of a running Dask cluster; a context manager.

    Each worker opens and tests its own sandbox. A worker gets no work if no sandbox level works, if the requested level
    does not work, or if it has other versions of the questions or the libraries. Workers may join and leave at any
    time: submissions of a lost worker go to another one.

    Parameters
    ----------
    address : str
        Address of the scheduler, as "tcp://host:8786".

    Raises
    ------
    SandboxError
        No scheduler answers there.
    """

    def __init__(self, address: str) -> None:
        try:
            self._client = Client(address, timeout=10)
        except (OSError, ValueError) as error:  # not an address, or no scheduler there
            raise SandboxError(
                f"no Dask scheduler answers at {address} ({error}); its address looks like tcp://host:8786, and "
                f"`dask scheduler --port 8786` starts one"
            ) from error

    def __enter__(self) -> ClusterWorkers:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def warm_up(self, assignment: str, course: Path, level: str | None, force: bool) -> None:
        """Do nothing: workers open their sandboxes when they are tested."""

    def grade(self, config: GradingConfig, tasks: Iterable[Task]) -> Iterator[Graded | LostSubmission]:
        """Grade submissions and yield each as soon as it is done; only a few are sent at a time.

        Raises
        ------
        CourseError
            The questions cannot be loaded, or the release does not have them.
        SandboxError
            No worker may grade.
        """
        crew = _Crew(self._client, config)
        fresh = (_Sent(task) for task in tasks)
        while True:
            crew.look()
            while crew.has_room:
                sent = crew.returned.pop() if crew.returned else next(fresh, None)
                if sent is None:
                    if not crew.pending:
                        return
                    break
                crew.submit(sent)
            yield from crew.finished()


@dataclass(frozen=True)
class _Sent:
    """A submission that was sent, the workers that it may run on, and how often it was sent before."""

    task: Task
    to: frozenset[str] = frozenset()
    before: int = 0


class _Crew:
    """The workers that may grade in one run, and the submissions sent to them."""

    def __init__(self, client: Client, config: GradingConfig) -> None:
        self._client, self._config, self._packed = client, config, config.packed()
        self._key = content_keys.of_config(config)
        self._threads: dict[str, int] = {}
        self._problems: dict[str, str] = {}
        """Why a worker may not grade, by the name of each tested worker; "" if it may."""
        self._measuring: dict[Future[Any], str] = {}
        self._looked = -LOOK_SECONDS
        self._patience = time.monotonic() + PATIENCE_SECONDS
        self.pending: dict[Future[Any], _Sent] = {}
        self.returned: list[_Sent] = []

    @property
    def _able(self) -> frozenset[str]:
        return frozenset(name for name in self._threads if self._problems.get(name) == "")

    @property
    def has_room(self) -> bool:
        return len(self.pending) < AT_ONCE * sum(self._threads[name] for name in self._able)

    def look(self) -> None:
        """Update the list of workers: test new ones, and take back the submissions of lost ones."""
        if time.monotonic() < self._looked + LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        self._threads = {name: each["nthreads"] for name, each in workers.items()}
        for name in self._threads.keys() - self._problems.keys() - set(self._measuring.values()):
            self._measuring[self._send(_measure, self._packed, self._key, to=[name])] = name
        for future, name in list(self._measuring.items()):
            if name not in self._threads:
                future.cancel()
                del self._measuring[future]
        for future, sent in list(self.pending.items()):
            if not sent.to & self._threads.keys():
                future.cancel()
                self.returned.append(self.pending.pop(future))
        if self._able:
            self._patience = time.monotonic() + PATIENCE_SECONDS
        elif not self._measuring and (self._threads or time.monotonic() > self._patience):
            why = "; ".join(f"{name}: {self._problems[name]}" for name in self._threads) or "no worker has joined"
            raise SandboxError(f"no worker of the cluster can grade ({why})")

    def submit(self, sent: _Sent) -> None:
        able = self._able
        future = self._send(_grade, self._config, sent.task, to=sorted(able))
        self.pending[future] = replace(sent, to=able, before=sent.before + 1)

    def finished(self) -> Iterator[Graded | LostSubmission]:
        """Wait for a while and yield what is done."""
        out = [*self.pending, *self._measuring]
        if not out:
            time.sleep(LOOK_SECONDS)
            return
        try:
            done = wait(out, timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return
        for future in done:
            if future in self._measuring:
                self._measured(future)
            elif (graded := self._collected(future)) is not None:
                yield graded

    def _measured(self, future: Future[Any]) -> None:
        name = self._measuring.pop(future)
        if future.status == "finished":
            try:
                key = future.result(timeout=FETCH_SECONDS)
            except TimeoutError:
                return  # the worker is gone; if it comes back, it is tested again
            other = "" if key == self._key else "it has another version of the questions or the libraries"
            self._problems[name] = other
        elif future.status == "error":
            error = future.exception()
            if isinstance(error, CourseError):  # no other worker could load the questions either
                raise error
            self._problems[name] = str(error)

    def _collected(self, future: Future[Any]) -> Graded | LostSubmission | None:
        sent = self.pending.pop(future)
        if future.status == "finished":
            try:
                graded: Graded = future.result(timeout=FETCH_SECONDS)
            except TimeoutError:  # the worker left with the result; Dask would wait for it forever
                self.pending[future] = sent
                return None
            return graded
        error = future.exception() if future.status == "error" else None
        if isinstance(error, KilledWorker) or (sent.before >= ATTEMPTS and isinstance(error, SandboxError)):
            return LostSubmission(sent.task, f"no worker could grade it ({type(error).__name__})")
        if error is not None and not isinstance(error, SandboxError):
            raise error
        if error is not None:
            self._problems.clear()  # a sandbox that worked before has failed: test all again
        self.returned.append(sent)
        return None

    def _send(self, function: Callable[..., Any], *values: object, to: list[str]) -> Future[Any]:
        return self._client.submit(function, *values, workers=to, allow_other_workers=False, pure=False)


def _measure(config: GradingConfig, expected: str) -> str:
    """Keep the course's files, return the content key of what is installed here, and open a sandbox if it is right."""
    from autograder.batch.grader_cache import open_grader

    setup = config.release.setup
    setup.files.receive()
    key = content_keys.of_config(config)
    if key == expected:
        open_grader(config.questions, config.level, config.force, libraries=setup.libraries)
    return key


def _grade(config: GradingConfig, task: Task) -> Graded:
    from autograder.batch.worker import grade

    if not config.release.setup.files.complete:
        raise SandboxError("the worker was started again and lacks the course's files")
    return grade(config, task)
