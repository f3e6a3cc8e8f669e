"""Fixtures: one sandbox for each level that this machine has, opened once."""

from collections.abc import Callable, Iterator

import pytest

from autograder.model import Answer, Limits, Probe
from autograder.model.errors import SandboxError
from autograder.sandbox import Ask, AskResult, Budget, Cell, CellResult, Sandbox, levels
from autograder.sandbox.jail import LEVELS
from tests.templates import open_sandbox

QUICK = Limits(seconds=5, cpu_seconds=5, memory_mb=256, disk_mb=8, output_kb=64, processes=16)


class Harness:
    """A sandbox with shortcuts for tests."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def run(self, *steps: Cell | Ask, limits: Limits = QUICK, seconds: float = 60.0, seed: int = 0) -> tuple:
        return self.sandbox.run(steps, limits=limits, budget=Budget(seconds), seed=seed)

    def cells(self, *sources: str, **more: object) -> tuple[CellResult, ...]:
        """Run cells named a, b, c, ... and return their results."""
        return self.run(*(Cell("abcdefgh"[index], source) for index, source in enumerate(sources)), **more)

    def text(self, source: str, **more: object) -> str:
        """Run a cell and return what it printed."""
        (result,) = self.cells(source, **more)
        return "".join(output["text"] for output in result.outputs if output["output_type"] == "stream")

    def ask(self, source: str, *probes: Probe, **more: object) -> tuple[Answer, ...]:
        """Run a cell, send probes, and return the answers."""
        result = self.run(Cell("a", source), Ask("q", probes), **more)[-1]
        assert isinstance(result, AskResult)
        return result.answers

    def value(self, source: str, name: str = "x", **more: object) -> object:
        """Run a cell and return the value of a name as it arrives over the wire."""
        (answer,) = self.ask(source, Probe(name), **more)
        return answer.value


@pytest.fixture(scope="session")
def at_level() -> Iterator[Callable[[str], Harness]]:
    """Return a function that opens a level once, and skips the test if it is unavailable on this machine."""
    opened: dict[str, Harness | str] = {}

    def at(level: str) -> Harness:
        if level not in opened:
            try:
                opened[level] = Harness(open_sandbox(level))
            except SandboxError as error:
                opened[level] = str(error)
        harness = opened[level]
        if isinstance(harness, str):
            pytest.skip(harness)
        return harness

    yield at
    for harness in opened.values():
        if isinstance(harness, Harness):
            harness.sandbox.close()


@pytest.fixture(scope="session")
def harness(at_level) -> Harness:
    """Return the strongest sandbox of this machine."""
    for level in LEVELS:
        try:
            return at_level(level)
        except pytest.skip.Exception:
            continue
    pytest.skip("this machine has no sandbox")


@pytest.fixture
def started(request) -> Iterator[Harness]:
    """Return a sandbox whose processes descend from this one, which those of a clone do not; its level is a parameter."""
    try:
        sandbox = levels.open_sandbox(getattr(request, "param", None), warm=False)
    except SandboxError as error:
        pytest.skip(str(error))
    with sandbox:
        yield Harness(sandbox)


EVERY_LEVEL = ["ns", pytest.param("outer", marks=pytest.mark.thorough), "landlock"]
"""The two weaker levels share most of their code, so that every run needs only one of them."""


@pytest.fixture(params=EVERY_LEVEL)
def every_level(request, at_level) -> Harness:
    """Run the test at each level."""
    return at_level(request.param)
