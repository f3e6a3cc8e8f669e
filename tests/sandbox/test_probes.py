"""Probes return plain values, and nothing about how they were computed."""

import numpy as np
import pytest

from autograder.model import Expression, Missing, Opaque, Probe, Raised, Returned, Stop, Stopped
from autograder.model.errors import CourseError
from autograder.sandbox import Ask, Cell


def test_call_returns_its_value(harness):
    answers = harness.ask("def double(x): return 2 * x", Probe("double", (np.arange(3.0),)), Probe("double", ("a",)))
    assert np.array_equal(answers[0].value, [0, 2, 4])
    assert answers[1] == Returned("aa")


def test_probe_without_arguments_returns_the_value_of_the_name(harness):
    source = "import sympy, numpy as np\nx = {'a': (1, np.eye(2))}\ny = sympy.Symbol('t') + 1\ndef f(): return 7"
    table, formula, function, called = harness.ask(source, Probe("x"), Probe("y"), Probe("f"), Probe("f", ()))
    assert table.value["a"][0] == 1
    assert formula.value == Expression((("One",), ("Symbol", "t", {"commutative": True}), ("Add", 0, 1)))
    assert function == Returned(Opaque("function"))
    assert called == Returned(7)


def test_undefined_name_or_non_function_is_missing(harness):
    answers = harness.ask("x = 1", Probe("y"), Probe("y", (1,)), Probe("x", (1,)), Probe("print", (1,)))
    assert [answer.reason for answer in answers] == [
        "it is not defined",
        "it is not defined",
        "it is not a function",
        "it is not defined",
    ]
    assert all(isinstance(answer, Missing) for answer in answers)


def test_every_call_gets_its_own_copies_of_the_arguments(harness):
    source = """
kept = []
def spoil(x, more):
    kept.append(x.copy())
    x += 1
    more['list'].append(1)
    return kept
"""
    given = (np.zeros(2), {"list": [], "array": np.ones(2)})
    first, second = harness.ask(source, Probe("spoil", given), Probe("spoil", given))
    assert all(np.array_equal(each, [0, 0]) for each in second.value)
    assert first.changed == second.changed == (0, 1)
    assert np.array_equal(given[0], [0, 0])
    assert given[1]["list"] == []


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("x.sort()", (0,)),
        ("x[...] = x", ()),
        ("x = x + 1", ()),
        ("y.pop('a')", (1,)),
        ("y['a'][0, 0] = 5; x[0] = 9", (0, 1)),
        ("x[0] = float('nan')", (0,)),
        ("x.resize(5, refcheck=False)", (0,)),
    ],
)
def test_changed_arguments_are_reported_by_position(harness, body, changed):
    (answer,) = harness.ask(
        f"def f(x, y, z):\n    {body}\n    return 0", Probe("f", (np.array([2.0, 1.0]), {"a": np.eye(2)}, 1))
    )
    assert answer == Returned(0, changed)


def test_nan_argument_is_not_reported_as_changed(harness):
    nan = float("nan")
    for body, changed in (("pass", ()), ("x[0] = 5", (0,))):
        source = f"def f(x, y, z):\n    {body}\n    return 0"
        (answer,) = harness.ask(source, Probe("f", (np.array([nan, 1.0]), nan, {"a": (nan, -0.0)})))
        assert answer == Returned(0, changed)


def test_warnings_are_reported_by_built_in_category(harness):
    source = """
import warnings, numpy as np
class Mine(UserWarning): pass
def quiet(x): return 0
def loud(x):
    np.log(x); np.complex128(1j).astype(float); warnings.warn(Mine('secret'))
    return 0
warnings.simplefilter('ignore')
"""
    quiet, loud, again = harness.ask(source, *(Probe(name, (np.float64(-1),)) for name in ("quiet", "loud", "loud")))
    assert quiet.warnings == ()
    assert loud.warnings == again.warnings == ("RuntimeWarning", "UserWarning")


def test_error_reports_only_type_cell_and_line(harness):
    source = "def f(x):\n    y = x\n    raise ValueError(f'hidden {x}')\n"
    source += "class Hidden(Exception): pass\ndef g(x): raise Hidden(x)"
    first, second, nested = harness.ask(source, Probe("f", (0.25,)), Probe("g", (0.25,)), Probe("f", ()))
    assert first == Raised("ValueError", "a", 3)
    assert second == Raised("an exception of your own", "a", 5)
    assert nested == Raised("TypeError")


