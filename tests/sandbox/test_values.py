"""Values cross the wire unchanged, or as the name of their type."""

import collections
import math
import socket
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as arrays

from autograder.model import Expression, Opaque
from autograder.sandbox.inside import frames, wire_format
from autograder.sandbox.inside.decoding import decode
from autograder.sandbox.inside.encoding import encode

NUMBER_TYPES = [np.dtype(name) for name in sorted(wire_format.NUMBERS)]

plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**4096) + 1, max_value=2**4096 - 1),
    st.floats(),
    st.complex_numbers(),
    st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    st.binary(),
    st.builds(range, st.integers(-5, 5), st.integers(-5, 5), st.integers(1, 3)),
)
numbers = arrays.arrays(
    st.sampled_from(NUMBER_TYPES), arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
)
values = st.recursive(
    plain | numbers,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(plain, inner, max_size=4),
        st.frozensets(plain, max_size=4),
    ),
    max_leaves=12,
)


def through(value):
    """Encode a value, send it in a frame, and decode it."""
    node, body = encode(value)
    frame = frames.pack(node, body)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frame)
        return decode(*frames.Reader(ours).receive(watch=lambda: 5.0)[:2], Expression, Opaque)


def same(left, right):
    """Whether type and value are equal; NaN equals NaN, and -0.0 differs from 0.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray | np.generic):
        return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return len(left) == len(right) and same(list(left.values()), list(right.values()))
    if isinstance(left, float):
        alike = left == right or (math.isnan(left) and math.isnan(right))
        return alike and math.copysign(1, left) == math.copysign(1, right)
    if isinstance(left, complex):
        return same(left.real, right.real) and same(left.imag, right.imag)
    if isinstance(left, frozenset):
        return len(left) == len(right)
    return left == right


@given(values)
@settings(max_examples=300, deadline=None)
def test_plain_values_round_trip(value):
    assert same(through(value), value)


@pytest.mark.parametrize(
    "view",
    [
        np.arange(12.0).reshape(3, 4).T,
        np.arange(12.0).reshape(3, 4)[::-1, ::2],
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.broadcast_to(np.arange(3.0), (4, 3)),
        np.arange(6, dtype=">f8").reshape(2, 3),
        np.zeros((0, 3)),
        np.array(7.0),
    ],
)
def test_array_of_any_memory_order_keeps_values_and_shape(view):
    came = through(view)
    assert came.shape == view.shape
    assert np.array_equal(came, view)


def test_arrays_arrive_read_only():
    with pytest.raises(ValueError, match="read-only"):
        through(np.zeros(3))[0] = 1


def test_extended_precision_arrives_as_double():
    third = np.longdouble(1) / 3
    assert same(through(np.array([third])), np.array([1 / 3]))
    assert same(through(third), np.float64(1 / 3))


def test_string_and_object_arrays_keep_their_shape():
    assert np.array_equal(through(np.array([["stays", "explodes"]])), [["stays", "explodes"]])
    mixed = np.array([[1, None], ["a", 2.5]], dtype=object)
    assert through(mixed).tolist() == mixed.tolist()


class Liar(np.ndarray):
    def tobytes(self, *_):
        return b"\0" * 24

    def __array_finalize__(self, source):
        pass

    dtype = property(lambda self: np.dtype("f4"))
    shape = property(lambda self: (1000,))


def test_subclass_sends_its_data_without_its_methods():
    assert np.array_equal(through(np.arange(3.0).view(Liar)), np.arange(3.0))
    assert same(through(np.array([[1.0, 2.0]]).view(np.matrix)), np.array([[1.0, 2.0]]))
    assert through(collections.namedtuple("Pair", "a b")(1, 2)) == (1, 2)
    assert through(collections.OrderedDict(a=1)) == {"a": 1}
    assert type(through(type("Text", (str,), {"__str__": lambda self: "lie"})("truth"))) is str
    assert through(type("Text", (str,), {"__str__": lambda self: "lie"})("truth")) == "truth"
    assert through(type("Number", (float,), {"__float__": lambda self: 0.0})(2.5)) == 2.5


class Hostile:
    """Every method raises."""

    def _never(self, *args):
        raise RuntimeError("a method of a student's object was called")

    __repr__ = __str__ = __eq__ = __hash__ = __reduce__ = __reduce_ex__ = __array__ = __len__ = __iter__ = _never
    __getattr__ = __bool__ = __index__ = __float__ = __int__ = _never
    __class__ = property(_never)


def test_unknown_object_sends_only_its_type_name():
    assert through(Hostile()) == Opaque("Hostile")
    assert through([Hostile(), 1]) == [Opaque("Hostile"), 1]
    shelf = np.empty(1, dtype=object)
    shelf[0] = Hostile()
    assert through(shelf).tolist() == [Opaque("Hostile")]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (lambda: 0, "function"),
        ((i for i in ()), "generator"),
        (np.ma.masked_array([1.0], [True]), "MaskedArray"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "ndarray"),
        (2**5000, "int"),
        (set(range(wire_format.MAX_KEYS + 1)), "set"),
        (np.broadcast_to(0.0, (10**5, 10**5)), "ndarray"),
        (np.zeros((0, 2**40)), "ndarray"),
        ("x" * (wire_format.MAX_TEXT + 1), "str"),
        (list(range(wire_format.MAX_VALUES + 1)), "list"),
    ],
)
def test_unsupported_value_is_opaque(value, kind):
    assert through(value) == Opaque(kind)


def test_endless_nesting_is_cut_off():
    endless = []
    endless.append(endless)
    came = through(endless)
    for _ in range(wire_format.MAX_DEPTH + 1):
        (came,) = came
    assert came == Opaque("list")


def test_lone_surrogates_are_replaced():
    assert through("a\ud800b") == "a?b"


def test_fraction_is_sent_exactly():
    assert through(Fraction(1, 4)) == Expression((("Rational", "0x1", "0x4"),))


@pytest.mark.parametrize("value", [[Fraction(3)], np.array([Fraction(3)], dtype=object), {"a": Fraction(3)}])
def test_fractions_in_containers_are_sent_exactly(value):
    came = through(value)
    (item,) = came.values() if isinstance(came, dict) else came
    assert item == Expression((("Rational", "0x3", "0x1"),))


def test_unevaluated_sympy_expression_is_unchanged():
    came = through(sp.Interval.Lopen(0, sp.UnevaluatedExpr(1) / 4))
    assert [row[0] for row in came.nodes].count("UnevaluatedExpr") == 1
