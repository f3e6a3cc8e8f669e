"""Student code can write to the worker's socket. It gains nothing and can only lose its own question."""

import numpy as np
import pytest

from autograder.model import Missing, Probe, Raised, Returned, Stop, Stopped
from autograder.sandbox import Ask, Cell

FORGE = """
import os, sys
frames = sys.modules['inside.frames']
worker = [each for each in __import__('gc').get_objects() if type(each).__name__ == '_Worker'][0]
def send(message, body=b''): os.write(3, frames.pack(message, body))
"""


def test_reply_sent_before_its_request_is_ignored(harness):
    ahead = FORGE + "for _ in range(20): send({'outputs': [], 'raised': None, 'value': 42, 'nonce': worker.nonce})"
    _, first, second = harness.run(Cell("a", ahead + "\nx = 1"), Ask("p", (Probe("x"),)), Ask("q", (Probe("y"),)))
    assert first.answers == (Returned(1),)
    assert isinstance(second.answers[0], Missing)


def test_reply_to_an_earlier_request_is_ignored(harness):
    # in a library, where it is not noticed: a question that changes data of the notebook is the last one in its child
    late = FORGE + "import math\nmath.old = []\ndef f(x):\n    math.old.append(worker.nonce)\n"
    late += "    if x > 1: send({'value': 7, 'changed': [], 'warnings': [], 'nonce': math.old[0]})\n    return x"
    asks = Ask("p", (Probe("f", (1,)), Probe("f", (2,)))), Ask("q", (Probe("f", (3,)),))
    _, first, second = harness.run(Cell("a", late), *asks)
    assert first.answers == (Returned(1), Returned(2))
    assert second.answers == (Returned(3),)


def test_child_that_exits_after_a_forged_answer_does_not_affect_the_next_question(harness):
    forged = "{'value': 7, 'changed': [], 'warnings': [], 'nonce': worker.nonce}"
    leave = FORGE + f"def f(x): send({forged}); os._exit(0)\ndef g(x): return x"
    litter = FORGE + f"def f(x): send({forged}); os.write(3, b'garbage!' * 9); return x\ndef g(x): return x"
    for source in (leave, litter):
        _, first, second = harness.run(Cell("a", source), Ask("p", (Probe("f", (1,)),)), Ask("q", (Probe("g", (3,)),)))
        assert first.answers == (Returned(7),)
        assert second.answers == (Returned(3),)


def test_endless_stray_frames_are_a_protocol_error(harness):
    flood = FORGE + "def f(x):\n    while True: send({'nonce': b'x'})\ny = 1"
    _, first, second = harness.run(Cell("a", flood), Ask("p", (Probe("f", (1,)),)), Ask("q", (Probe("y"),)))
    assert first.answers == (Stopped(Stop.PROTOCOL),)
    assert second.answers == (Returned(1),)


@pytest.mark.parametrize(
    "message",
    [
        "b'not a dict'",
        "{'nonce': worker.nonce}",
        "{'nonce': worker.nonce, 'value': ['X'], 'changed': [], 'warnings': []}",
        "{'nonce': worker.nonce, 'value': 1, 'changed': [5], 'warnings': []}",
        "{'nonce': worker.nonce, 'value': 1, 'changed': [], 'warnings': [1]}",
        "{'nonce': worker.nonce, 'value': 1, 'changed': 1, 'warnings': []}",
        "{'nonce': worker.nonce, 'missing': 'because'}",
        "{'nonce': worker.nonce, 'raised': 1}",
        "{'nonce': worker.nonce, 'raised': [1, 2, 3, 4]}",
        "{'nonce': worker.nonce, 'raised': ['ValueError', '0', 1]}",
        "{'nonce': worker.nonce, 'value': ['e', ['__import__', 'os']], 'changed': [], 'warnings': []}",
        "{'nonce': worker.nonce, 'value': ['a', '<f8', [10**6], 0], 'changed': [], 'warnings': []}",
    ],
)
def test_malformed_reply_affects_only_its_question(harness, message):
    source = FORGE + f"def f(x):\n    send({message}); os._exit(0)\ny = 1"
    _, first, second = harness.run(Cell("a", source), Ask("p", (Probe("f", (1,)),) * 2), Ask("q", (Probe("y"),)))
    assert first.answers == (Stopped(Stop.PROTOCOL),) * 2
    assert second.answers == (Returned(1),)


