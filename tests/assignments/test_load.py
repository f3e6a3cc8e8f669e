"""Assignments are found by name."""

import pytest

from autograder.assignments import load, names
from autograder.model import Assignment
from autograder.model.errors import CourseError


@pytest.mark.parametrize("name", names())
def test_every_listed_assignment_can_be_loaded(name):
    assignment = load(name)
    assert isinstance(assignment, Assignment)
    assert assignment.name == name
    assert load(name) is assignment


@pytest.mark.parametrize("name", ["", "nothing", "rnn.bptt", "../rnn", "__init__"])
def test_unknown_name_lists_the_known_ones(name):
    with pytest.raises(CourseError, match="rnn"):
        load(name)
