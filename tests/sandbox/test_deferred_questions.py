"""Questions that wait until all cells have run are answered as if they had been asked on the spot."""

import time

import pytest

from autograder.model import Limits, Missing, Probe, Raised, Returned, Stop, Stopped
from autograder.sandbox import Ask, Cell

FUNCTION = "def helper(x): return x + 1\ndef f(x): return helper(x)"


def waiting(question: str, *probes: Probe) -> Ask:
    return Ask(question, probes, deferred=True)


def test_names_mean_what_they_meant_there(room):
    steps = (
        Cell("a", "x = 1\n" + FUNCTION),
        waiting("p", Probe("x"), Probe("f", (1,))),
        Cell("b", "x = 2\ndef helper(x): return x + 10"),
        waiting("q", Probe("x"), Probe("f", (1,))),
        Cell("c", "del x, f, helper"),
        waiting("r", Probe("x"), Probe("f", (1,))),
    )
    first, second, third = room.run(*steps)[1::2]
    assert first.answers == (Returned(1), Returned(2))
    assert second.answers == (Returned(2), Returned(11))
    assert all(isinstance(answer, Missing) for answer in third.answers)


def test_no_cell_sees_what_is_asked_above_it(room):
    steps = (
        Cell("a", "seen = []\ndef f(x): seen.append(x)"),
        waiting("p", Probe("f", (12345,))),
        Cell("b", "print(seen)"),
        waiting("q", Probe("seen")),
    )
    _, _, shown, after = room.run(*steps)
    assert shown.outputs[0]["text"] == "[]\n"
    assert after.answers == (Returned([12345]),)  # by then everything has been shown


def test_what_a_function_prints_while_it_is_asked_is_shown_nowhere(room):
    results = room.run(Cell("a", "def f(x): print('asked', x)"), waiting("p", Probe("f", (1,))), Cell("b", "1"))
    assert "asked" not in str([results[0], results[2]])


@pytest.mark.parametrize("ending", ["while True: pass", "import os; os._exit(1)", "import os; os.write(3, b'x' * 100)"])
def test_the_first_one_that_ends_the_child_is_the_last_that_is_asked(room, ending):
    source = f"def f(x): return x\ndef g(x):\n    {ending}"
    steps = (
        Cell("a", source),
        waiting("p", Probe("f", (1,))),
        waiting("q", Probe("g", (1,))),
        waiting("r", Probe("f", (1,))),
        Cell("b", "print('shown')"),
    )
    _, fine, ends, after, shown = room.run(*steps)
    assert fine.answers == (Returned(1),)
    assert isinstance(ends.answers[0], Stopped)
    assert isinstance(after.answers[0], Stopped)
    assert shown.outputs[0]["text"] == "shown\n"


def test_the_attempt_is_a_short_one(room):
    start = time.monotonic()
    steps = Cell("a", "import time\ndef f(): time.sleep(60)"), *[waiting(name, Probe("f", ())) for name in "pqr"]
    results = room.run(*steps, limits=Limits(seconds=30))[1:]
    assert [each.answers for each in results] == [(Stopped(Stop.TIME),)] * 3
    assert time.monotonic() - start < 20


def test_it_is_asked_in_the_child_that_ran_the_last_cell(room):
    steps = (
        Cell("a", "x = 1\n" + FUNCTION),
        waiting("p", Probe("f", (1,))),
        Cell("b", "import os; os._exit(1)"),
        Cell("c", "y = x + 1"),
        waiting("q", Probe("y")),
    )
    _, first, ended, after, second = room.run(*steps)
    assert first.answers == (Returned(2),)
    assert ended.stopped is not None
    assert after.raised is None
    assert second.answers == (Returned(2),)


def test_errors_still_name_the_cell_and_the_line(room):
    _, asked = room.run(Cell("a", "def f(x):\n    return x / 0"), waiting("p", Probe("f", (1,))))
    assert asked.answers == (Raised("ZeroDivisionError", "a", 2),)


def test_names_are_noted_down_where_the_builtins_are_gone(room):
    steps = (
        Cell("a", "def f(x): return x + 1"),
        Cell("b", "import builtins\ndel builtins.dict"),
        waiting("p", Probe("f", (1,))),
        Cell("c", "1"),
        waiting("q", Probe("f", (2,))),
    )
    _, _, above, shown, below = room.run(*steps)
    assert (above.answers, below.answers) == ((Returned(2),), (Returned(3),))
    assert (shown.raised.kind, shown.stopped) == ("NameError", None)


def test_a_child_that_ends_when_names_are_noted_down_is_not_asked_for_them_again_and_again(room):
    steps = (
        Cell("a", "def f(x): return x"),
        waiting("p", Probe("f", (1,))),
        Cell(
            "b",
            "import os\nprint('shown')\n\n\nclass Ends(dict):\n    def copy(self):\n        os._exit(0)\n\n\n"
            "get_ipython().user_ns = Ends(get_ipython().user_ns)",
        ),
        waiting("q", Probe("f", (2,))),
    )
    _, above, ends, below = room.run(*steps)
    assert (above.answers, below.answers) == ((Stopped(Stop.DIED),), (Stopped(Stop.DIED),))  # and not: of the budget
    assert ends.outputs[0]["text"] == "shown\n"