def test_frame_announcing_four_gigabytes_is_rejected_at_once(harness):
    source = "import os\ndef f(x): os.write(3, b'\\xff' * 8); os._exit(0)\ny = 1"
    _, first, second = harness.run(Cell("a", source), Ask("p", (Probe("f", (1,)),)), Ask("q", (Probe("y"),)))
    assert first.answers == (Stopped(Stop.PROTOCOL),)
    assert second.answers == (Returned(1),)


def test_child_that_never_reads_is_ended(harness):
    source = FORGE + "import time\nframes.Reader.receive = lambda *_, **__: time.sleep(60)"
    _, after = harness.run(Cell("a", source), Ask("q", (Probe("x", (np.zeros(10**6),)),)), seconds=1)
    assert after.answers == (Stopped(Stop.BUDGET),)


@pytest.mark.parametrize(
    "output",
    [
        "{'output_type': 'display_data', 'data': {'application/javascript': 'alert(1)'}}",
        "{'output_type': 'display_data', 'data': {'image/png': '\"><script>'}}",
        "{'output_type': 'display_data', 'data': {'text/html': ['a']}}",
        "{'output_type': 'display_data', 'data': 1}",
        "{'output_type': 'stream', 'name': '<b>', 'text': 'x'}",
        "{'output_type': 'stream', 'name': 'stdout', 'text': 1}",
        "{'output_type': 'error', 'ename': 1, 'evalue': '', 'traceback': []}",
        "{'output_type': 'pyout', 'text': 'x'}",
        "{'output_type': ['stream']}",
        "'text'",
    ],
)
def test_forged_output_of_unknown_type_is_dropped(harness, output):
    source = FORGE + f"send({{'nonce': worker.nonce, 'raised': None, 'outputs': [{output}]}}); os._exit(0)"
    (result,) = harness.cells(source)
    assert result.outputs == ()


def test_json_with_too_many_values_is_a_protocol_error(harness):
    many = "{'output_type': 'display_data', 'data': {'application/json': [[]] * 15_000}}"
    source = FORGE + f"send({{'nonce': worker.nonce, 'raised': None, 'outputs': [{many}, {many}]}})"
    forged, after = harness.cells(source, "print(1)")
    assert forged.stopped == Stopped(Stop.PROTOCOL)
    assert after.outputs[0]["text"] == "1\n"


def test_metadata_and_execution_counts_come_from_the_grader(harness):
    output = "{'output_type': 'execute_result', 'execution_count': 99, 'data': {'text/plain': 'x', 'x/y': 'z'},"
    output += " 'metadata': {'image/png': {'width': 5, 'height': '\"', 'alt': 'a' * 2000}, 'tags': 1,"
    output += " 'image/jpeg': {'alt': ['x']}}}"
    (result,) = harness.cells(FORGE + f"send({{'nonce': worker.nonce, 'outputs': [{output}]}}); os._exit(0)")
    assert result.outputs == (
        {
            "output_type": "execute_result",
            "execution_count": 1,
            "data": {"text/plain": "x"},
            "metadata": {"image/png": {"width": 5, "alt": "a" * 1000}, "image/jpeg": {}},
        },
    )


def test_forged_outputs_of_a_hidden_cell_are_dropped(harness):
    output = "{'output_type': 'stream', 'name': 'stdout', 'text': 'hidden'}"
    source = FORGE + f"send({{'nonce': worker.nonce, 'raised': None, 'outputs': [{output}]}})"
    quiet, loud = harness.run(Cell("a", source, show=False), Cell("b", source))
    assert quiet.outputs == ()
    assert loud.outputs[0]["text"] == "hidden"


def test_forged_error_location_must_exist(harness):
    source = FORGE + "def f(where): send({'nonce': worker.nonce, 'raised': where})"
    wheres = (
        ["ValueError", "0", 10**6, False],
        ["ValueError", "<script>", 1, "secret 0.25"],
        ["secret 0.25", "0", 2, True],
        ["ValueError", "1", 1, 1],
    )
    steps = [Cell("a", source), *(Ask("q", (Probe("f", (where,)),)) for where in wheres), Cell("b", "1")]
    answers = [result.answers[0] for result in harness.run(*steps)[1:-1]]
    assert answers == [
        Raised("ValueError", "a", None),
        Raised("ValueError", None, None),
        Raised("an exception of your own", "a", 2, version=True),
        Raised("ValueError", None, None),
    ]
