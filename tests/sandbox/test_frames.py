"""Frames: two lengths, a head and a body, each within its size limit."""

import socket

import pytest

from autograder.sandbox.inside import frames
from autograder.sandbox.inside.errors import WireError


def receive(data, **more):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        return frames.Reader(ours).receive(**{"watch": lambda: 5.0, **more})


def test_oversized_frame_is_rejected_before_it_is_read():
    for sizes in ((2**32 - 1, 0), (0, 2**32 - 1)):
        with pytest.raises(WireError):
            receive(frames._LENGTHS.pack(*sizes))
    with pytest.raises(WireError):
        receive(frames.pack([1], b"body"), max_body=3)


def test_truncated_frame_raises_closed():
    whole = frames.pack({"a": 1}, b"body")
    for length in range(len(whole)):
        with pytest.raises(frames.Closed):
            receive(whole[:length])


def test_waiting_for_a_slow_frame_ends_when_the_watch_raises():
    waits = iter([0.01, 0.01])

    def watch():
        for wait in waits:
            return wait
        raise TimeoutError

    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frames.pack([1])[:-1])
        with pytest.raises(TimeoutError):
            frames.Reader(ours).receive(watch=watch)


def test_packing_an_oversized_frame_raises():
    with pytest.raises(WireError):
        frames.pack("x" * (frames.MAX_HEAD + 1))
    with pytest.raises(WireError):
        frames.pack({1, 2})
