"""A function is judged by its values: what earns points, what costs points, and the feedback."""

import warnings

import numpy as np
import pytest
import sympy as sp

from autograder.model import (
    Missing,
    Opaque,
    Outcome,
    Raised,
    Response,
    Returned,
    Stop,
    Stopped,
    misconception,
)
from autograder.questions.layouts import Array, Dict, IndexTuples, Tuple
from autograder.questions.numeric import Case, Numeric
from autograder.questions.tolerance import Tolerance
from tests.answers import ask, judge


def product(A, x):
    return A @ x


def cases(rng):
    for n, d in ((3, 2), (2, 4), (3, 3)):
        yield rng.normal(size=(n, d)), rng.normal(size=d)
    yield Case((rng.normal(size=(1, 1)), rng.normal(size=1)), "n = 1")


@misconception(credit=0.4)
def absolute_values(A, x):
    """Every entry became positive. Where did the signs go?"""
    return np.abs(A) @ np.abs(x)


@misconception(credit=0.3)
def rows_for_columns(A, x):
    """The sum runs over the wrong index of A. Over which one does a product sum?"""
    return A.T @ x


question = Numeric(
    name="product",
    reference=product,
    cases=cases,
    returns=Array("(n,)"),
    misconceptions=(absolute_values, rows_for_columns),
    credit_without={"n = 1": 0.5},
)


# --- right values -----------------------------------------------------------------------------------------


def test_right_values_earn_full_credit_without_feedback():
    verdict = judge(question, product)
    assert (verdict.outcome, verdict.feedback, verdict.misconception) == (Outcome.CORRECT, "", None)
    assert verdict.margin is not None
    assert verdict.margin < 1e-3


@pytest.mark.parametrize(
    ("dressed", "note"),
    [
        (lambda A, x: (A @ x).tolist(), "a list instead of an array"),
        (lambda A, x: tuple(A @ x), "a tuple instead of an array"),
        (lambda A, x: (A @ x)[:, None], "an extra axis"),
        (lambda A, x: np.matrix(A) @ x, "an extra axis"),
        (lambda A, x: sp.Matrix(A) * sp.Matrix(x), "SymPy numbers"),
        (lambda A, x: [sp.Float(v, 17) for v in A @ x], "SymPy numbers"),
        (lambda A, x: np.array(A @ x, dtype=object), ""),
    ],
)
def test_harmless_conversion_earns_full_credit_with_a_note(dressed, note):
    verdict = judge(question, dressed)
    assert verdict.outcome is Outcome.CORRECT
    assert note in verdict.feedback


def test_methods_and_callable_objects_count_as_functions():
    assert judge(question, np.matmul).outcome is Outcome.CORRECT


def test_accurate_single_precision_costs_nothing():
    def loose(A, x):
        return (A @ x).astype(np.float32)

    verdict = judge(question, loose)
    assert verdict.outcome is Outcome.CORRECT
    assert "float32" in verdict.feedback


def test_inaccurate_single_precision_earns_half():
    strict = Numeric(name="p", reference=product, cases=cases, tolerance=Tolerance(rtol=1e-12))
    verdict = judge(strict, lambda A, x: A.astype(np.float32) @ x.astype(np.float32))
    assert (verdict.credit, verdict.misconception) == (0.5, "single precision")
    assert judge(strict, lambda A, x: (A @ x).astype(np.float32) * np.float32(1.001)).credit == 0
    assert judge(strict, lambda A, x: (A @ x) * (1 + 1e-7)).credit == 0


def test_warnings_cost_nothing_unless_they_are_forbidden():
    def noisy(A, x):
        warnings.warn("overflow", RuntimeWarning, stacklevel=1)
        return A @ x

    def chatty(A, x):
        warnings.warn("look at me", stacklevel=1)
        return A @ x

    def dated(A, x):
        for category in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
            warnings.warn("np.trapz is deprecated", category, stacklevel=1)
        return A @ x

    assert judge(question, noisy).outcome is Outcome.CORRECT
    quiet = Numeric(name="p", reference=product, cases=cases, forbid_warnings=True)
    assert judge(quiet, chatty).outcome is Outcome.CORRECT
    assert judge(quiet, dated).outcome is Outcome.CORRECT
    verdict = judge(quiet, noisy)
    assert verdict.credit == 0.5
    assert "warns" in verdict.feedback


