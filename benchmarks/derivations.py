"""How written derivations and proofs are judged: a table of hits and misses, and what a judgement costs.

    python benchmarks/derivations.py [NUMBER]

A *hard* miss is a right answer judged incorrect or partial, or another one judged correct; there should be none. A
*soft* miss is a right answer that a person has to decide. `random` rows are sums that were written, or spoilt, at
random; NUMBER says how many.
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
from tests.questions.written_sums import corrupted, handwriting, hides_terms, total, true_sum, truth, written  # noqa: E402

WRONG = (Outcome.INCORRECT, Outcome.PARTIAL)


def judged(question: str, text: str, times: list[float]) -> Outcome:
    start = time.perf_counter()
    verdict = QUESTIONS[question].judge(Response(text=text))
    times.append(time.perf_counter() - start)
    return verdict.outcome


def kind(right: bool, outcome: Outcome) -> str:
    """What a verdict is worth, given what is true of the answer."""
    if right:
        return {Outcome.CORRECT: "hit", Outcome.UNDECIDED: "soft"}.get(outcome, "hard")
    if outcome is Outcome.CORRECT:
        return "hard"
    return "hit" if outcome in WRONG else "person"


def collected() -> tuple[dict[tuple[str, str], Counter[str]], dict[str, list[float]]]:
    """The collection of answers, by question and by what is true of them."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    times: dict[str, list[float]] = defaultdict(list)
    for path in FILES:
        front, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        question, answer = path.parent.name, front.partition(" -> ")[0]
        outcome = judged(question, text, times[question])
        counts[question, answer][kind(answer == "right", outcome)] += 1
    return counts, times


def invented(number: int) -> tuple[dict[tuple[str, str], Counter[str]], dict[str, list[float]]]:
    """Sums written at random, and the same spoilt; numbers tell which of them are still right."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    times: dict[str, list[float]] = defaultdict(list)
    for seed in range(number):
        rng = random.Random(seed)
        terms = true_sum(rng)
        for name, sum_ in (("random", terms), ("random, spoilt", corrupted(terms, rng))):
            value = total(sum_)
            right = (
                value is not None and value.shape == truth().shape and np.allclose(value, truth(), rtol=1e-9, atol=0)
            )
            right = right and not hides_terms(sum_)
            outcome = judged("expanded-sum", written(sum_, handwriting(rng), rng), times[name])
            counts[name, "right" if right else "wrong"][kind(right, outcome)] += 1
    return counts, times


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    table = Table(title="Written derivations")
    for heading in (
        "question",
        "answers",
        "judged",
        "to a person",
        "soft misses",
        "hard misses",
        "median ms",
        "longest ms",
    ):
        table.add_column(heading, justify="left" if heading in ("question", "answers") else "right")
    hard = 0
    for counts, times in (collected(), invented(number)):
        for (question, answer), found in sorted(counts.items()):
            hard += found["hard"]
            cost = [1000 * seconds for seconds in times[question]]
            numbers = [found["hit"], found["person"], found["soft"], found["hard"]]
            speed = [f"{statistics.median(cost):.0f}", f"{max(cost):.0f}"]
            table.add_row(question, f"{sum(found.values())} {answer}", *map(str, numbers), *speed)
    Console(width=110).print(table)
    sys.exit(1 if hard else 0)


if __name__ == "__main__":
    main()
