"""The example of the page about new questions works."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.model import Outcome, Response, Returned
from tests.docs.pages import PAGES, blocks

PAGE = "docs/questions.md"
SHOWN: dict[str, str] = {}
for _block in blocks(PAGE):
    if _block.file:
        SHOWN[_block.file] = SHOWN.get(_block.file, "") + _block.text + "\n\n"


def executed(*files):
    names: dict[str, object] = {}
    for file in files:
        exec(SHOWN[file], names)
    return names


QUESTION = executed("question.py")["question"]
STYLES = {name: each for name, each in executed("correct_answers.py").items() if callable(each) and name != "np"}


def verdict(function, student):
    probes = QUESTION.probes(np.random.default_rng(student))
    answers = tuple(Returned(function(*probe.args)) for probe in probes)
    return QUESTION.judge(Response(probes, answers, text="def spectral_radius(W): ..."))


def test_solution_passes_the_visible_checks():
    names = executed("spectral-radius-code", "spectral-radius")
    assert QUESTION.name == "spectral-radius"
    assert QUESTION.names == ("spectral_radius",)
    assert verdict(names["spectral_radius"], 0).outcome is Outcome.CORRECT


@pytest.mark.parametrize("student", range(20))
def test_every_misconception_is_recognised_by_its_own_name(student):
    for mistake in QUESTION.misconceptions:
        found = verdict(mistake.wrong, student)
        assert (found.misconception, found.credit) == (mistake.name, mistake.credit)
        assert mistake.hint in found.feedback


@pytest.mark.parametrize("student", range(20))
@pytest.mark.parametrize("style", STYLES)
def test_correct_answers_of_the_page_are_accepted(student, style):
    assert verdict(STYLES[style], student).outcome is Outcome.CORRECT


def test_page_has_as_many_correct_answers_as_check_requires():
    assert len(STYLES) >= 4
    assert "needs four" in " ".join(PAGES[PAGE].split())
