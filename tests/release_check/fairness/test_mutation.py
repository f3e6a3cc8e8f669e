"""Mutants are callable copies of a function with one small mistake in it, or in a function that it calls."""

import math

import numpy as np
import pytest

from autograder.release_check.fairness.alternatives import Kind
from autograder.release_check.fairness.mutation import mutants
from tests.release_check.fairness.lesson import reference

W, X = np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 11.0]]), np.array([13.0, 17.0])


def made(function, others=()):
    return {(mutant.before, mutant.after): (mutant, call) for mutant, call in mutants(function, others)}


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (Kind.OPERATOR, "return W @ x - 2.0 * column(W)"),
        (Kind.OPERATOR, "return W * x + 2.0 * column(W)"),
        (Kind.ORDER, "return x @ W + 2.0 * column(W)"),
        (Kind.TRANSPOSE, "return W.T @ x + 2.0 * column(W)"),
        (Kind.TRANSPOSE, "return (W @ x + 2.0 * column(W)).T"),
        (Kind.DROPPED, "return W @ x"),
        (Kind.DROPPED, "return W @ x + column(W)"),
        (Kind.CONSTANT, "return W @ x + 3.0 * column(W)"),
    ],
)
def test_every_kind_of_mutant_is_made_and_named(kind, after):
    mutant, _ = made(reference.mixed)["return W @ x + 2.0 * column(W)", after]
    assert (mutant.kind, mutant.function, mutant.line) == (kind, "mixed", 6)


def test_mutant_computes_what_its_line_says():
    _, call = made(reference.mixed)["return W @ x + 2.0 * column(W)", "return W @ x - 2.0 * column(W)"]
    assert np.array_equal(call(W, X), W @ X - 2 * W[:, 0])


def test_mutant_of_a_called_function_changes_the_caller():
    mutant, call = made(reference.mixed)["return W[:, 0]", "return W[:, 1]"]
    assert mutant.function == "column"
    assert np.array_equal(call(W, X), W @ X + 2 * W[:, 1])


def test_original_functions_are_not_changed():
    before = reference.mixed(W, X)
    for _, call in mutants(reference.mixed):
        assert call is not reference.mixed
    assert np.array_equal(reference.mixed(W, X), before)


def test_functions_of_other_questions_are_not_changed():
    assert {mutant.function for mutant, _ in mutants(reference.mixed, others=[reference.column])} == {"mixed"}


def test_functions_of_other_modules_are_changed():
    from autograder.assignments.reference import rnn

    found = [call for mutant, call in mutants(rnn.states) if mutant.function not in ("states", "sigmoid")]
    assert found, "the reference calls a function of another module"
    assert any(not _same(call) for call in found)


def _same(call):
    from autograder.assignments.reference import rnn

    args = (np.eye(2) * 0.3, np.ones((2, 1)), np.ones((3, 1)), np.array([0.1, 0.7]))
    try:
        return np.array_equal(call(*args), rnn.states(*args))
    except Exception:
        return False


def test_mutants_are_distinct_and_docstrings_are_not_changed():
    found = [(mutant.function, mutant.before, mutant.after) for mutant, _ in mutants(reference.mixed)]
    assert len(found) == len(set(found))
    assert all(before != after for _, before, after in found)
    assert not any("first column" in after for _, _, after in found)


def test_statements_conditions_and_indices_are_changed():
    afters = {mutant.after for mutant, _ in mutants(reference.counted)}
    assert {"total -= n", "total = n", "pass", "while n >= 0:", "while n > 1:", "n += 1"} <= afters


def test_builtins_and_lambdas_have_no_mutants():
    assert list(mutants(math.sqrt)) == []
    assert list(mutants(lambda x: x + 1)) == []
