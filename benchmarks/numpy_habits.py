"""Try common idioms with several versions of NumPy, and print which of them work as a Markdown table.

    python benchmarks/numpy_habits.py 2.0.2 2.3.5 2.4.6

Every version is installed into a temporary folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import warnings

HABITS = {
    '`float(x)`, `int(x)`, `math.exp(x)`, `"%.2f" % x` of one element': (
        "float(np.ones(1)); int(np.ones((1, 1))); math.exp(np.ones(1)); '%.2f' % np.ones(1)"
    ),
    "`y[0] = x` with `x` of one element": "y = np.zeros(3); y[0] = np.ones(1); y[1] = np.ones((1, 1))",
    "`np.trapz`, `from numpy import trapz`": "from numpy import trapz; np.trapz([1, 2])",
    "`np.in1d`": "np.in1d([1], [1])",
    "`np.row_stack`": "np.row_stack([[1], [2]])",
    "`np.cross` in the plane": "np.cross([1, 2], [3, 4])",
    "`np.reshape(x, newshape=...)`": "np.reshape(np.ones(4), newshape=(2, 2))",
    "`np.sum` of a generator": "np.sum(x for x in [1, 2])",
    "`np.matvec`, `np.vecmat`": "np.matvec(np.eye(2), np.ones(2)); np.vecmat(np.ones(2), np.eye(2))",
    "`np.unstack`, `np.cumulative_sum`": "np.unstack(np.eye(2)); np.cumulative_sum(np.ones(2))",
    "`np.unique(x, sorted=False)`": "np.unique([1], sorted=False)",
    "`x.mT`, `np.concat`, `np.trapezoid`": "np.eye(2).mT; np.concat([[1], [2]]); np.trapezoid([1, 2])",
    "`np.float_`": "np.float_(1)",
    "`np.product`": "np.product([1, 2])",
    "`x.ptp()`": "np.ones(2).ptp()",
    "rows of different lengths": "np.array([[1, 2], [3]])",
    "`copy=False` where a copy is needed": "np.array([1], dtype=float, copy=False)",
}


def marks() -> dict[str, str]:
    """Try the idioms with the NumPy of this process."""
    import math

    import numpy as np

    found = {}
    for habit, code in HABITS.items():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                exec(code, {"np": np, "math": math})
                found[habit] = "(✓)" if caught else "✓"
            except Exception:
                found[habit] = "–"
    return found


def measure(version: str) -> dict[str, str]:
    """Try the idioms with a version of NumPy, in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder]
        subprocess.run([*pip, f"numpy=={version}"], check=True)
        environment = {**os.environ, "PYTHONPATH": folder}
        done = subprocess.run([sys.executable, __file__], env=environment, check=True, capture_output=True, text=True)
    measured: dict[str, str] = json.loads(done.stdout)
    return measured


def main(versions: list[str]) -> None:
    """Print the results of this process's NumPy as JSON, or a table of several versions."""
    if not versions:
        print(json.dumps(marks()))
        return
    columns = [measure(version) for version in versions]
    print(f"| idiom | {' | '.join(versions)} |\n| --- |{' :-: |' * len(versions)}")
    for habit in HABITS:
        print(f"| {habit} | {' | '.join(column[habit] for column in columns)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
