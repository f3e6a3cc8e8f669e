"""Numbers of any type become arrays; all other values are rejected quickly with a description."""

import numpy as np
import pytest
import sympy as sp

from autograder.model import Expression, Opaque
from autograder.questions.tensors import Tensor, Unfit, kind_of, tensor
from tests.answers import outside

PLAIN = np.array([[1.0, 2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    ("value", "dress"),
    [
        (PLAIN, ()),
        (PLAIN.tolist(), ("a list instead of an array",)),
        (((1, 2), (3, 4)), ("a tuple instead of an array",)),
        ([np.array([1.0, 2.0]), (3, 4)], ("a list instead of an array",)),
        ([range(1, 3), range(3, 5)], ("a list instead of an array",)),
        (PLAIN.astype(int), ("integers",)),
        (PLAIN.astype(np.uint8), ("integers",)),
        (PLAIN.astype(np.float16), ("numbers of type float16",)),
        (PLAIN.astype(np.longdouble), ()),
        (PLAIN.astype(">f8"), ()),
        (PLAIN.T.copy().T, ()),
        (PLAIN.astype(object), ()),
        (PLAIN.view(np.matrix), ()),
        (sp.Matrix([[1, 2], [3, 4]]), ("SymPy numbers",)),
        (sp.Matrix([[1, 2], [3, 4]]) * sp.Rational(1, 2) * 2.0, ("SymPy numbers",)),
        (np.array(sp.Matrix([[1, 2], [3, 4]])), ("SymPy numbers",)),
        ([[sp.Integer(1), sp.sqrt(4)], [3, 4.0]], ("SymPy numbers", "a list instead of an array")),
    ],
)
def test_harmless_conversion_is_read_and_noted(value, dress):
    read = tensor(outside(value))
    assert isinstance(read, Tensor)
    assert read.values.dtype == np.float64
    np.testing.assert_array_equal(read.values, PLAIN)
    assert read.imaginary is None
    assert read.conversions == dress


@pytest.mark.parametrize("value", [3, 3.0, np.float32(3), np.int8(3), np.array(3), sp.Integer(3), np.longdouble(3)])
def test_a_number_is_an_array_without_axes(value):
    read = tensor(outside(value))
    assert isinstance(read, Tensor)
    assert read.values.shape == ()
    assert read.values == 3


@pytest.mark.parametrize("value", [1 + 2j, np.complex64(1 + 2j), np.array(1 + 2j), [1 + 2j], sp.Integer(1) + 2 * sp.I])
def test_complex_numbers_keep_both_parts(value):
    read = tensor(outside(value))
    assert isinstance(read, Tensor)
    assert read.values.ravel() == [1]
    assert read.imaginary is not None
    assert read.imaginary.ravel() == [2]


def test_single_precision_is_detected_in_every_container():
    for value in (PLAIN.astype(np.float32), PLAIN.astype(np.complex64), list(PLAIN.astype(np.float32)), np.float32(1)):
        assert tensor(value).single
    assert not tensor(PLAIN).single


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "None"),
        ("text", "a text"),
        (b"bytes", "a value of the type `bytes`"),
        ({"a": 1}, "a dict"),
        (frozenset({1}), "a set"),
        ((each for each in "ab"), "a value of the type `generator`"),
        ([[1, 2], [3]], "a list with rows of different lengths"),
        ([[1, 2], 3], "a list with rows of different lengths"),
        ([1, "2"], "a list that holds a text"),
        ([None], "a list that holds None"),
        (np.array(["1"]), "an array that does not hold numbers"),
        (np.array([1], dtype="datetime64[s]"), "a value of the type `ndarray`"),
        (sp.Symbol("x"), "a SymPy object"),
        (sp.Matrix([sp.Symbol("x")]), "a SymPy object"),
        (sp.oo, "a SymPy object"),
        (10**1000, "a number that is far too large"),
        ([1] * 60_000, "a list that is far too large"),
        ([[1] * 300] * 300, "a list that is far too large"),
        (np.zeros(60_000), "an array that is far too large"),
        (range(10**40), "a value of the type `range`"),
    ],
)
def test_values_that_are_not_arrays_are_described(value, reason):
    assert tensor(outside(value)) == Unfit(reason)


def test_deep_nesting_is_refused():
    deep: list = []
    for _ in range(1000):
        deep = [deep]
    assert tensor(deep) == Unfit("a list that is far too large")


def test_exploding_expression_is_rejected_without_computing_it():
    ten = ("Integer", "0xa")
    tower = Expression((ten, ("Pow", 0, 0), ("Pow", 1, 1), ("Pow", 2, 2)))
    assert tensor(tower) == Unfit("a SymPy object")
    assert tensor([tower] * 100) == Unfit("a list that holds a SymPy object")


def test_name_chosen_by_a_student_is_reduced_to_an_identifier():
    assert kind_of(Opaque("<script>alert(1)</script>")) == "a value of the type `scriptalert1script`"
    assert kind_of(Opaque("\u202e" * 9)) == "a value of the type `unknown`"
    assert len(kind_of(Opaque("x" * 10**6))) < 80
