"""The guide for students describes what the grader does."""

import re
from pathlib import Path

import pytest

from autograder.assignments import load
from autograder.model import Limits, Outcome, Response
from tests.source.notebooks import find, read

GUIDE = (Path(__file__).parents[2] / "docs" / "students.md").read_text(encoding="utf-8")
UNDERSTOOD, UNDECIDED = (
    block.strip().splitlines() for block in re.findall(r"^```latex\n(.*?)^```", GUIDE, re.M | re.S)
)
QUESTION = next(question for question in load("rnn").notebooks["bptt"] if question.name == "bptt-derivation")
DERIVATION = r"""
The loss is a sum, and $L_t$ feels $W$ only through $h_t$:

$$\frac{\partial L}{\partial W} = \sum_{t=0}^{T} \frac{\partial L_t}{\partial h_t} \frac{\mathrm{d} h_t}{\mathrm{d} W}.$$

$W$ stands in $h_t = \sigma(W h_{t-1} + U x_t)$ and is hidden in $h_{t-1}$; $\partial^+$ is the immediate derivative:

$$\frac{\mathrm{d} h_t}{\mathrm{d} W} = \frac{\partial^+ h_t}{\partial W} + \frac{\partial h_t}{\partial h_{t-1}} \frac{\mathrm{d} h_{t-1}}{\mathrm{d} W}.$$

Unrolled down to step 0, before which the state is a constant, this is

$$\frac{\mathrm{d} h_t}{\mathrm{d} W} = \sum_{k=0}^{t} \frac{\partial h_t}{\partial h_k} \frac{\partial^+ h_k}{\partial W}.$$

%s

So $$\frac{\partial L}{\partial W} = \sum_{t=0}^{T} \sum_{k=0}^{t} \frac{\partial L_t}{\partial h_t} \frac{\partial h_t}{\partial h_k} \frac{\partial^+ h_k}{\partial W}.$$
"""


def judged(line):
    return QUESTION.judge(Response(text=DERIVATION.replace("%s", line))).outcome


@pytest.mark.parametrize("line", ["", *UNDERSTOOD])
def test_examples_of_readable_lines_are_correct(line):
    assert judged(line) == Outcome.CORRECT


@pytest.mark.parametrize("line", UNDECIDED)
def test_examples_of_unreadable_lines_are_undecided(line):
    assert judged(line) == Outcome.UNDECIDED


def test_struck_through_and_retracted_lines_are_ignored():
    false, right = (
        r"$\frac{\partial h_1}{\partial h_0} = W$",
        r"$\frac{\partial h_1}{\partial h_0} = \mathrm{diag}(\sigma'_1) W$",
    )
    assert judged(f"~~{false}~~") == Outcome.CORRECT
    assert judged(f"{false}\n\nThis line is wrong.\n\n{right}") == Outcome.CORRECT


def test_guide_states_the_default_limits():
    limits = load("rnn").limits
    assert limits == load("training").limits == Limits()
    sentence = f"may compute for {limits.cpu_seconds:g} seconds, wait for {limits.seconds:g} seconds, and"
    assert sentence in " ".join(GUIDE.split())
    assert limits.memory_mb == 1024
    assert " ".join(GUIDE.split()).count("1 GB of memory") == 1


@pytest.mark.parametrize(
    "words",
    [
        "expected your answer, but",
        "still says `raise NotImplementedError()`",
        "to be defined",
        "is there a `return`?",
        "expected {f'real numbers of shape {shape}'",
        "but yours has shape",
        "your result contains NaN or infinity",
        "no NumPy warning",
        "but your code stopped with this error",
    ],
)
def test_explained_messages_occur_in_the_notebooks(words):
    assert words in find(read("bptt"), "visible-checks").source
    assert words.partition("{")[0].replace("`return`", "return") in GUIDE
