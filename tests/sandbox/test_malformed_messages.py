"""Malformed bytes on the wire raise only WireError: no crash, no hang, no large allocation."""

import contextlib
import random
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from autograder.model import Expression, Opaque
from autograder.sandbox import replies
from autograder.sandbox.inside import frames, wire_format
from autograder.sandbox.inside.decoding import decode
from autograder.sandbox.inside.encoding import encode
from autograder.sandbox.inside.errors import WireError


def read(head, body=b""):
    return decode(frames.parse(head), body, Expression, Opaque)


@given(st.binary(max_size=200), st.binary(max_size=40))
@settings(max_examples=500, deadline=None)
def test_random_bytes_raise_only_wire_error(head, body):
    with contextlib.suppress(WireError):
        read(head, body)


GOOD = [
    {"a": [1, 2.5, None], "b": (True, "text")},
    [np.arange(6.0).reshape(2, 3), np.float32(1), np.arange(3)[::2]],
    {frozenset([1, "a"]): range(3), 2**100: 1 + 2j},
    [b"bytes", np.array(["a", "bc"]), np.array([None, 1], dtype=object), print, Fraction(1, 3)],
]


JUNK = [
    None,
    True,
    -1,
    0,
    2**63,
    1e308,
    "",
    "a",
    "<f8",
    "Add",
    b"",
    [],
    ["l"],
    ["d", []],
    {"a": 1},
    [[[]]],
    ["?"],
    ["e", []],
]


def with_bytes_changed(chance, head):
    mangled = bytearray(head)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(mangled) + 1)
        until = place + chance.randint(0, 3)
        mangled[place:until] = chance.randbytes(chance.randint(0, 3))
    return bytes(mangled)


def with_a_node_changed(chance, head):
    """Replace one value in a valid message; random bytes rarely get past the first checks."""
    message = frames.parse(head)
    place = message
    while type(place) is list and place:
        index = chance.randrange(len(place))
        if type(place[index]) is not list or chance.random() < 0.3:
            place[index] = chance.choice(JUNK)
            break
        place = place[index]
    return frames.pack(message)[8:]


def test_mutated_frames_raise_only_wire_error():
    chance = random.Random(0)
    whole = [(frames.pack(node)[8:], body) for node, body in map(encode, GOOD)]
    refused = 0
    for number in range(100_000):
        head, body = chance.choice(whole)
        mangle = with_bytes_changed if number % 2 else with_a_node_changed
        try:
            read(mangle(chance, head), body)
        except WireError:
            refused += 1
    assert 30_000 < refused < 100_000  # some are still valid; nothing else was raised


@pytest.mark.parametrize(
    "node",
    [
        [],
        [1],
        ["x", 1],
        ["__class__"],
        ["a", "<f8", [2], 0],
        ["a", "O", [1], 0],
        ["a", "<f8", [-1], 0],
        ["a", "<f8", [1], -8],
        ["a", "<f8", [True], 0],
        ["a", "<f8", [0, 2**62], 0],
        ["a", "<f8", [2**40, 2**40], 0],
        ["a", "V8", [1], 0],
        ["a", ["<f8"], [1], 0],
        ["g", "<f8", b"short"],
        ["i", "0x" + "f" * 2000],
        ["i", "0b11"],
        ["i", " 0x1"],
        ["i", "0x1_0"],
        ["c", 1, 2],
        ["b", "text"],
        ["r", 0, 1, 0],
        ["r", 0.0, 1.0, 1.0],
        ["d", [1]],
        ["d", [["l"], 1]],
        ["s", ["l"]],
        ["s", *range(2000)],
        ["d", *([i, i] for i in range(2000))],
        ["o", [2], 1],
        ["u", [1], 2],
        ["u", [500], "x" * 10**6, *[""] * 499],
        ["?", 1],
        ["?", "x" * 1000],
        ["e"],
        ["e", ["__import__", "os"]],
        ["e", ["Add", 0]],
        ["e", ["Zero"], ["Add", 0, 1]],
        ["e", ["Zero"], ["Add", True]],
        ["e", ["Symbol", "x", {"evil": True}]],
        ["e", ["Integer", "1"]],
        ["e", ["Rational", "0x1", "0x0"]],
        ["e", ["Float", 0, "0x1", 10**9, 53]],
        ["e", ["Zero"], ["Matrix", 1, 2, 0]],
        {"a": 1},
        b"bytes",
    ],
    ids=str,
)
def test_malformed_node_is_rejected(node):
    with pytest.raises(WireError):
        decode(node, bytes(8), Expression, Opaque)


def test_overlapping_arrays_are_rejected():
    one = ["a", "<f8", [1], 0]
    assert decode(one, bytes(8), Expression, Opaque).shape == (1,)
    with pytest.raises(WireError):
        decode(["l", one, one], bytes(8), Expression, Opaque)


def test_too_many_or_too_deep_values_are_rejected():
    deep = None
    for _ in range(60):
        deep = ["l", deep]
    for node in (deep, ["l", *[0] * (wire_format.MAX_VALUES + 1)]):
        with pytest.raises(WireError):
            decode(node, b"", Expression, Opaque)


@pytest.mark.parametrize(
    "head", [b"\xc7\x04\x01abcd", b"\xd6\xff\x00\x00\x00\x00", b"\x91" * 5000, b"\xdd\xff\xff\xff\xff"]
)
def test_extension_types_and_endless_nesting_are_rejected(head):
    with pytest.raises(WireError):
        frames.parse(head)


def test_colliding_keys_decode_quickly():
    step = 2**61 - 1  # all multiples have the same hash
    node, body = encode({index * step for index in range(wire_format.MAX_KEYS)})
    start = time.process_time()
    for _ in range(5):
        decode(node, body, Expression, Opaque)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "data", [" " * 900_000 + "!", "=" * 900_000, " =" * 450_000, "A" * 900_000 + "=\n" * 3], ids=len
)
def test_pictures_that_are_not_base64_are_dropped_in_linear_time(data):
    shown = {"output_type": "display_data", "data": {"image/png": data, "text/plain": "x"}, "metadata": {}}
    start = time.process_time()
    result = replies.parse_cell_result({"outputs": [shown]}, {}, 1)
    assert result.outputs[0]["data"] == {"text/plain": "x"}
    assert time.process_time() - start < 1


@pytest.mark.parametrize("data", ["iVBORw0K", "iVBORw==", "iVBO\nRw==\n", ""])
def test_base64_of_pictures_is_kept(data):
    shown = {"output_type": "display_data", "data": {"image/png": data}, "metadata": {}}
    assert replies.parse_cell_result({"outputs": [shown]}, {}, 1).outputs[0]["data"] == {"image/png": data}
