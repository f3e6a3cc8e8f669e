"""Every value gets a verdict, and garbage earns nothing."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.extra import numpy as hnp

from autograder.assignments import load
from autograder.model import Expression, Missing, Opaque, Raised, Response, Returned, Stop, Stopped
from autograder.questions.asked import NameQuestion
from autograder.questions.numeric import Numeric

QUESTIONS = [question for asked in load("rnn").notebooks.values() for question in asked]
NUMERIC = [question for question in QUESTIONS if isinstance(question, Numeric)]
NAMED = [question for question in QUESTIONS if isinstance(question, NameQuestion)]

names = st.text(max_size=30)
hexes = st.integers(-(2**70), 2**70).map(hex)
index = st.integers(-1, 3)
rows = st.one_of(
    st.tuples(st.just("Integer"), hexes),
    st.tuples(st.just("Rational"), hexes, hexes),
    st.tuples(st.just("Float"), st.integers(0, 1), hexes, st.integers(-2000, 2000), st.just(53)),
    st.tuples(st.just("Symbol"), names, st.just(())),
    st.tuples(st.sampled_from(["Pi", "NaN", "Infinity", "BooleanTrue", "EmptySet"])),
    st.tuples(st.sampled_from(["Add", "Mul", "Pow", "exp", "FiniteSet", "Tuple", "Gibberish"]), index, index),
    st.tuples(st.just("Matrix"), st.just(1), st.just(2), index, index),
    st.tuples(names, names),
)
expressions = st.lists(rows, max_size=5).map(lambda made: Expression(tuple(made)))
numbers = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**3000),
    st.floats(),
    st.complex_numbers(),
    st.floats(width=32).map(np.float32),
    names,
    st.binary(max_size=9),
    names.map(Opaque),
    expressions,
)
dtypes = st.one_of(
    hnp.floating_dtypes(),
    hnp.integer_dtypes(),
    hnp.complex_number_dtypes(),
    hnp.boolean_dtypes(),
    st.just(np.dtype("U3")),
)
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
values = st.recursive(
    st.one_of(numbers, arrays),
    lambda inner: st.one_of(
        st.lists(inner, max_size=7),
        st.lists(inner, max_size=7).map(tuple),
        st.lists(inner, max_size=3).map(
            lambda made: np.array([*made, None], dtype=object)[:-1] if _flat(made) else made
        ),
        st.dictionaries(st.one_of(names, st.sampled_from(["W_f", "U_c"]), st.integers()), inner, max_size=9),
    ),
    max_leaves=20,
)
answers = st.one_of(
    values.map(Returned),
    st.builds(Returned, values, st.tuples(st.integers(-2, 9)), st.tuples(names)),
    st.builds(Raised, names, st.none() | names, st.none() | st.integers()),
    names.map(Missing),
    st.sampled_from(Stop).map(Stopped),
)


def _flat(made: list) -> bool:
    return not any(isinstance(item, list | tuple | dict | np.ndarray) for item in made)


def quickly(function):
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=60, deadline=None, suppress_health_check=checks)(function)


@pytest.mark.parametrize("question", NUMERIC, ids=lambda question: question.name)
@quickly
@given(given_answers=st.lists(answers, min_size=1, max_size=4))
def test_a_function_that_returns_garbage_gets_a_verdict_and_no_credit(question, given_answers):
    probes = question.probes(np.random.default_rng(0))
    given_all = tuple(given_answers[i % len(given_answers)] for i in range(len(probes)))
    verdict = question.judge(Response(probes, given_all))
    assert not verdict.credit
    assert len(verdict.feedback) < 1500
    assert verdict.feedback.isprintable()


@pytest.mark.parametrize("question", NAMED, ids=lambda question: question.name)
@quickly
@given(answer=answers)
def test_garbage_under_a_name_gets_a_verdict(question, answer):
    verdict = question.judge(Response(question.probes(np.random.default_rng(0)), (answer,)))
    assert len(verdict.feedback) < 1500
    assert verdict.feedback.isprintable()


LARGE = [
    np.zeros((3000, 3000)),
    [0.0] * 10**6,
    [[0.0] * 1000] * 1000,
    frozenset(range(10**6)),
    dict.fromkeys(range(10**6)),
    range(10**30),
    "x" * 10**7,
    10 ** (10**5),
    [10 ** (10**5)] * 1000,
    Expression((("Integer", "0xa"), *((("Pow", i, i)) for i in range(50)))),
    [Expression((("Integer", "0xa"), *((("Pow", i, i)) for i in range(50))))] * 9,
    np.array([[[]]] * 500, dtype=object),
]


@pytest.mark.parametrize("question", [*NUMERIC, *NAMED], ids=lambda question: question.name)
def test_large_values_are_rejected_early(question):
    probes = question.probes(np.random.default_rng(0))
    for value in LARGE:
        assert not question.judge(Response(probes, (Returned(value),) * len(probes))).credit
