"""The outputs of a whole notebook are limited, like those of each cell; so are all other replies."""

import pytest

from autograder.model import Limits, Stop
from autograder.sandbox import Budget, Cell
from autograder.sandbox.inside import wire_format
from autograder.sandbox.inside.decoding import decode
from autograder.sandbox.inside.errors import WireError
from autograder.sandbox.inside.outputs import TRUNCATION_NOTE
from tests.sandbox.test_forgery import FORGE

LIMITS = Limits(seconds=5, output_kb=64)


def size(results):
    return len(repr([result.outputs for result in results]))


def run(harness, *sources, kilobytes=256):
    cells = [Cell(str(number), source) for number, source in enumerate(sources)]
    return harness.sandbox.run(cells, limits=LIMITS, budget=Budget(60, kilobytes), seed=0)


@pytest.mark.parametrize(
    "loud",
    [
        "print('x' * 60_000)",
        "for i in range(900): display(i)",
        "from IPython.display import HTML\nHTML('x' * 60_000)",
        "raise ValueError('x' * 60_000)",
    ],
)
def test_cells_share_the_output_budget_of_the_notebook(harness, loud):
    results = run(harness, *[loud] * 40, "x = 1", "print(x)")
    assert [result.stopped for result in results] == [None] * 42
    assert size(results) < 1_000_000
    assert results[-3].outputs[-1]["text"] == TRUNCATION_NOTE
    assert results[-2].outputs == ()


def test_runs_share_an_output_budget(harness):
    budget = Budget(60, 80)
    texts = []
    for _ in range(3):
        (result,) = harness.sandbox.run([Cell("a", "print('x' * 60_000)")], limits=LIMITS, budget=budget, seed=0)
        texts.append(sum(len(output["text"]) for output in result.outputs))
    assert texts[0] > 60_000 > texts[1] > texts[2] > 0


def test_forged_replies_cannot_exceed_the_output_budget(harness):
    text = "{'output_type': 'stream', 'name': 'stdout', 'text': 'x' * 2_000_000}"
    source = FORGE + f"send({{'nonce': worker.nonce, 'raised': None, 'outputs': [{text}]}}); os._exit(0)"
    results = run(harness, *[source] * 20)
    assert size(results) < 4_000_000
    assert {result.stopped.why for result in results if result.stopped} <= {Stop.DIED, Stop.PROTOCOL}


def test_forged_reply_of_a_hidden_cell_is_too_large(harness):
    source = FORGE + "send({'nonce': worker.nonce, 'raised': None, 'outputs': ['x' * 100_000]})"
    hidden = Cell("a", source, show=False)
    (result,) = harness.sandbox.run([hidden], limits=LIMITS, budget=Budget(60), seed=0)
    assert result.stopped.why is Stop.PROTOCOL


def test_strings_of_a_value_share_a_size_limit():
    texts = ["u", [1400], "x" * 1400, *[""] * 1399]
    assert decode(texts, b"", None, None).nbytes < 8 << 20
    with pytest.raises(WireError):
        decode(["l", *[texts] * 3], b"", None, None)
    assert wire_format.MAX_TEXT <= 2 << 20
