"""A submission that runs alone waits until no other runs, and others wait for it."""

import threading

import pytest

from autograder.grading import turns


@pytest.fixture
def order():
    """The events in their order."""
    return []


def test_alone_waits_for_the_others_and_they_for_it(order):
    def alone():
        with turns.alone():
            order.append("alone")

    waiting = threading.Thread(target=alone)
    with turns.together(), turns.together():
        waiting.start()
        waiting.join(0.3)
        order.append("together")
    waiting.join()
    assert order == ["together", "alone"]


def test_others_wait_while_one_is_alone(order):
    def together():
        with turns.together():
            order.append("together")

    waiting = threading.Thread(target=together)
    with turns.alone():
        waiting.start()
        waiting.join(0.3)
        order.append("alone")
    waiting.join()
    assert order == ["alone", "together"]


def test_alone_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.3)
    with turns.together(), turns.alone():
        pass
