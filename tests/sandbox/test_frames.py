"""Frames: two lengths, a head and a body, each within its cap and before its deadline."""

import socket
import time

import pytest

from autograder.sandbox.inside import frames
from autograder.sandbox.inside.errors import WireError


def receive(data, **more):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        return frames.Reader(ours).receive(**{"deadline": time.monotonic() + 5, **more})


def test_a_frame_that_announces_too_much_is_refused_unread():
    for sizes in ((2**32 - 1, 0), (0, 2**32 - 1)):
        with pytest.raises(WireError):
            receive(frames._LENGTHS.pack(*sizes))
    with pytest.raises(WireError):
        receive(frames.pack([1], b"body"), max_body=3)


def test_a_frame_that_is_cut_off_is_the_end_of_the_line():
    whole = frames.pack({"a": 1}, b"body")
    for length in range(len(whole)):
        with pytest.raises(frames.Closed):
            receive(whole[:length])


def test_a_frame_that_trickles_ends_at_its_deadline():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frames.pack([1])[:-1])
        with pytest.raises(TimeoutError):
            frames.Reader(ours).receive(deadline=time.monotonic() + 0.05)


def test_what_is_too_large_to_send_is_an_error_before_it_is_sent():
    with pytest.raises(WireError):
        frames.pack("x" * (frames.MAX_HEAD + 1))
    with pytest.raises(WireError):
        frames.pack({1, 2})