# --- rules that cost half ---------------------------------------------------------------------------------


def test_a_changed_argument_costs_half_and_is_named():
    def changing(A, x):
        result = A @ x
        A *= 2
        return result

    verdict = judge(question, changing)
    assert verdict.credit == 0.5
    assert "`A`" in verdict.feedback
    assert "`x`" not in verdict.feedback


def test_a_changed_argument_earns_nothing_where_the_values_are_wrong():
    def changing(A, x):
        A[:] = 0
        return A @ x

    assert judge(question, changing).outcome is Outcome.INCORRECT


def test_a_complex_type_costs_half_even_if_its_imaginary_parts_are_zero():
    verdict = judge(question, lambda A, x: (A @ x).astype(complex))
    assert verdict.credit == 0.5
    assert "complex" in verdict.feedback


def test_nonzero_imaginary_parts_are_wrong():
    verdict = judge(question, lambda A, x: A @ x + 0.1j)
    assert verdict.outcome is Outcome.INCORRECT
    assert "imaginary" in verdict.feedback


def test_misconception_of_complex_type_earns_the_lower_credit():
    assert judge(question, lambda A, x: absolute_values.wrong(A, x) + 0j).credit == 0.4


# --- wrong values -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda A, x: A @ x + 1e-5, "close"),
        (lambda A, x: np.round(A @ x, 4), "close"),
        (lambda A, x: A @ x + 1, "wrong values"),
        (lambda A, x: -(A @ x), "sign"),
        (lambda A, x: 2 * A @ x, "constant factor"),
        (lambda A, x: np.zeros(len(A)), "zero"),
        (lambda A, x: A @ x * np.nan, "NaN"),
        (lambda A, x: A @ x / np.zeros(1), "infinite"),
        (lambda A, x: (A @ x)[:1], "shape"),
        (lambda A, x: np.sum(A @ x), "single number"),
        (lambda A, x: np.outer(A @ x, x), "2 axes"),
        (lambda A, x: None, "None"),
        (lambda A, x: "A @ x", "a text"),
        (lambda A, x: {"result": A @ x}, "a dict"),
        (lambda A, x: (v for v in A @ x), "`generator`"),
        (lambda A, x: [A @ x, [1]], "different lengths"),
        (lambda A, x: [], "shape"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_wrong_results_earn_nothing_and_feedback_says_how_they_differ(wrong, told):
    verdict = judge(question, wrong)
    assert (verdict.outcome, verdict.credit) == (Outcome.INCORRECT, 0)
    assert told in verdict.feedback


def test_a_transposed_result_is_named_by_its_shape_or_its_values():
    outer = Numeric(name="outer", reference=lambda a, b: np.outer(a, b), cases=_pairs, function="outer")
    square = Numeric(name="outer", reference=lambda a, b: np.outer(a, b), cases=_square_pairs, function="outer")
    for question in (outer, square):
        verdict = judge(question, lambda a, b: np.outer(b, a))
        assert (verdict.credit, verdict.misconception) == (0, "transposed")


def _pairs(rng):
    yield rng.normal(size=3), rng.normal(size=2)
    yield rng.normal(size=2), rng.normal(size=2)


def _square_pairs(rng):
    yield rng.normal(size=3), rng.normal(size=3)


# --- misconceptions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dress", [lambda v: v, list, lambda v: v[:, None], lambda v: sp.Matrix(v)])
def test_misconception_is_named_in_any_type_and_shape(dress):
    verdict = judge(question, lambda A, x: dress(absolute_values.wrong(A, x)))
    assert (verdict.outcome, verdict.credit) == (Outcome.PARTIAL, 0.4)
    assert verdict.misconception == "absolute values"
    assert verdict.feedback == "Every entry became positive. Where did the signs go?"


def test_misconception_without_a_value_matches_only_an_exception():
    assert judge(question, lambda A, x: A.T @ x).misconception == "rows for columns"
    square_only = judge(question, lambda A, x: A.T @ x if len(A) == len(x) else np.zeros(len(A)))
    assert square_only.misconception is None


def test_misconception_with_another_mistake_is_named_but_earns_nothing():
    def worse(A, x):
        if len(A) == 1:
            raise IndexError
        return absolute_values.wrong(A, x)

    def tame(rng):
        yield rng.normal(size=(3, 2)), rng.normal(size=2)
        yield Case((np.ones((1, 1)), np.ones(1)), "n = 1")

    verdict = judge(Numeric(name="p", reference=product, cases=tame, misconceptions=(absolute_values,)), worse)
    assert (verdict.credit, verdict.misconception) == (0, "absolute values")
    assert "n = 1" in verdict.feedback


def test_the_first_misconception_that_fits_is_named():
    @misconception(credit=0.1)
    def absolute_again(A, x):
        """The same values, under another name."""
        return absolute_values.wrong(A, x)

    for order in ((absolute_values, absolute_again), (absolute_again, absolute_values)):
        both = Numeric(name="p", reference=product, cases=cases, misconceptions=order)
        assert judge(both, absolute_values.wrong).misconception == order[0].name


# --- labels, parts, state --------------------------------------------------------------------------------


def test_answer_wrong_for_one_label_keeps_the_credit_of_the_question():
    verdict = judge(question, lambda A, x: A @ x if len(A) > 1 else 7.0)
    assert verdict.credit == 0.5
    assert "except for n = 1" in verdict.feedback


def test_answer_right_for_one_label_earns_nothing_but_feedback_says_so():
    verdict = judge(question, lambda A, x: A @ x if len(A) == 1 else np.ones(len(A)))
    assert verdict.credit == 0
    assert "right for n = 1, but not for the general case" in verdict.feedback


def test_function_that_depends_on_earlier_calls_is_detected():
    calls = []

    def counting(A, x):
        calls.append(1)
        return A @ x if len(calls) < 5 else 0 * (A @ x)

    def collecting(A, x):
        calls.extend(A @ x)
        return list(calls)

    for function in (counting, collecting):
        calls.clear()
        verdict = judge(question, function)
        assert (verdict.credit, verdict.misconception) == (0, "depends on earlier calls")


def test_function_with_harmless_state_is_right():
    memory = {}
    assert judge(question, lambda A, x: memory.setdefault(A.tobytes() + x.tobytes(), A @ x)).credit == 1


pair = Numeric(
    name="pair",
    reference=lambda x: (x + 1, x * 2),
    cases=lambda rng: [(rng.normal(size=n),) for n in (2, 3)],
    function="pair",
    returns=Tuple(("a", "b"), "(n,)"),
    parts_credit=0.5,
)


@pytest.mark.parametrize(
    "dressed",
    [
        lambda x: (x + 1, x * 2),
        lambda x: [x + 1, x * 2],
        lambda x: np.array([x + 1, x * 2]),
        lambda x: (list(x + 1), (x * 2)[:, None]),
    ],
)
def test_several_results_may_be_in_any_sequence(dressed):
    assert judge(pair, dressed).credit == 1


def test_some_of_several_results_earn_their_share_and_are_named():
    verdict = judge(pair, lambda x: (x + 1, x * 3))
    assert verdict.credit == 0.25
    assert "Right: `a`. Wrong: `b`." in verdict.feedback


@pytest.mark.parametrize("wrong", [lambda x: x + 1, lambda x: (x + 1,), lambda x: (x, x, x), lambda x: None])
def test_wrong_number_of_results_earns_nothing(wrong):
    assert judge(pair, wrong).credit == 0


table = Numeric(
    name="table",
    reference=lambda x: {"a": x, "b": np.outer(x, x)},
    cases=lambda rng: [(rng.normal(size=n),) for n in (2, 3)],
    function="table",
    returns=Dict(),
)


def test_extra_keys_are_harmless_and_missing_ones_are_named():
    verdict = judge(table, lambda x: {"a": x, "b": np.outer(x, x), "c": "note"})
    assert verdict.credit == 1
    assert "extra keys" in verdict.feedback
    verdict = judge(table, lambda x: {"a": x})
    assert verdict.credit == 0
    assert "`b` is missing" in verdict.feedback


terms = Numeric(
    name="terms",
    reference=lambda n: [(i, j) for i in range(n) for j in range(i)],
    cases=lambda rng: [(3,), (1,), (5,)],
    function="terms",
    returns=IndexTuples(("i", "j")),
)


@pytest.mark.parametrize(
    "dress",
    [list, tuple, set, frozenset, np.array, reversed, lambda t: [list(map(np.int8, pair)) for pair in t]],
)
def test_terms_may_be_in_any_order_and_container(dress):
    dressed = dress if dress is not reversed else lambda t: list(reversed(t))
    assert judge(terms, lambda n: dressed(terms.reference(n))).credit == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda t: t[1:],
        lambda t: [*t, (0, 0)],
        lambda t: t * 2,
        lambda t: [(j, i) for i, j in t],
        lambda t: [(i, j, 0) for i, j in t],
        dict,
        lambda t: str(t),
    ],
)
def test_terms_that_are_missing_extra_or_doubled_are_wrong(wrong):
    assert judge(terms, lambda n: wrong(terms.reference(n))).credit == 0