def test_error_line_is_the_innermost_line_of_student_code(harness):
    cells = (
        Cell("helper", "import numpy as np\ndef solve(A):\n    return np.linalg.inv(A)"),
        Cell("main", "def f(A):\n    return solve(A)"),
    )
    (answer,) = harness.run(*cells, Ask("q", (Probe("f", (np.zeros((2, 2)),)),)))[-1].answers
    assert answer == Raised("LinAlgError", "helper", 3)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("import sys; sys.exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("f(x)", "RecursionError"),
        ("exit()", None),
        ("input()", "StdinNotImplementedError"),
    ],
)
def test_exit_in_a_probe_is_reported_as_raised(harness, body, kind):
    source = f"def f(x):\n    {body}\ndef g(x): return x"
    first, second = harness.ask(source, Probe("f", (1,)), Probe("g", (1,)))
    assert getattr(first, "kind", None) == kind
    assert second == Returned(1)


def test_output_and_figures_of_a_probe_are_dropped(harness):
    source = """
import threading, time, matplotlib.pyplot as plt
def f(x):
    print('hidden', x); display('hidden'); plt.plot([x]); plt.title('hidden')
    return x
"""
    *_, after = harness.run(Cell("a", source), Ask("q", (Probe("f", (0.25,)),)), Cell("b", "1"))
    assert [output["output_type"] for output in after.outputs] == ["execute_result"]


def test_private_type_name_is_not_reported(harness):
    source = "def f(x): return type(f'hidden{x}', (), {})()\nimport numpy as np\npublic = np.poly1d([1])"
    mine, public = harness.ask(source, Probe("f", (7,)), Probe("public"))
    assert mine == Returned(Opaque("object"))
    assert public == Returned(Opaque("poly1d"))


def test_values_of_subclasses_arrive_as_plain_data(harness):
    source = """
import numpy as np, sympy, collections
x = [np.matrix([[1., 2.]]), np.float32(2), np.int8(3), [1, (2, {3})], collections.OrderedDict(a=1),
     sympy.Rational(1, 4), np.array(['a']), 10**30, 1j, range(3), None, True, 'text',
     sympy.Matrix([[1, 2]]), sympy.true, float('nan')]
"""
    value = harness.value(source)
    assert [type(each).__name__ for each in value] == [
        *("ndarray", "float32", "int8", "list", "dict", "Expression", "ndarray", "int", "complex", "range", "NoneType"),
        *("bool", "str", "Expression", "Expression", "float"),
    ]
    assert value[3] == [1, (2, frozenset({3}))]
    assert value[13] == Expression((("One",), ("Integer", "0x2"), ("Matrix", 1, 2, 0, 1)))


def test_memory_error_stops_its_question(harness):
    source = "import numpy as np\ndef f(n): return np.ones((n, n)).sum()"
    answers = harness.ask(source, Probe("f", (2,)), Probe("f", (10**5,)), Probe("f", (3,)))
    assert answers == (Returned(4.0), Stopped(Stop.MEMORY), Stopped(Stop.MEMORY))


def test_oversized_answer_is_opaque(harness):
    (answer,) = harness.ask("import numpy as np\ndef f(n): return np.zeros((n, n))", Probe("f", (4000,)))
    assert answer == Returned(Opaque("ndarray"))


def test_answers_to_one_question_share_a_size_limit(harness):
    source = "import numpy as np\ndef many(n): return [0.5] * n\ndef wide(n): return np.zeros(n)"
    lists = harness.ask(source, *[Probe("many", (90_000,))] * 5)
    assert [type(answer.value).__name__ for answer in lists] == ["list"] * 2 + ["Opaque"] * 3
    arrays = harness.ask(source, *[Probe("wide", (400_000,))] * 4)
    assert [type(answer.value).__name__ for answer in arrays] == ["ndarray"] * 2 + ["Opaque"] * 2
    assert harness.ask(source, *[Probe("many", (1_000,))] * 50)[-1] == Returned([0.5] * 1_000)


def test_probe_with_unsupported_argument_raises_course_error(harness):
    with pytest.raises(CourseError, match="`f`"):
        harness.ask("f = abs", Probe("f", (object(),)))


def test_questions_see_the_state_at_their_place(harness):
    steps = [Cell("a", "x = 1"), Ask("p", (Probe("x"),)), Cell("b", "x = 2"), Ask("q", (Probe("x"),))]
    results = harness.run(*steps)
    assert results[1].answers == (Returned(1),)
    assert results[3].answers == (Returned(2),)


def test_question_without_probes_has_no_answers(harness):
    assert harness.ask("x = 1") == ()


def test_large_arguments_are_sent_in_batches(harness):
    sizes = (30_000, 1, 900_000, 30_000, 2)
    answers = harness.ask("def f(x): return x.size + x[-1]", *(Probe("f", (np.arange(size),)) for size in sizes))
    assert [answer.value for answer in answers] == [2 * size - 1 for size in sizes]
