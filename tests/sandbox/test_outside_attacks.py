"""Answers that attack the tests outside of their process earn nothing, and cost no other test."""

import pytest

from autograder.model import Limits
from autograder.sandbox.outside import Locked, TestCell
from autograder.sandbox.steps import Budget, Cell
from tests.sandbox.hostile_answers import HOSTILE
from tests.templates import open_sandbox

TestCell.__test__ = False
LOCKED = "def close(a, b):\n    return abs(a - b) < 1e-9\nEXPECTED = 4"
LIMITS = Limits(seconds=0.5, cpu_seconds=0.4, memory_mb=256)


@pytest.fixture(scope="module")
def sandbox():
    with open_sandbox() as opened:
        yield opened


def run(sandbox, answer, *tests):
    answer = f"{answer}\ndef honest(x):\n    return 2 * x"
    steps = [Locked(Cell("locked", LOCKED), LOCKED), Cell("answer", answer)]
    for number, source in enumerate((*tests, "assert honest(2) == 4")):
        steps.append(
            TestCell(f"t{number}", source, Cell(f"v{number}", ""), ("f", "honest"), ("f", "honest"), strict=True)
        )
    return list(sandbox.run_tests(steps, limits=LIMITS, budget=Budget(20), seed=1).values())


@pytest.mark.parametrize("name", HOSTILE)
def test_attacks_earn_nothing_and_cost_no_other_test(sandbox, name):
    *_, attacked, honest = run(sandbox, *HOSTILE[name])
    assert not attacked.passed or attacked.weak, attacked
    assert honest.passed, honest
    assert not honest.weak


def test_each_attack_is_of_its_own_kind():
    assert len(HOSTILE) >= 60
    assert len({each[0] for each in HOSTILE.values()}) >= 50