# --- no value at all --------------------------------------------------------------------------------------


def answered(*answers, untouched=False):
    probes = question.probes(np.random.default_rng(0))
    given = (*answers, *[answers[-1]] * (len(probes) - len(answers)))
    return question.judge(Response(probes, given, untouched=untouched))


@pytest.mark.parametrize("answer", [Missing("not defined"), Raised("NotImplementedError"), Returned(None)])
def test_the_untouched_stub_is_unanswered(answer):
    assert answered(answer, untouched=True).outcome is Outcome.UNANSWERED


def test_an_answer_in_another_cell_counts_although_the_stub_is_untouched():
    response = ask(question, {"product": product}, untouched=True)
    assert question.judge(response).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Missing("not defined"), "no function `product`"),
        (Raised("IndexError", "product-code", 7), "raised IndexError in line 7 of your cell `product-code`"),
        (Raised("<b>Boom</b>", "a`b<i>", 7), "raised bBoomb in line 7 of your cell `abi`"),
        (Raised("NotImplementedError", "product-code", 2), "still raises NotImplementedError"),
        (Returned(None), "returned None"),
        (Returned(Opaque("function")), "`function`"),
        (Stopped(Stop.TIME), "ran too long"),
        (Stopped(Stop.MEMORY), "too much memory"),
        (Stopped(Stop.OUTPUT), "printed too much"),
        (Stopped(Stop.DIED), "ended the Python process"),
        (Stopped(Stop.PROTOCOL), "interfered"),
    ],
)
def test_answer_without_a_value_earns_nothing_and_feedback_says_why(answer, told):
    verdict = answered(answer)
    assert (verdict.outcome, verdict.credit) == (Outcome.INCORRECT, 0)
    assert told in verdict.feedback


