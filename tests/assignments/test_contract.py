"""Assignments have the questions of their notebooks, in order and with the same names."""

import numpy as np
import pytest

from autograder.assignments import load
from autograder.model import Missing, Outcome, Raised, Response
from tests.source.questions import ASSIGNMENTS, QUESTIONS

NOTEBOOKS = {name: questions for each in ASSIGNMENTS for name, questions in load(each).notebooks.items()}
ALL = [question for asked in NOTEBOOKS.values() for question in asked]

each = pytest.mark.parametrize("question", ALL, ids=lambda question: question.name)


def test_every_assignment_has_its_notebooks():
    assert {name: list(load(name).notebooks) for name in ASSIGNMENTS} == {
        name: list(notebooks) for name, notebooks in ASSIGNMENTS.items()
    }


def test_every_notebook_has_its_questions_in_order_and_they_ask_for_the_names_of_the_notebook():
    asked = {
        name: {question.name: list(question.names) for question in questions} for name, questions in NOTEBOOKS.items()
    }
    wanted = {
        name: {question: [call.split("(")[0] for call in names] for question, (_, names) in QUESTIONS[name].items()}
        for name in NOTEBOOKS
    }
    assert asked == wanted
    assert [list(questions) for questions in asked.values()] == [list(questions) for questions in wanted.values()]


def test_a_question_uses_earlier_questions_only():
    for questions in NOTEBOOKS.values():
        earlier: set[str] = set()
        for question in questions:
            assert set(question.uses) <= earlier
            earlier.add(question.name)


@each
def test_probes_are_reproducible_and_ask_for_the_questions_names(question):
    first, again = (question.probes(np.random.default_rng(3)) for _ in range(2))
    assert {probe.name for probe in first} == set(question.names)
    assert repr(first) == repr(again)


@each
@pytest.mark.parametrize("answer", [Missing("not defined"), Raised("NotImplementedError")])
def test_the_untouched_release_is_unanswered(question, answer):
    probes = question.probes(np.random.default_rng(0))
    verdict = question.judge(Response(probes, (answer,) * len(probes), untouched=True))
    assert verdict.outcome is Outcome.UNANSWERED
