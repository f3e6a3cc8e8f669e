"""Grading one submission: what runs, which probes are sent when, and which results they give."""

from dataclasses import dataclass

import pytest

from autograder.grading.grader import Grader
from autograder.grading.notebook_runner import NotebookRunner
from autograder.grading.submission import Notebook, NotebookCell, Role, Submission
from autograder.model import (
    Assignment,
    Limits,
    Missing,
    Outcome,
    Probe,
    Question,
    Returned,
    Stop,
    Stopped,
    correct,
    incorrect,
    unanswered,
)
from autograder.sandbox import Ask
from autograder.sandbox.meter import ChildEnded, StepMeter
from tests.templates import open_sandbox


@dataclass(frozen=True, kw_only=True)
class Sees(Question):
    """Correct if the answer is 1 or a float; the feedback names the answer."""

    function: str
    call: bool = True

    def probes(self, rng):
        return (Probe(self.function, (float(rng.random()),) if self.call else None),)

    def judge(self, response):
        (answer,) = response.answers
        if response.untouched and isinstance(answer, Missing):
            return unanswered()
        if isinstance(answer, Returned) and isinstance(answer.value, int | float):
            return correct(repr(answer.value))
        return incorrect(repr(answer))

    @property
    def names(self):
        return (self.function,)


class Direct:
    """Judges in this process."""

    def __init__(self, assignment):
        self.questions = {(n, q.name): q for n, asked in assignment.notebooks.items() for q in asked}

    def probes(self, notebook, sources):
        return {name: self.questions[notebook, name].probes(source) for name, source in sources.items()}

    def judge(self, notebook, responses):
        return {name: self.questions[notebook, name].judge(response) for name, response in responses.items()}


ASSIGNMENT = Assignment(
    "tiny",
    {
        "nb": (
            Sees(name="f", function="f"),
            Sees(name="g", function="g", uses=("f",)),
            Sees(name="v", function="v", call=False),
        )
    },
    limits=Limits(seconds=2, cpu_seconds=1),
)
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


@pytest.fixture(scope="module")
def sandbox():
    with open_sandbox() as opened:
        yield opened


@pytest.fixture
def grade(sandbox):
    def run(student="somebody", extra=(), checks=None, doubts=None, secret=b"", **sources):
        cells = []
        for name in ("f", "g", "v"):
            source = sources.get(name, STUB)
            cells.append(
                NotebookCell(f"{name}-code", "code", source, Role.SOLUTION, STUB, {"grade_id": f"{name}-code"})
            )
            check = (checks or {}).get(name, f"print('check of {name}')")
            cells.append(NotebookCell(name, "code", check, Role.GRADE, check, {"grade_id": name, "points": 2}))
        for position, source in extra:
            cells.insert(position, NotebookCell(f"extra-{position}", "code", source, Role.EXTRA))
        notebook = Notebook("nb", tuple(cells), doubts=doubts or {})
        grader = Grader(ASSIGNMENT, sandbox, Direct(ASSIGNMENT), secret)
        return grader.grade(Submission(student, "tiny", {"nb": notebook}))

    return run


def results(graded):
    return {question.question: question for question in graded.result.questions}


def outcomes(graded):
    return {name: str(question.outcome) for name, question in results(graded).items()}


def test_right_answers_get_full_points(grade):
    graded = grade(f="def f(x): return 2 * x", g="def g(x): return f(x)", v="v = 1")
    assert set(outcomes(graded).values()) == {"correct"}
    assert graded.result.score == graded.result.max_score == 6


def test_untouched_cells_are_unanswered(grade):
    graded = grade()
    assert set(outcomes(graded).values()) == {"unanswered"}
    assert graded.result.score == 0


def test_hidden_inputs_depend_on_student_code_and_secret_and_nothing_else(grade):
    def seen(student="ann-0", secret=b"s", f="def f(x): return x", **more):
        return results(grade(student, secret=secret, f=f, **more))["f"].feedback

    assert seen() == seen() == seen(checks={"g": "print('another release')"})
    others = [seen("bob-1"), seen(secret=b"t"), seen(f="def f(x):\n    return x"), seen(v="v = 1"), seen()]
    assert len(set(others)) == len(others)


