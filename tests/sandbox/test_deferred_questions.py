"""Deferred questions get the same answers as questions asked at their place."""

import time

import pytest

from autograder.model import Limits, Missing, Probe, Raised, Returned, Stop, Stopped
from autograder.sandbox import Ask, AskResult, Cell

FUNCTION = "def helper(x): return x + 1\ndef f(x): return helper(x)"


def deferred(question: str, *probes: Probe) -> Ask:
    return Ask(question, probes, deferred=True)


def test_deferred_question_sees_the_names_at_its_place(harness):
    steps = (
        Cell("a", "x = 1\n" + FUNCTION),
        deferred("p", Probe("x"), Probe("f", (1,))),
        Cell("b", "x = 2\ndef helper(x): return x + 10"),
        deferred("q", Probe("x"), Probe("f", (1,))),
        Cell("c", "del x, f, helper"),
        deferred("r", Probe("x"), Probe("f", (1,))),
    )
    first, second, third = harness.run(*steps)[1::2]
    assert first.answers == (Returned(1), Returned(2))
    assert second.answers == (Returned(2), Returned(11))
    assert all(isinstance(answer, Missing) for answer in third.answers)


def test_cells_cannot_see_deferred_questions_above_them(harness):
    steps = (
        Cell("a", "seen = []\ndef f(x): seen.append(x)"),
        deferred("p", Probe("f", (12345,))),
        Cell("b", "print(seen)"),
    )
    assert harness.run(*steps)[-1].outputs[0]["text"] == "[]\n"


@pytest.mark.parametrize("change", ["seen.append(1)", "del builtins.chr", "sys.setrecursionlimit(500)", "math.pi = 3"])
def test_deferred_question_is_left_open_if_what_it_uses_has_changed(harness, change):
    steps = (
        Cell(
            "a",
            "import builtins, math, sys\nseen = []\ndef f(x): return chr(65) + str(seen) + str(math.pi)\ndef g(x): return x",
        ),
        deferred("p", Probe("f", (1,))),
        deferred("q", Probe("g", (1,))),
        Cell("b", f"new = 1\n{change}"),
    )
    _, changed, unchanged, _ = harness.run(*steps)
    assert changed == AskResult((Stopped(Stop.BUDGET),), open=True)
    assert unchanged.open is (change not in ("seen.append(1)", "math.pi = 3"))  # only some changes concern them all


def test_deferred_question_is_left_open_if_another_one_changed_what_it_uses(harness):
    steps = Cell("a", "seen = []\ndef f(x): seen.append(x)"), *[deferred(each, Probe("f", (1,))) for each in "pqr"]
    assert [result.open for result in harness.run(*steps)[1:]] == [False, True, True]


def test_question_that_changes_what_it_uses_is_the_last_in_its_child(harness):
    ask = [Ask(name, (Probe("f", (1,)), Probe("f", (2,)))) for name in "pq"]
    results = harness.run(Cell("a", "seen = []\ndef f(x):\n    seen.append(x)\n    return list(seen)"), *ask)
    assert [result.answers for result in results[1:]] == [(Returned([1]), Returned([1, 2]))] * 2


def test_output_printed_during_a_deferred_question_is_dropped(harness):
    results = harness.run(Cell("a", "def f(x): print('asked', x)"), deferred("p", Probe("f", (1,))), Cell("b", "1"))
    assert "asked" not in str([results[0], results[2]])


@pytest.mark.parametrize("ending", ["while True: pass", "import os; os._exit(1)", "import os; os.write(3, b'x' * 100)"])
def test_deferred_questions_stop_after_one_ends_the_child(harness, ending):
    source = f"def f(x): return x\ndef g(x):\n    {ending}"
    steps = (
        Cell("a", source),
        deferred("p", Probe("f", (1,))),
        deferred("q", Probe("g", (1,))),
        deferred("r", Probe("f", (1,))),
        Cell("b", "print('shown')"),
    )
    _, fine, ends, after, shown = harness.run(*steps)
    assert fine.answers == (Returned(1),)
    assert isinstance(ends.answers[0], Stopped)
    assert isinstance(after.answers[0], Stopped)
    assert shown.outputs[0]["text"] == "shown\n"


def test_deferred_question_has_a_short_time_limit(harness):
    start = time.monotonic()
    steps = Cell("a", "import time\ndef f(): time.sleep(60)"), *[deferred(name, Probe("f", ())) for name in "pqr"]
    results = harness.run(*steps, limits=Limits(seconds=30))[1:]
    assert [each.answers for each in results] == [(Stopped(Stop.TIME),)] * 3
    assert time.monotonic() - start < 20


def test_deferred_question_is_asked_in_the_child_that_ran_the_last_cell(harness):
    steps = (
        Cell("a", "x = 1\n" + FUNCTION),
        deferred("p", Probe("f", (1,))),
        Cell("b", "import os; os._exit(1)"),
        Cell("c", "y = x + 1"),
        deferred("q", Probe("y")),
    )
    _, first, ended, after, second = harness.run(*steps)
    assert first.answers == (Returned(2),)
    assert ended.stopped is not None
    assert after.raised is None
    assert second.answers == (Returned(2),)


def test_deferred_question_reports_cell_and_line_of_an_error(harness):
    _, asked = harness.run(Cell("a", "def f(x):\n    return x / 0"), deferred("p", Probe("f", (1,))))
    assert asked.answers == (Raised("ZeroDivisionError", "a", 2),)


def test_snapshots_work_without_builtins(harness):
    steps = (
        Cell("a", "def f(x): return x + 1"),
        Cell("b", "import builtins\ndel builtins.dict"),
        deferred("p", Probe("f", (1,))),
        Cell("c", "1"),
        deferred("q", Probe("f", (2,))),
    )
    _, _, above, shown, below = harness.run(*steps)
    assert (above.answers, below.answers) == ((Returned(2),), (Returned(3),))
    assert (shown.raised.kind, shown.stopped) == ("NameError", None)


def test_child_that_ends_during_a_snapshot_is_not_retried_forever(harness):
    steps = (
        Cell("a", "def f(x): return x"),
        deferred("p", Probe("f", (1,))),
        Cell(
            "b",
            "import os\nprint('shown')\n\n\nclass Ends(dict):\n    def copy(self):\n        os._exit(0)\n\n\n"
            "get_ipython().user_ns = Ends(get_ipython().user_ns)",
        ),
        deferred("q", Probe("f", (2,))),
    )
    _, above, ends, below = harness.run(*steps)
    assert (above.answers, below.answers) == ((Stopped(Stop.DIED),), (Stopped(Stop.DIED),))  # not Stop.BUDGET
    assert ends.outputs[0]["text"] == "shown\n"
