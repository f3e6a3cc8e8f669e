"""Random true sums are correct in any notation; corrupted sums, recognised by their numerical value, never are."""

import random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from autograder.maths.paths.graph import rnn_graph
from autograder.model import Outcome, Response
from autograder.questions.derivation import Derivation
from tests.questions.written_sums import GRAPH, corrupted, hides_terms, random_notation, total, true_sum, truth, written

QUESTION = Derivation(name="expanded-sum", graph=rnn_graph(T=3), target=("L", "W"), form="written-out")
SEEDS = st.integers(0, 2**32 - 1)


def judge(text):
    return QUESTION.judge(Response(text=text))


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_true_sums_are_correct(seed):
    rng = random.Random(seed)
    terms = true_sum(rng)
    np.testing.assert_allclose(total(terms), truth(), rtol=1e-9)
    verdict = judge(written(terms, random_notation(rng), rng))
    assert verdict.outcome is Outcome.CORRECT, verdict.feedback


@settings(max_examples=120, deadline=None)
@given(SEEDS)
def test_corrupted_sums_are_never_correct(seed):
    rng = random.Random(seed)
    terms = corrupted(true_sum(rng), rng)
    value = total(terms)
    still_true = value is not None and value.shape == truth().shape and np.allclose(value, truth(), rtol=1e-9, atol=0)
    verdict = judge(written(terms, random_notation(rng), rng))
    if still_true and not hides_terms(terms):
        assert verdict.outcome in (Outcome.CORRECT, Outcome.UNDECIDED), verdict.feedback
    else:
        assert verdict.outcome is not Outcome.CORRECT


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sets(st.sampled_from([(t, k) for t in range(4) for k in range(t + 1)]), min_size=1, max_size=9))
def test_feedback_lists_the_omitted_terms(seed, left_out):
    rng = random.Random(seed)
    kept = [term for term in true_sum(rng) if (term.factors[0].above[1], term.factors[-1].above[1]) not in left_out]
    verdict = judge(written(kept, random_notation(rng), rng))
    assert verdict.credit == pytest.approx((10 - len(left_out)) / 10) or verdict.outcome is Outcome.INCORRECT
    for t, k in left_out:
        assert f"({t}, {k})" in verdict.feedback or "written out" in str(verdict.misconception)


def test_test_graph_has_the_steps_of_the_question():
    assert (GRAPH.first, GRAPH.last) == (0, 3)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(r"\frac{}∂LhWt_0123+=/ΣΠ^()$ |'" + "\n"), max_size=120))
def test_garbage_gets_a_verdict_other_than_correct(text):
    for dressed in (text, f"$${text}$$"):
        assert judge(dressed).outcome is not Outcome.CORRECT