def test_hidden_inputs_cannot_be_computed_by_who_knows_all_but_the_secret(grade):
    """A submission that draws its inputs as the grader does, with the public code, draws others."""
    draws = (
        "import hashlib, hmac, numpy as np\n"
        "scope = 'inputs', 'tiny', 'nb', 'ann-0', hashlib.sha256(In[-1].encode()).hexdigest(), 'f'\n"
        "def f(x):\n"
        "    digest = hmac.digest(b'', '\\0'.join(scope).encode(), 'sha256')\n"
        "    known = np.random.default_rng(np.frombuffer(digest, dtype=np.uint32)).random()\n"
        "    return 1.0 if x == known else 'another input'"
    )
    code = "'\\0'.join((In[-1].rstrip(chr(10)), STUB, STUB))"
    draws = f"STUB = {STUB!r}\n" + draws.replace("In[-1]", code)
    assert outcomes(grade("ann-0", secret=b"", f=draws))["f"] == "correct"  # what everybody could do without a secret
    assert outcomes(grade("ann-0", secret=b"of the course", f=draws))["f"] == "incorrect"


def test_probes_see_the_state_at_their_grade_cell(grade):
    graded = grade(f="def f(x): return 1", g="f = None\ndef g(x): return 1")
    assert outcomes(graded)["f"] == "correct"


def test_outputs_never_contain_hidden_inputs(grade):
    graded = grade(
        f="seen = []\ndef f(x):\n    seen.append(x)\n    print(x)\n    return x", v="v = 1\nprint('seen:', seen)"
    )
    shown = [
        output["text"] for cell in graded.notebooks[0].cells.values() for output in cell.outputs if "text" in output
    ]
    assert "seen: []\n" in shown
    assert not any("0." in text for text in shown)


def test_answers_in_added_cells_are_found(grade):
    graded = grade(g="def g(x): return 1", extra=[(6, "def f(x): return 1")])
    assert outcomes(graded)["f"] == "correct"


def test_visible_checks_are_shown_but_do_not_decide(grade):
    graded = grade(f="def f(x): return 1")
    assert graded.notebooks[0].cells["f"].outputs[0]["text"] == "check of f\n"


@pytest.mark.parametrize(
    ("source", "outcome", "reason"),
    [
        ("import os; os._exit(0)", "incorrect", "it ended the Python process"),
        ("while True: pass", "undecided", "it exceeded the time limit"),  # a faster machine may have run all of it
        ("1 / 0", "incorrect", "ended with ZeroDivisionError in line 1"),
        ("def f(x):\nreturn 1", "incorrect", "ended with IndentationError in line 2"),
    ],
)
def test_a_failing_cell_costs_only_its_question_and_the_feedback_says_why(grade, source, outcome, reason):
    graded = grade(f=source, g="def g(x): return 1", v="v = 1")
    assert outcomes(graded) == {"f": outcome, "g": "correct", "v": "correct"}
    assert reason in results(graded)["f"].feedback


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import no_such_package as p\ndef f(x): return p.exp(x)", "imports `no_such_package`, which is not installed"),
        ("import no_such_package\nf = no_such_package.relu", "imports `no_such_package`, which is not installed"),
        ("from no_such_package import exp\n@exp\nclass f: pass", "imports `no_such_package`, which is not installed"),
        ("def f[T](x: T) return x", "raised SyntaxError with the versions used for grading, Python 3."),
        ("import numpy as np\ndef f(x): return np.float_(x)", "They do not have `float_`: use `np.float64`."),
        ("import numpy as np\nf = np.array([[1, 2], [3]])", "Give all rows of an array the same length"),
    ],
)
def test_answer_that_may_be_right_elsewhere_is_undecided(grade, source, reason):
    graded = grade(f=source, g="def g(x): return 1", v="v = 1")
    assert outcomes(graded) == {"f": "undecided", "g": "correct", "v": "correct"}
    assert reason in results(graded)["f"].feedback
    assert results(graded)["f"].suggested_credit == 0


def test_answers_that_call_code_that_may_be_right_elsewhere_are_undecided(grade):
    graded = grade(f="import numpy as np\ndef f(x): return np.product(x)", g="def g(x): return f(x)", v="v = 0 + no")
    assert outcomes(graded) == {"f": "undecided", "g": "undecided", "v": "incorrect"}


def test_doubt_about_the_cell_is_added_to_what_the_environment_lacks(grade):
    graded = grade(f="import torch\ndef f(x): return torch.tanh(x)", doubts={"f": "two copies differ"})
    feedback = results(graded)["f"].feedback
    assert outcomes(graded)["f"] == "undecided"
    assert feedback.startswith("This answer needs manual grading: two copies differ. ")
    assert "imports `torch`, which is not installed" in feedback


