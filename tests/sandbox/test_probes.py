"""Probes get plain values, and nothing of how they were computed."""

import numpy as np
import pytest

from autograder.model import Expression, Missing, Opaque, Probe, Raised, Returned, Stop, Stopped
from autograder.model.errors import CourseError
from autograder.sandbox import Ask, Cell


def test_a_call_gives_its_value(room):
    answers = room.ask("def double(x): return 2 * x", Probe("double", (np.arange(3.0),)), Probe("double", ("a",)))
    assert np.array_equal(answers[0].value, [0, 2, 4])
    assert answers[1] == Returned("aa")


def test_without_arguments_the_value_of_the_name_itself_is_asked(room):
    source = "import sympy, numpy as np\nx = {'a': (1, np.eye(2))}\ny = sympy.Symbol('t') + 1\ndef f(): return 7"
    table, formula, function, called = room.ask(source, Probe("x"), Probe("y"), Probe("f"), Probe("f", ()))
    assert table.value["a"][0] == 1
    assert formula.value == Expression((("One",), ("Symbol", "t", {"commutative": True}), ("Add", 0, 1)))
    assert function == Returned(Opaque("function"))
    assert called == Returned(7)


def test_a_name_that_is_not_there_or_no_function_is_missing(room):
    answers = room.ask("x = 1", Probe("y"), Probe("y", (1,)), Probe("x", (1,)), Probe("print", (1,)))
    assert [answer.reason for answer in answers] == [
        "it is not defined",
        "it is not defined",
        "it is not a function",
        "it is not defined",
    ]
    assert all(isinstance(answer, Missing) for answer in answers)


def test_every_call_gets_arguments_of_its_own_that_it_may_change(room):
    source = """
kept = []
def spoil(x, more):
    kept.append(x.copy())
    x += 1
    more['list'].append(1)
    return kept
"""
    given = (np.zeros(2), {"list": [], "array": np.ones(2)})
    first, second = room.ask(source, Probe("spoil", given), Probe("spoil", given))
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
def test_changed_arguments_are_named_by_position(room, body, changed):
    (answer,) = room.ask(
        f"def f(x, y, z):\n    {body}\n    return 0", Probe("f", (np.array([2.0, 1.0]), {"a": np.eye(2)}, 1))
    )
    assert answer == Returned(0, changed)


def test_an_argument_that_is_no_number_is_not_taken_for_changed(room):
    nan = float("nan")
    for body, changed in (("pass", ()), ("x[0] = 5", (0,))):
        source = f"def f(x, y, z):\n    {body}\n    return 0"
        (answer,) = room.ask(source, Probe("f", (np.array([nan, 1.0]), nan, {"a": (nan, -0.0)})))
        assert answer == Returned(0, changed)


def test_warnings_are_named_by_their_built_in_kind(room):
    source = """
import warnings, numpy as np
class Mine(UserWarning): pass
def quiet(x): return 0
def loud(x):
    np.log(x); np.complex128(1j).astype(float); warnings.warn(Mine('secret'))
    return 0
warnings.simplefilter('ignore')
"""
    quiet, loud, again = room.ask(source, *(Probe(name, (np.float64(-1),)) for name in ("quiet", "loud", "loud")))
    assert quiet.warnings == ()
    assert loud.warnings == again.warnings == ("RuntimeWarning", "UserWarning")


def test_of_an_error_only_kind_cell_and_line_are_told(room):
    source = "def f(x):\n    y = x\n    raise ValueError(f'hidden {x}')\n"
    source += "class Hidden(Exception): pass\ndef g(x): raise Hidden(x)"
    first, second, nested = room.ask(source, Probe("f", (0.25,)), Probe("g", (0.25,)), Probe("f", ()))
    assert first == Raised("ValueError", "a", 3)
    assert second == Raised("an exception of your own", "a", 5)
    assert nested == Raised("TypeError")


def test_the_line_is_the_innermost_one_of_the_students(room):
    cells = (
        Cell("helper", "import numpy as np\ndef solve(A):\n    return np.linalg.inv(A)"),
        Cell("main", "def f(A):\n    return solve(A)"),
    )
    (answer,) = room.run(*cells, Ask("q", (Probe("f", (np.zeros((2, 2)),)),)))[-1].answers
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
def test_an_exit_in_a_probe_is_only_an_answer(room, body, kind):
    source = f"def f(x):\n    {body}\ndef g(x): return x"
    first, second = room.ask(source, Probe("f", (1,)), Probe("g", (1,)))
    assert getattr(first, "kind", None) == kind
    assert second == Returned(1)


