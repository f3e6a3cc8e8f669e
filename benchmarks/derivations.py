"""Measures how written derivations and proofs are judged: hits and misses, and the time per answer.

    python benchmarks/derivations.py [NUMBER] [--cases FILE] [--mutants N]

A *wrong* verdict is a right answer judged incorrect or partial, or an answer with an error judged correct; there should
be none. A right answer that needs manual grading costs only time. The tables list the repository's collection by
question and by kind of notation, and NUMBER sums in random notation with the same sums with random errors. FILE adds
a JSON list of other answers: objects with `id`, `question`, `label` (`correct`, `wrong` or `review`) and `text`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from autograder.model import Outcome, Response  # noqa: E402
from benchmarks.derivation_mutants import planted, rewritten  # noqa: E402
from tests.questions.test_derivation import FILES, QUESTIONS  # noqa: E402
from tests.questions.written_sums import corrupted, hides_terms, random_notation, total, true_sum, truth, written  # noqa: E402

Truth = Literal["right", "wrong", "unclear"]

NOTATIONS = {
    "table": r"^\s*\|.*\|\s*$",
    "code fence": r"^\s*(```|~~~)",
    "components": r"_\{?\w*,?\s*[ij]{1,2}\b|\\delta_\{?[a-z]{2}\b|_\{[^}]*;",
    "error signals": r"\\delta(_|\^)|δ[_⁽^({]|δ\^",
    "gradient columns": r"\\nabla|∇",
    "differentials": r"(\\mathrm\s*\{?\s*d\}?|\bd)\s*(L|E|\\mathcal\{?L\}?)(_\w+|_\{\w+\})?\s*&?=",
    "plain text": r"\A[^$\\]*\Z",
    "named factors": r"[A-Za-z]_\{?[a-z, ]+\}?\s*(:|\\coloneqq)?=\s*\\(d|t)?frac\s*\{\s*\\(partial|mathrm)",
    "products and dots": r"\\prod|∏|\\(c|l)?dots",
    "chains": "",
}
"""Kinds of notation, each with a pattern; an answer belongs to the first that its text matches."""


@dataclass(frozen=True)
class Judged:
    """One answer and what became of it."""

    name: str
    question: str
    truth: Truth
    notation: str
    outcome: Outcome
    seconds: float

    @property
    def is_wrong_verdict(self) -> bool:
        """Whether a right answer loses points, or another gets all of them."""
        if self.truth == "right":
            return self.outcome in (Outcome.INCORRECT, Outcome.PARTIAL)
        return self.outcome is Outcome.CORRECT


def judge(name: str, question: str, truth: Truth, text: str) -> Judged:
    """Judge one answer."""
    start = time.perf_counter()
    outcome = QUESTIONS[question].judge(Response(text=text)).outcome
    seconds = time.perf_counter() - start
    notation = next(kind for kind, pattern in NOTATIONS.items() if re.search(pattern, text, re.MULTILINE))
    return Judged(name, question, truth, notation, outcome, seconds)


def judge_collection() -> Iterator[Judged]:
    """Judge the collection of answers in the tests."""
    for path in FILES:
        front, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        truth: Truth = "right" if front.startswith("right") else "wrong" if front.startswith("wrong") else "unclear"
        yield judge(path.stem, path.parent.name, truth, text)


def judge_cases(path: Path) -> Iterator[Judged]:
    """Judge the answers of a JSON file."""
    truths: dict[str, Truth] = {"correct": "right", "wrong": "wrong", "review": "unclear"}
    for case in json.loads(path.read_text(encoding="utf-8")):
        yield judge(case["id"], case["question"], truths[case["label"]], case["text"])


def judge_random_sums(number: int) -> Iterator[Judged]:
    """Judge random sums and corrupted ones; their numerical value decides whether a sum is still right."""
    for seed in range(number):
        rng = random.Random(seed)
        terms = true_sum(rng)
        for sum_ in (terms, corrupted(terms, rng)):
            value = total(sum_)
            right = (
                value is not None and value.shape == truth().shape and np.allclose(value, truth(), rtol=1e-9, atol=0)
            )
            right = right and not hides_terms(sum_)
            text = written(sum_, random_notation(rng), rng)
            yield judge(f"seed {seed}", "expanded-sum", "right" if right else "wrong", text)


def judge_mutants(answers: Iterable[tuple[str, str, str]], each: int) -> Iterator[tuple[str, str, Judged]]:
    """Judge accepted answers with one planted error, and with one rewrite that changes nothing.

    Parameters
    ----------
    answers : iterable of (name, question, text)
    each : int
        Errors per answer.

    Yields
    ------
    kind, text : str
    judged : Judged
    """
    for name, question, text in answers:
        for seed in range(each):
            if (mutant := planted(text, random.Random(seed))) is not None:
                yield mutant[1], mutant[0], judge(name, question, "wrong", mutant[0])
        if (same := rewritten(text, random.Random(name))) is not None:
            yield f"rewrite: {same[1]}", same[0], judge(name, question, "right", same[0])


def tabulate_mutants(found: Iterable[tuple[str, str, Judged]]) -> Table:
    """The verdicts on mutants, by kind of change."""
    table = Table(title="Mutants of accepted answers")
    outcomes = (Outcome.CORRECT, Outcome.UNDECIDED, Outcome.PARTIAL, Outcome.INCORRECT)
    for heading in ("change", "answers", *(str(outcome.value) for outcome in outcomes)):
        table.add_column(heading, justify="left" if heading == "change" else "right")
    kinds: dict[str, list[Outcome]] = {}
    for kind, _, judged in found:
        kinds.setdefault(kind, []).append(judged.outcome)
    for kind, verdicts in sorted(kinds.items()):
        table.add_row(kind, str(len(verdicts)), *(str(verdicts.count(outcome)) for outcome in outcomes))
    return table


def accepted_collection() -> Iterator[tuple[str, str, str]]:
    """The right answers of the collection that are judged correct."""
    for path in FILES:
        front, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        if front == "right -> correct":
            yield path.stem, path.parent.name, text


def tabulate(title: str, answers: Iterable[Judged], group: Callable[[Judged], str]) -> Table:
    """The numbers of verdicts and the times, by group."""
    table = Table(title=title)
    headings = ("", "right", "correct", "undecided", "lose points", "others", "not correct", "correct", "median ms")
    for heading in (*headings, "95 % ms", "longest ms"):
        table.add_column(heading, justify="right" if heading else "left")
    groups: dict[str, list[Judged]] = {}
    for answer in answers:
        groups.setdefault(group(answer), []).append(answer)
        groups.setdefault("all", []).append(answer)
    for name, found in sorted(groups.items(), key=lambda item: (item[0] == "all", item[0])):
        right = [answer for answer in found if answer.truth == "right"]
        others = [answer for answer in found if answer.truth != "right"]
        correct, undecided = (
            sum(answer.outcome is outcome for answer in right) for outcome in (Outcome.CORRECT, Outcome.UNDECIDED)
        )
        passed = sum(answer.is_wrong_verdict for answer in others)
        counts = (len(right), correct, undecided, len(right) - correct - undecided)
        counts = (*counts, len(others), len(others) - passed, passed)
        times = [1000 * answer.seconds for answer in found]
        speed = (statistics.median(times), np.quantile(times, 0.95), max(times))
        table.add_row(name, *map(str, counts), *(f"{milliseconds:.0f}" for milliseconds in speed))
    return table


def main() -> None:
    """Print the tables and the wrong verdicts; exit with 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("number", nargs="?", type=int, default=300, help="random sums (default: 300)")
    parser.add_argument("--cases", type=Path, metavar="FILE", help="a JSON file of other answers")
    parser.add_argument("--mutants", type=int, default=0, metavar="N", help="planted errors per accepted answer")
    options = parser.parse_args()
    console = Console(width=140)
    sources = {"Collection": list(judge_collection()), "Random sums": list(judge_random_sums(options.number))}
    if options.cases is not None:
        sources["Cases"] = list(judge_cases(options.cases))
    for name, answers in sources.items():
        console.print(tabulate(f"{name}, by question", answers, lambda answer: answer.question))
        if name != "Random sums":
            console.print(tabulate(f"{name}, by kind of notation", answers, lambda answer: answer.notation))
    if options.mutants:
        console.print(tabulate_mutants(judge_mutants(accepted_collection(), options.mutants)))
    wrong = [answer for answers in sources.values() for answer in answers if answer.is_wrong_verdict]
    for answer in wrong:
        console.print(f"Wrong verdict: {answer.question}/{answer.name} is {answer.truth}, judged {answer.outcome}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