def test_mistakes_of_the_same_kinds_are_incorrect(grade):
    f = "import numpy as np\ndef f(x): return np.sigmoid(x)"
    graded = grade(f=f, g="def g(x): return float(np.ones(2))", v="from numpy import softmax\nv = softmax(1)")
    assert set(outcomes(graded).values()) == {"incorrect"}


@pytest.mark.parametrize("body", ["import os; os._exit(0)", "while True: pass", "import time; time.sleep(9)"])
def test_a_failing_probe_costs_only_its_question(grade, body):
    graded = grade(f="def f(x): return 1", g=f"def g(x):\n    {body}", v="v = 1")
    assert outcomes(graded) == {"f": "correct", "g": "incorrect", "v": "correct"}
    assert Stopped.__name__ in results(graded)["g"].feedback


def test_wrong_answers_that_call_a_wrong_earlier_answer_get_a_hint(grade):
    graded = grade(f="def f(x): return 'no'", g="def g(x): return f(x)", v="v = 1")
    assert "It calls your answer to `f`" in results(graded)["g"].feedback


def test_wrong_answers_without_such_a_call_get_no_hint(grade):
    graded = grade(f="def f(x): return 'no'", g="def g(x): return 'no'", v="v = 1")
    assert "It calls" not in results(graded)["g"].feedback


def test_unreadable_notebooks_are_undecided_and_absent_ones_unanswered(sandbox):
    cells = (NotebookCell("f", "code", "", Role.GRADE, "", {"grade_id": "f", "points": 2}),)
    grader = Grader(ASSIGNMENT, sandbox, Direct(ASSIGNMENT))
    for more, outcome in (({"unreadable": "it is empty"}, Outcome.UNDECIDED), ({"absent": True}, Outcome.UNANSWERED)):
        (question,) = grader.grade_notebook("somebody", Notebook("nb", cells, **more)).result.questions
        assert question.outcome is outcome


# --- one answer -----------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch):
    """What was asked, by run."""
    runs, original = [], NotebookRunner._run

    def run(self, sandbox, program):
        runs.append([step.question for step in program if isinstance(step, Ask)])
        return original(self, sandbox, program)

    monkeypatch.setattr(NotebookRunner, "_run", run)
    return runs


@pytest.mark.parametrize("answer", ["x", "'x'"])
def test_right_and_wrong_answers_need_one_run(grade, asked, answer):
    grade(f=f"def f(x): return {answer}", g=f"def g(x): return {answer}", v="v = 1")
    assert asked == [["f", "g", "v"]]


def test_only_questions_without_an_answer_are_asked_again(grade, asked):
    grade(f="def f(x): return x", g="import os\ndef g(x): os._exit(0)", v="v = 'x'")
    assert asked == [["f", "g", "v"], ["g"]]


NOTICES = {
    "files": "import os\nlater = os.path.exists('seen')\nopen('seen', 'w').close()",
    "files elsewhere": "import os\nlater = 'seen' in os.environ\nos.environ['seen'] = '1'",
    "the visible checks": "later = 'checked' not in globals()",
    "outputs": "later = 'text/html' not in get_ipython().display_formatter.active_types",
    "whether outputs are kept": "import sys\nlater = not sys.modules['inside.shell'].outputs.keep",
    "the clock": "import time\nbegin = time.monotonic()\nlater = None",
    "random bits": "import os\nlater = os.urandom(1)[0] % 2 == 1",
}
"""Ways to find out whether a cell runs for the second time."""


@pytest.mark.parametrize("notices", NOTICES)
def test_two_guesses_earn_no_more_than_the_first(grade, asked, notices):
    notice = f"{NOTICES[notices]}\nif later is None: later = time.monotonic() - begin > 0.2"
    guess = "'wrong' if not later else 1.0"
    f = "def f(x): return 1.0"
    graded = grade(f=f, g=f"{notice}\ndef g(x): return {guess}", v=f"v = {guess}", checks={"f": "checked = True"})
    assert len(asked) == 1
    if notices != "random bits":  # a random answer may be right, as any guess
        assert outcomes(graded) == {"f": "correct", "g": "incorrect", "v": "incorrect"}


