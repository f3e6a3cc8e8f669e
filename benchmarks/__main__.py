"""Measure what grading costs, compare it with other programs, and print tables.

python -m benchmarks [--students N] [--rounds N] [--only NAME] [--many] [--large] [--markdown] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from benchmarks import growth, latency, phases, throughput
from benchmarks.findings import Part

SIZES, MANY, LARGE = (10, 100), 1_000, 10_000


def main() -> None:
    """Run the selected parts."""
    options = _options()
    students, rounds = options.students, options.rounds
    sizes = (*SIZES, *([MANY] if options.many or options.large else []), *([LARGE] if options.large else []))
    parts: dict[str, Callable[[Path], Part]] = {
        "latency": lambda folder: latency.run(folder, students, rounds),
        "cpu": lambda folder: phases.run(folder, students, rounds),
        "throughput": lambda folder: throughput.run(folder, students, rounds),
        "growth": lambda folder: growth.run(folder, sizes),
    }
    chosen = options.only or list(parts)
    console, found = Console(), []
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            part = parts[name](Path(folder))
        found.append(part)
        if not options.markdown:
            console.print(part.table())
    if options.markdown:
        print("\n\n".join([_where(), *(part.markdown() for part in found)]))
    if options.json is not None:
        values = {"machine": _where(), "parts": [part.to_json() for part in found]}
        options.json.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _where() -> str:
    cores = len(os.sched_getaffinity(0))
    return (
        f"Measured with Python {platform.python_version()} on {cores} cores; load at the end {os.getloadavg()[0]:.1f}."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--students",
        type=int,
        default=24,
        help="submissions in a class (default: 24; throughput: ten times as many for autograder)",
    )
    parser.add_argument(
        "--rounds", type=int, default=2, help="number of measurements of each program, in turns (default: 2)"
    )
    names = ("latency", "cpu", "throughput", "growth")
    parser.add_argument("--only", action="append", choices=names, help="only this part; may be repeated")
    parser.add_argument("--many", action="store_true", help="growth up to 1,000 submissions")
    parser.add_argument("--large", action="store_true", help="growth up to 10,000 submissions")
    parser.add_argument("--markdown", action="store_true", help="print Markdown, for benchmarks/README.md")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all values here")
    return parser.parse_args()


if __name__ == "__main__":
    main()