def test_what_is_printed_or_drawn_while_probed_is_not_shown_later(room):
    source = """
import threading, time, matplotlib.pyplot as plt
def f(x):
    print('hidden', x); display('hidden'); plt.plot([x]); plt.title('hidden')
    return x
"""
    *_, after = room.run(Cell("a", source), Ask("q", (Probe("f", (0.25,)),)), Cell("b", "1"))
    assert [output["output_type"] for output in after.outputs] == ["execute_result"]


def test_the_name_of_a_type_that_no_library_has_is_not_told(room):
    source = "def f(x): return type(f'hidden{x}', (), {})()\nimport numpy as np\npublic = np.poly1d([1])"
    mine, public = room.ask(source, Probe("f", (7,)), Probe("public"))
    assert mine == Returned(Opaque("object"))
    assert public == Returned(Opaque("poly1d"))


def test_values_in_every_dress_arrive_as_plain_data(room):
    source = """
import numpy as np, sympy, collections
x = [np.matrix([[1., 2.]]), np.float32(2), np.int8(3), [1, (2, {3})], collections.OrderedDict(a=1),
     sympy.Rational(1, 4), np.array(['a']), 10**30, 1j, range(3), None, True, 'text',
     sympy.Matrix([[1, 2]]), sympy.true, float('nan')]
"""
    value = room.value(source)
    assert [type(each).__name__ for each in value] == [
        *("ndarray", "float32", "int8", "list", "dict", "Expression", "ndarray", "int", "complex", "range", "NoneType"),
        *("bool", "str", "Expression", "Expression", "float"),
    ]
    assert value[3] == [1, (2, frozenset({3}))]
    assert value[13] == Expression((("One",), ("Integer", "0x2"), ("Matrix", 1, 2, 0, 1)))


def test_a_memory_error_ends_its_question(room):
    source = "import numpy as np\ndef f(n): return np.ones((n, n)).sum()"
    answers = room.ask(source, Probe("f", (2,)), Probe("f", (10**5,)), Probe("f", (3,)))
    assert answers == (Returned(4.0), Stopped(Stop.MEMORY), Stopped(Stop.MEMORY))


def test_a_giant_answer_is_told_by_its_type(room):
    (answer,) = room.ask("import numpy as np\ndef f(n): return np.zeros((n, n))", Probe("f", (4000,)))
    assert answer == Returned(Opaque("ndarray"))


def test_the_answers_to_one_question_are_bounded_together(room):
    source = "import numpy as np\ndef many(n): return [0.5] * n\ndef wide(n): return np.zeros(n)"
    lists = room.ask(source, *[Probe("many", (90_000,))] * 5)
    assert [type(answer.value).__name__ for answer in lists] == ["list"] * 2 + ["Opaque"] * 3
    arrays = room.ask(source, *[Probe("wide", (400_000,))] * 4)
    assert [type(answer.value).__name__ for answer in arrays] == ["ndarray"] * 2 + ["Opaque"] * 2
    assert room.ask(source, *[Probe("many", (1_000,))] * 50)[-1] == Returned([0.5] * 1_000)


def test_a_probe_that_cannot_be_sent_is_the_authors_fault(room):
    with pytest.raises(CourseError, match="`f`"):
        room.ask("f = abs", Probe("f", (object(),)))


def test_several_questions_see_the_state_of_their_place(room):
    steps = [Cell("a", "x = 1"), Ask("p", (Probe("x"),)), Cell("b", "x = 2"), Ask("q", (Probe("x"),))]
    results = room.run(*steps)
    assert results[1].answers == (Returned(1),)
    assert results[3].answers == (Returned(2),)


def test_a_question_without_probes_has_no_answers(room):
    assert room.ask("x = 1") == ()


def test_arguments_that_are_too_much_to_send_at_once_are_all_sent(room):
    sizes = (30_000, 1, 900_000, 30_000, 2)
    answers = room.ask("def f(x): return x.size + x[-1]", *(Probe("f", (np.arange(size),)) for size in sizes))
    assert [answer.value for answer in answers] == [2 * size - 1 for size in sizes]