@pytest.mark.parametrize(
    "change",
    ["state.append(1)", "state[:] = [0]", "f.asked = True"],
)
def test_answer_that_later_cells_change_is_the_one_at_its_place(grade, asked, change):
    """Nothing is compared with the answer after the last cell, so that no submission has two guesses."""
    f = "state = []\ndef f(x): return 'wrong' if not (len(state) or hasattr(f, 'asked')) else 1.0"
    graded = grade(f=f, g=f"def g(x): return 1\n{change}")
    assert asked == [["f", "g", "v"], ["f"]]
    assert outcomes(graded)["f"] == "incorrect"


@pytest.mark.parametrize(
    ("state", "use", "change"),
    [
        ("W = np.ones(3)", "W.sum()", "W[0] = np.nan"),
        ("W = [1.0, 1.0, 1.0]", "sum(W)", "W.clear()"),
        ("class Net:\n    pass\nW = Net()\nW.size = 3", "W.size", "del W.size"),
        ("class Net:\n    size = 3\nW = Net()", "W.size", "Net.size = np.nan"),
        ("def W(): return 3", "W()", "W.__code__ = (lambda: 'no').__code__"),
        ("W = [[{'w': np.ones(3)}]]", "W[0][0]['w'].sum()", "W[0][0]['w'] *= np.nan"),
        ("from functools import partial\nW = partial(max, [3])", "W()", "W.args[0].append(np.nan)"),
    ],
)
def test_later_cells_cannot_change_the_data_of_an_answer(grade, state, use, change):
    f = f"import numpy as np\n{state}\ndef f(x): return {{3: 1}}[{use}]"
    graded = grade(f=f, g=f"def g(x): return 1\n{change}")
    assert outcomes(graded)["f"] == "correct"


def test_question_whose_calls_change_shared_data_affects_only_itself(grade, asked):
    f = "W = [1.0]\ndef f(x):\n    W.append('x')\n    return W[0]"
    graded = grade(f=f, g="def g(x): return sum(W)", v="v = sum(W)")
    assert outcomes(graded) == {"f": "correct", "g": "correct", "v": "correct"}
    assert asked == [["f", "g", "v"], ["g"]]


def test_random_answers_within_tolerance_are_right_and_need_one_run(grade, asked):
    rng = "import numpy as np\nrng = np.random.default_rng()\ndef f(x): return 1 + 1e-9 * rng.normal()"
    graded = grade(f=rng, g="def g(x): return 1 + 1e-9 * np.random.normal()", v="v = rng.normal()")
    assert set(outcomes(graded).values()) == {"correct"}
    assert len(asked) == 1


@pytest.mark.parametrize(
    "ruin",
    ["math.sqrt = None", "import sys; sys.settrace(lambda *_: 1 / 0)", "import builtins; del builtins.dict"],
)
def test_later_cells_cannot_spoil_a_right_answer(grade, ruin):
    graded = grade(f="import math\ndef f(x): return math.sqrt(x) + len(dict(a=1))", g=f"def g(x): return 1\n{ruin}")
    assert outcomes(graded)["f"] == "correct"


def test_a_function_that_hangs_on_hidden_inputs_costs_only_its_question(grade):
    graded = grade(f="def f(x): return x", g="def g(x):\n    while x: pass", v="v = 1")
    assert outcomes(graded) == {"f": "correct", "g": "incorrect", "v": "correct"}


def test_failing_visible_checks_are_not_reported_as_problems(grade):
    failing = "g(0)\nshown = 1"
    graded = grade(f="def f(x): return 1", checks={"g": failing})
    assert not graded.result.problems
    graded = grade(f="undefined\ndef f(x): return 1")
    assert any("were still defined" in problem for problem in graded.result.problems)


@pytest.mark.parametrize("times", [1, 2])
def test_disturbed_submission_runs_once_more_and_its_answers_say_if_that_was_disturbed_too(grade, monkeypatch, times):
    original, runs = StepMeter._look, []

    def look(self):
        if len(runs) < times:
            runs.append(self)
            raise ChildEnded(Stop.BUSY)
        original(self)

    monkeypatch.setattr(StepMeter, "_look", look)
    monkeypatch.setattr("autograder.sandbox.meter.LOOK_SECONDS", 0.0)
    graded = grade(f="def f(x): return 2 * x", g="def g(x): return f(x)", v="v = 1")
    assert len(runs) == times
    if times == 1:
        assert set(outcomes(graded).values()) == {"correct"}
    else:
        assert all(each.feedback.startswith("Stopped(why=<Stop.BUSY") for each in results(graded).values())
