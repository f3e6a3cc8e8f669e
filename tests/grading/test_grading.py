"""One submission: what is run, what is asked, when, and what comes of it."""

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
    Stopped,
    correct,
    incorrect,
    unanswered,
)
from autograder.sandbox import Ask, open_sandbox


@dataclass(frozen=True, kw_only=True)
class Sees(Question):
    """Correct if the answer is a 1 or a float; says what it saw."""

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
    def run(student="somebody", extra=(), checks=None, **sources):
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
        notebook = Notebook("nb", tuple(cells))
        return Grader(ASSIGNMENT, sandbox, Direct(ASSIGNMENT)).grade(Submission(student, "tiny", {"nb": notebook}))

    return run


def results(graded):
    return {question.question: question for question in graded.result.questions}


def outcomes(graded):
    return {name: str(question.outcome) for name, question in results(graded).items()}


def test_answers_are_asked_and_scored(grade):
    graded = grade(f="def f(x): return 2 * x", g="def g(x): return f(x)", v="v = 1")
    assert set(outcomes(graded).values()) == {"correct"}
    assert graded.result.score == graded.result.max_score == 6


def test_nothing_written_is_unanswered(grade):
    graded = grade()
    assert set(outcomes(graded).values()) == {"unanswered"}
    assert graded.result.score == 0


def test_hidden_inputs_differ_between_students_and_are_the_same_at_a_regrade(grade):
    echo = "def f(x): return x"
    first, again = (results(grade("ann-0", f=echo))["f"].feedback for _ in range(2))
    other = results(grade("bob-1", f=echo))["f"].feedback
    assert first == again != other


def test_a_question_is_asked_when_the_cells_before_its_grade_cell_have_run(grade):
    graded = grade(f="def f(x): return 1", g="f = None\ndef g(x): return 1")
    assert outcomes(graded)["f"] == "correct"


def test_no_output_comes_from_code_that_has_met_a_hidden_input(grade):
    graded = grade(
        f="seen = []\ndef f(x):\n    seen.append(x)\n    print(x)\n    return x", v="v = 1\nprint('seen:', seen)"
    )
    shown = [
        output["text"] for cell in graded.notebooks[0].cells.values() for output in cell.outputs if "text" in output
    ]
    assert "seen: []\n" in shown
    assert not any("0." in text for text in shown)


def test_an_answer_in_an_added_cell_at_the_end_is_found(grade):
    graded = grade(g="def g(x): return 1", extra=[(6, "def f(x): return 1")])
    assert outcomes(graded)["f"] == "correct"


def test_visible_checks_are_shown_and_not_part_of_the_verdict(grade):
    graded = grade(f="def f(x): return 1")
    assert graded.notebooks[0].cells["f"].outputs[0]["text"] == "check of f\n"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import os; os._exit(0)", "it ended the Python process"),
        ("while True: pass", "it ran longer than it may"),
        ("1 / 0", "ended with ZeroDivisionError in line 1"),
        ("def f(x) return 1", "ended with SyntaxError in line 1"),
    ],
)
def test_a_cell_that_does_not_end_well_costs_its_question_and_says_why(grade, source, reason):
    graded = grade(f=source, g="def g(x): return 1", v="v = 1")
    assert outcomes(graded) == {"f": "incorrect", "g": "correct", "v": "correct"}
    assert reason in results(graded)["f"].feedback


@pytest.mark.parametrize("body", ["import os; os._exit(0)", "while True: pass", "import time; time.sleep(9)"])
def test_a_probe_that_does_not_end_well_costs_its_question(grade, body):
    graded = grade(f="def f(x): return 1", g=f"def g(x):\n    {body}", v="v = 1")
    assert outcomes(graded) == {"f": "correct", "g": "incorrect", "v": "correct"}
    assert Stopped.__name__ in results(graded)["g"].feedback


def test_a_wrong_answer_that_calls_a_wrong_earlier_one_is_pointed_back(grade):
    graded = grade(f="def f(x): return 'no'", g="def g(x): return f(x)", v="v = 1")
    assert "It calls your answer to `f`" in results(graded)["g"].feedback


def test_a_wrong_answer_that_does_not_call_it_is_not(grade):
    graded = grade(f="def f(x): return 'no'", g="def g(x): return 'no'", v="v = 1")
    assert "It calls" not in results(graded)["g"].feedback


def test_an_unreadable_notebook_is_undecided_and_an_absent_one_unanswered(sandbox):
    cells = (NotebookCell("f", "code", "", Role.GRADE, "", {"grade_id": "f", "points": 2}),)
    grader = Grader(ASSIGNMENT, sandbox, Direct(ASSIGNMENT))
    for more, outcome in (({"unreadable": "it is empty"}, Outcome.UNDECIDED), ({"absent": True}, Outcome.UNANSWERED)):
        (question,) = grader.grade_notebook("somebody", Notebook("nb", cells, **more)).result.questions
        assert question.outcome is outcome


# --- two attempts -----------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch):
    """What was asked, by run."""
    runs, original = [], NotebookRunner._run

    def run(self, sandbox, program):
        runs.append([step.question for step in program if isinstance(step, Ask)])
        return original(self, sandbox, program)

    monkeypatch.setattr(NotebookRunner, "_run", run)
    return runs


def test_what_is_right_at_once_is_run_once(grade, asked):
    assert set(outcomes(grade(f="def f(x): return x", g="def g(x): return x", v="v = 1")).values()) == {"correct"}
    assert asked == [["f", "g", "v"]]


def test_only_what_did_not_come_out_right_is_asked_again(grade, asked):
    grade(f="def f(x): return x", g="def g(x): return 'x'")
    assert asked == [["f", "g", "v"], ["g"]]


@pytest.mark.parametrize(
    "ruin",
    ["math.sqrt = None", "import sys; sys.settrace(lambda *_: 1 / 0)", "import builtins; del builtins.dict"],
)
def test_a_right_answer_is_not_spoilt_by_what_stands_below_it(grade, ruin):
    graded = grade(f="import math\ndef f(x): return math.sqrt(x) + len(dict(a=1))", g=f"def g(x): return 1\n{ruin}")
    assert outcomes(graded)["f"] == "correct"


def test_a_function_that_hangs_for_hidden_inputs_alone_costs_only_itself(grade):
    graded = grade(f="def f(x): return x", g="def g(x):\n    while x: pass", v="v = 1")
    assert outcomes(graded) == {"f": "correct", "g": "incorrect", "v": "correct"}


def test_a_check_that_fails_before_its_own_definitions_is_nothing_to_report(grade):
    failing = "g(0)\nshown = 1"
    graded = grade(f="def f(x): return 1", checks={"g": failing})
    assert not graded.result.problems
    graded = grade(f="undefined\ndef f(x): return 1")
    assert any("what it defines below" in problem for problem in graded.result.problems)
