"""True sums in random hands are never incorrect; spoilt ones, by the numbers that they come to, never correct."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.maths.paths.graph import rnn_graph
from autograder.model import Outcome, Response
from autograder.questions.derivation import Derivation
from tests.questions.written_sums import GRAPH, hand, hides, spoilt, total, true_sum, truth, written

QUESTION = Derivation(name="expanded-sum", graph=rnn_graph(T=3), target=("L", "W"), form="written-out")
SEEDS = st.integers(0, 2**32 - 1)


def judge(text):
    return QUESTION.judge(Response(text=text))


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_true_sum_is_never_incorrect(seed):
    rng = random.Random(seed)
    terms = true_sum(rng)
    np.testing.assert_allclose(total(terms), truth(), rtol=1e-9)
    verdict = judge(written(terms, hand(rng), rng))
    assert verdict.outcome is Outcome.CORRECT, verdict.feedback


@settings(max_examples=120, deadline=None)
@given(SEEDS)
def test_a_spoilt_sum_is_never_correct(seed):
    rng = random.Random(seed)
    terms = spoilt(true_sum(rng), rng)
    value = total(terms)
    still_true = value is not None and value.shape == truth().shape and np.allclose(value, truth(), rtol=1e-9, atol=0)
    verdict = judge(written(terms, hand(rng), rng))
    if still_true and not hides(terms):
        assert verdict.outcome in (Outcome.CORRECT, Outcome.UNDECIDED), verdict.feedback
    else:
        assert verdict.outcome is not Outcome.CORRECT


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sets(st.sampled_from([(t, k) for t in range(4) for k in range(t + 1)]), min_size=1, max_size=9))
def test_the_terms_that_are_missing_are_the_ones_that_were_left_out(seed, left_out):
    rng = random.Random(seed)
    kept = [term for term in true_sum(rng) if (term.factors[0].above[1], term.factors[-1].above[1]) not in left_out]
    verdict = judge(written(kept, hand(rng), rng))
    assert verdict.credit == pytest.approx((10 - len(left_out)) / 10) or verdict.outcome is Outcome.INCORRECT
    for t, k in left_out:
        assert f"({t}, {k})" in verdict.feedback or "written out" in str(verdict.misconception)


def test_the_graph_of_these_tests_is_the_questions():
    assert (GRAPH.first, GRAPH.last) == (0, 3)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(r"\frac{}∂LhWt_0123+=/ΣΠ^()$ |'" + "\n"), max_size=120))
def test_garbage_is_judged_and_never_correct(text):
    for dressed in (text, f"$${text}$$"):
        assert judge(dressed).outcome is not Outcome.CORRECT
