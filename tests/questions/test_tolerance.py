"""Which arrays are close."""

import numpy as np
import pytest

from autograder.questions.tolerance import Tolerance

A = np.array([[1.0, -2.0], [3.0, 0.5]])


def test_equal_arrays_are_close_and_rounding_errors_do_not_matter():
    assert Tolerance().excess(A, A) == 0
    assert Tolerance().holds(A * (1 + 1e-8), A)
    assert not Tolerance().holds(A * (1 + 1e-5), A)


def test_the_excess_is_measured_in_units_of_the_tolerance():
    assert Tolerance(rtol=1e-3).excess(A * 1.004, A) == pytest.approx(4)
    assert Tolerance(rtol=0, atol=1e-3).excess(A + 0.002, A) == pytest.approx(2)


@pytest.mark.parametrize("scale", [1e-12, 1e-40, 1e-200, 1e-307, 1e200])
def test_a_vanishing_array_is_not_zero_and_its_scale_does_not_matter(scale):
    assert Tolerance().holds(A * scale * (1 + 1e-9), A * scale)
    assert not Tolerance().holds(np.zeros(A.shape), A * scale)
    assert not Tolerance().holds(A * scale * 1.01, A * scale)


def test_exact_zero_requires_zero():
    assert Tolerance().holds(np.full(3, 1e-14), np.zeros(3))
    assert not Tolerance().holds(np.full(3, 1e-9), np.zeros(3))


def test_nothing_is_broadcast():
    assert Tolerance().excess(np.ones((3, 1)), np.ones(3)) == np.inf
    assert Tolerance().excess(np.array(1.0), np.ones(1)) == np.inf


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308])
def test_nan_infinity_and_overflow_are_never_close(bad):
    actual = A.copy()
    actual[0, 0] = bad
    assert not Tolerance().holds(actual, A)
    assert not Tolerance(atol=1.0).holds(actual, A)


def test_nan_is_not_even_close_to_itself():
    nan = np.full(2, np.nan)
    assert not Tolerance().holds(nan, nan)


def test_small_entries_hide_behind_large_ones_unless_every_entry_counts():
    desired = np.array([1.0, 1e-9])
    assert Tolerance().holds(np.array([1.0, 0.0]), desired)
    assert not Tolerance(by_entry=True).holds(np.array([1.0, 0.0]), desired)
    assert Tolerance(by_entry=True).holds(desired * (1 + 1e-9), desired)


def test_without_a_relative_tolerance_only_the_absolute_one_counts():
    assert Tolerance(rtol=0, atol=1e-12).holds(np.array([1e-13]), np.array([1e-20]))
    assert not Tolerance(rtol=0, atol=1e-12).holds(np.array([1 + 1e-10]), np.array([1.0]))


def test_arrays_without_entries_are_equal():
    assert Tolerance().holds(np.zeros((0, 3)), np.zeros((0, 3)))