@pytest.mark.parametrize("why", [Stop.BUDGET, Stop.SANDBOX])
def test_probes_that_were_never_asked_are_undecided_not_wrong(why):
    assert answered(Stopped(why)).outcome is Outcome.UNDECIDED
    probes = question.probes(np.random.default_rng(0))
    right = Returned(product(*probes[0].args))
    assert answered(right, Stopped(why)).outcome is Outcome.UNDECIDED
    assert answered(Returned("wrong"), Stopped(why)).outcome is Outcome.INCORRECT


def test_missing_replies_are_undecided():
    probes = question.probes(np.random.default_rng(0))
    assert question.judge(Response(probes, ())).outcome is Outcome.UNDECIDED
    assert question.judge(Response()).outcome is Outcome.UNDECIDED


def test_hung_case_costs_the_credit_of_its_label():
    probes = question.probes(np.random.default_rng(0))
    answers = [Returned(product(*probe.args)) for probe in probes]
    answers[3] = Stopped(Stop.TIME)
    verdict = question.judge(Response(probes, tuple(answers)))
    assert verdict.credit == 0.5
    assert "ran too long" in verdict.feedback


def test_hidden_inputs_are_reproducible_and_differ_between_seeds():
    first, same, other = (question.probes(np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first[0].args[0], same[0].args[0])
    assert not np.array_equal(first[0].args[0], other[0].args[0])
    assert first[0] is first[-1] or first[0].args is first[-1].args
