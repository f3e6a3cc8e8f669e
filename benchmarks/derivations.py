"""Measures how written derivations and proofs are judged: hits and misses, and the time per answer.

    python benchmarks/derivations.py [NUMBER]

A *hard* miss is a right answer judged incorrect or partial, or a wrong answer judged correct; there should be none. A
*soft* miss is a right answer that needs manual grading. The `random` rows are NUMBER sums in random notation, and the
same sums with random errors.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from autograder.model import Outcome, Response  # noqa: E402
from tests.questions.test_derivation import FILES, QUESTIONS  # noqa: E402
from tests.questions.written_sums import corrupted, hides_terms, random_notation, total, true_sum, truth, written  # noqa: E402

WRONG = (Outcome.INCORRECT, Outcome.PARTIAL)


def judge(question: str, text: str, times: list[float]) -> Outcome:
    """Judge an answer and append the time in seconds."""
    start = time.perf_counter()
    verdict = QUESTIONS[question].judge(Response(text=text))
    times.append(time.perf_counter() - start)
    return verdict.outcome


def classify(right: bool, outcome: Outcome) -> str:
    """The kind of a verdict, given whether the answer is right: "hit", "soft", "hard" or "manual"."""
    if right:
        return {Outcome.CORRECT: "hit", Outcome.UNDECIDED: "soft"}.get(outcome, "hard")
    if outcome is Outcome.CORRECT:
        return "hard"
    return "hit" if outcome in WRONG else "manual"


def judge_collection() -> tuple[dict[tuple[str, str], Counter[str]], dict[str, list[float]]]:
    """Judge the collection of answers; count the verdicts by question and truth."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    times: dict[str, list[float]] = defaultdict(list)
    for path in FILES:
        front, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        question, answer = path.parent.name, front.partition(" -> ")[0]
        outcome = judge(question, text, times[question])
        counts[question, answer][classify(answer == "right", outcome)] += 1
    return counts, times


def judge_random_sums(number: int) -> tuple[dict[tuple[str, str], Counter[str]], dict[str, list[float]]]:
    """Judge random sums and corrupted ones; their numerical value decides whether a sum is still right."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    times: dict[str, list[float]] = defaultdict(list)
    for seed in range(number):
        rng = random.Random(seed)
        terms = true_sum(rng)
        for name, sum_ in (("random", terms), ("random, corrupted", corrupted(terms, rng))):
            value = total(sum_)
            right = (
                value is not None and value.shape == truth().shape and np.allclose(value, truth(), rtol=1e-9, atol=0)
            )
            right = right and not hides_terms(sum_)
            outcome = judge("expanded-sum", written(sum_, random_notation(rng), rng), times[name])
            counts[name, "right" if right else "wrong"][classify(right, outcome)] += 1
    return counts, times


def main() -> None:
    """Print the table; exit with 1 if there is a hard miss."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    table = Table(title="Written derivations")
    for heading in (
        "question",
        "answers",
        "judged",
        "manual",
        "soft misses",
        "hard misses",
        "median ms",
        "longest ms",
    ):
        table.add_column(heading, justify="left" if heading in ("question", "answers") else "right")
    hard = 0
    for counts, times in (judge_collection(), judge_random_sums(number)):
        for (question, answer), found in sorted(counts.items()):
            hard += found["hard"]
            cost = [1000 * seconds for seconds in times[question]]
            numbers = [found["hit"], found["manual"], found["soft"], found["hard"]]
            speed = [f"{statistics.median(cost):.0f}", f"{max(cost):.0f}"]
            table.add_row(question, f"{sum(found.values())} {answer}", *map(str, numbers), *speed)
    Console(width=110).print(table)
    sys.exit(1 if hard else 0)


if __name__ == "__main__":
    main()
