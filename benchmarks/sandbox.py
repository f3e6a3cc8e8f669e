"""How much faster a submission runs in the sandbox than in a Jupyter kernel; prints a table.

Both run the same program in turns: 31 cells with 50 calls of the student's functions. In the sandbox the calls are
probes, in the kernel they are cells' own code, as a notebook with tests would have them. Times depend on the machine;
the ratio hardly does.

    python -m benchmarks.sandbox [rounds]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import nbformat
import numpy as np
from nbclient import NotebookClient

from autograder.model import Limits, Probe, Returned
from autograder.sandbox import Ask, AskResult, Budget, Cell, CellResult, Sandbox, open_sandbox

FUNCTIONS, CALLS = 10, 5
LIMITS = Limits(seconds=60, cpu_seconds=60)
W = np.random.default_rng(0).normal(size=(10, 10))


def sources() -> list[str]:
    """Return 31 cells: imports, and for each of ten functions a definition, a use and a small worked example."""
    cells = ["import numpy as np"]
    for number in range(FUNCTIONS):
        cells.append(f"def f{number}(W):\n    return np.tanh(W @ W.T) * {number + 1}")
        cells.append(f"f{number}(np.eye(3))")
        cells.append(f"print('norm', np.linalg.norm(f{number}(np.ones((4, 2)))))")
    return cells


def in_sandbox(sandbox: Sandbox) -> None:
    """Run the cells in a child and probe every function."""
    cells = [Cell(f"cell{index}", source) for index, source in enumerate(sources())]
    asks = [Ask(f"f{number}", (Probe(f"f{number}", (W,)),) * CALLS) for number in range(FUNCTIONS)]
    results = sandbox.run([*cells, *asks], limits=LIMITS, budget=Budget(120), seed=0)
    for result in results:
        if isinstance(result, CellResult) and (result.raised or result.stopped):
            raise RuntimeError(f"a cell failed: {result}")
        if isinstance(result, AskResult) and not all(isinstance(answer, Returned) for answer in result.answers):
            raise RuntimeError(f"a probe failed: {result}")


def in_kernel() -> None:
    """Run the cells in a new kernel, with the calls in the cells that define the functions."""
    calls = f"\nfor _ in range({CALLS}): {{name}}(np.ones((10, 10)))"
    cells = [
        source + calls.format(name=source[4 : source.index("(")]) if source.startswith("def ") else source
        for source in sources()
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()


def seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(rounds: int) -> None:
    """Measure in turns, so that other load affects both."""
    start = time.perf_counter()
    with open_sandbox() as sandbox:
        opened = time.perf_counter() - start
        inside, kernel = [], []
        for _ in range(rounds):
            inside.append(seconds(lambda: in_sandbox(sandbox)))
            kernel.append(seconds(in_kernel))
        empty = statistics.median(
            seconds(lambda: sandbox.run([Cell("a", "pass")], limits=LIMITS, budget=Budget(60), seed=0))
            for _ in range(rounds)
        )
    ours, theirs = statistics.median(inside), statistics.median(kernel)
    print(f"level {sandbox.report.level}, median of {rounds} rounds, wall time")
    for name, value in (
        ("open the sandbox, self-test included, once", opened),
        ("a child with one empty cell", empty),
        ("31 cells and 50 probes in a child", ours),
        ("the same by nbclient and ipykernel", theirs),
    ):
        print(f"  {name:45} {value * 1000:8.0f} ms")
    print(f"  {'ratio, kernel to sandbox':45} {theirs / ours:8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
