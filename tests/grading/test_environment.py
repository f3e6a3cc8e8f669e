"""Answers that may be right elsewhere are undecided: a missing module, other versions of Python or of a library."""

import re

import pytest

from autograder.grading.environment import undecided_elsewhere
from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.model import Missing, Outcome, Question, Raised, Response, Returned, correct, credited, incorrect
from autograder.model.libraries import Libraries
from autograder.model.setup import NO_SETUP, CourseFile, CourseFiles, Setup
from autograder.model.verdicts import unanswered
from autograder.sandbox import CellResult
from autograder.sandbox.environment import versions

QUESTION = Question.__new__(type("Asked", (Question,), {"names": ("f",), "judge": None, "probes": None}))
object.__setattr__(QUESTION, "name", "f")
MISSING, NAME_ERROR = Missing("it is not defined"), Raised("NameError", "f-code", 2)
WRONG = Returned(1.0)
NO_MODULE = "ModuleNotFoundError"


def look(source, answer=MISSING, raised=None, verdict=None, above="", above_raised=None, setup=NO_SETUP):
    """Judge an answer to `f`, whose cell stands below a cell of the student's own."""
    cells = (
        NotebookCell("mine", "code", above, Role.EXTRA),
        NotebookCell("f-code", "code", source, Role.SOLUTION, "STUB", {"grade_id": "f-code"}),
        NotebookCell("f", "code", "f(1)", Role.GRADE, "f(1)", {"grade_id": "f"}),
    )
    ran = {"mine": CellResult(raised=above_raised), "f-code": CellResult(raised=raised)}
    response = Response((), (answer,), source)
    return undecided_elsewhere(verdict or incorrect("No."), QUESTION, response, Notebook("nb", cells), ran, setup)


IMPORTS = {
    "import torch": ["torch"],
    "import torch.nn.functional as F": ["torch"],
    "from torch import nn": ["torch"],
    "from sklearn.preprocessing import normalize": ["sklearn"],
    "import numpy as np, pandas as pd": ["pandas"],
    "x = 1; import jax": ["jax"],
    "try: import cupy": ["cupy"],
    "    from numba import (": ["numba"],
    "import helpers": ["helpers"],
    "import pandas as pd\nimport torch, tqdm": ["pandas", "torch", "tqdm"],
    "import tkinter": ["tkinter"],
}


@pytest.mark.parametrize("line", IMPORTS)
def test_missing_module_is_named_and_a_grader_looks(line):
    verdict = look(f"{line}\ndef f(x): return x", raised=Raised(NO_MODULE, "f-code", 1))
    assert verdict.outcome is Outcome.UNDECIDED
    named = re.search("imports (.*?), which", verdict.feedback)[1]
    assert re.findall(r"`(\w+)`", named) == IMPORTS[line]
    assert verdict.feedback.startswith("Line 1 of your cell `f-code` raised ModuleNotFoundError")
    assert "NumPy, SciPy, SymPy and Matplotlib only" in verdict.feedback
    assert verdict.feedback.endswith("A grader will look at your answer.")


@pytest.mark.parametrize(
    "source",
    ["importlib.import_module('torch')", "%load_ext tensorboard", "__import__('torch')", "torch = load('torch')"],
)
def test_missing_module_without_an_import_statement_is_not_named(source):
    verdict = look(source, raised=Raised(NO_MODULE, "f-code", 1))
    assert "imports a module, which is not installed" in verdict.feedback


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("from numpy import sigmoid", "ImportError"),
        ("from scipy.special import expid", "ImportError"),
        ("import scipy.specials", NO_MODULE),
        ("from math import sigmoid", "ImportError"),
    ],
)
def test_name_that_a_library_lacks_is_a_mistake(line, kind):
    assert look(line, raised=Raised(kind, "f-code", 1)) is None


@pytest.mark.parametrize("answer", [MISSING, NAME_ERROR])
def test_module_missing_in_another_cell_explains_a_missing_name(answer):
    above = {"above": "import torch", "above_raised": Raised(NO_MODULE, "mine", 1)}
    verdict = look("def f(x): return torch.exp(x)", answer, **above)
    assert "Line 1 of your cell `mine` raised ModuleNotFoundError: this cell imports `torch`" in verdict.feedback


@pytest.mark.parametrize("answer", [WRONG, Raised("ZeroDivisionError", "f-code", 1)])
def test_module_missing_in_another_cell_does_not_explain_other_mistakes(answer):
    assert look("def f(x): return 1", answer, above="import torch", above_raised=Raised(NO_MODULE, "mine", 1)) is None


def test_module_missing_when_the_function_is_called():
    verdict = look("def f(x):\n    import torch\n    return torch.exp(x)", Raised(NO_MODULE, "f-code", 2))
    assert "Line 2 of your cell `f-code`" in verdict.feedback
    assert "`torch`" in verdict.feedback


@pytest.mark.parametrize(("credit", "feedback"), [(0.0, "No."), (0.4, "Half."), (0.5, "")])
def test_suggestion_is_the_credit_of_the_checks(credit, feedback):
    failed = Raised(NO_MODULE, "f-code", 1)
    verdict = look("import torch", WRONG, failed, credited(credit, feedback))
    assert (verdict.outcome, verdict.credit, verdict.suggestion) == (Outcome.UNDECIDED, None, credit)
    assert verdict.feedback.endswith(f"The automatic checks say: {feedback}" if feedback else "look at your answer.")


def test_right_answer_stays_correct():
    failed = Raised(NO_MODULE, "f-code", 1)
    assert look("import torch", WRONG, failed, correct()) is None


@pytest.mark.parametrize("above", ["import torch\ndef f(x): return x", "import torch\nf = torch.exp"])
def test_answer_in_another_cell_that_failed_is_not_unanswered(above):
    failed = Raised(NO_MODULE, "mine", 1)
    assert look("STUB", above=above, above_raised=failed, verdict=unanswered()).outcome is Outcome.UNDECIDED
    assert look("STUB", above="import torch\nf(1)", above_raised=failed, verdict=unanswered()) is None


VERSIONS = f"with the versions used for grading, Python {versions()['Python']}, NumPy {versions()['NumPy']}"
CHANGES = {
    ("SyntaxError", "def f[T](x): return x"): f"Write it so that Python {versions()['Python']} can read it.",
    ("AttributeError", "x = np.float_(1)"): "They do not have `float_`: use `np.float64`.",
    ("AttributeError", "x = np.trapz(y)"): "They do not have `trapz`: use `np.trapezoid`.",
    ("AttributeError", "x = y.ptp()"): "They do not have `ptp`: use `np.ptp(x)`.",
    ("ImportError", "from numpy import array, in1d"): "They do not have `in1d`: use `np.isin`.",
    ("ImportError", "from itertools import batched"): "They do not have `batched`: compute it in another way.",
    ("ImportError", "from scipy.misc import derivative"): "They do not have `derivative`: compute it in another way.",
    ("AttributeError", "x = integrate.simps(np.exp(y))"): "They do not have `simps`: use `scipy.integrate.simpson`.",
    ("AttributeError", "x = hidden(y)"): "Change what the newer versions do not accept.",
    ("ValueError", "x = np.array(y, copy=False)"): "Use `np.asarray` where",
    ("TypeError", "x = float(y)"): "take the number out with `x.item()`",
    ("ValueError", "x = np.array(rows)"): "Give all rows of an array the same length",
    ("OverflowError", "x = np.uint8(300)"): "Change what the newer versions do not accept.",
}


@pytest.mark.parametrize(("kind", "line"), CHANGES)
@pytest.mark.parametrize("called", [False, True])
def test_other_versions_are_named_with_what_to_change(kind, line, called):
    raised = Raised(kind, "f-code", 2, version=True)
    verdict = look(f"# mine\n{line}", *((raised, None) if called else (MISSING, raised)))
    assert verdict.outcome is Outcome.UNDECIDED
    assert f"Line 2 of your cell `f-code` raised {kind} {VERSIONS}" in verdict.feedback
    assert CHANGES[kind, line] in verdict.feedback


def test_version_of_another_library_is_named():
    raised = Raised("ImportError", "f-code", 1, version=True)
    verdict = look("from scipy.integrate import simps", raised=raised)
    assert f"SciPy {versions()['SciPy']}. They do not have `simps`" in verdict.feedback


@pytest.mark.parametrize("kind", ["AttributeError", "TypeError", "ValueError", "IndentationError"])
def test_error_of_every_version_is_a_mistake(kind):
    assert look("x = np.softmax(1)", raised=Raised(kind, "f-code", 1)) is None


def test_forged_flag_and_names_only_make_an_answer_undecided():
    hostile = NotebookCell("<script>`x", "code", "import " + "<b>" * 500 + "\n" + "a." * 10**5, Role.EXTRA)
    cells = (hostile, NotebookCell("f-code", "code", "f = 1", Role.SOLUTION, "STUB", {}))
    ran = {hostile.id: CellResult(raised=Raised("<i>Error", hostile.id, 2, version=True)), "f-code": CellResult()}
    verdict = undecided_elsewhere(incorrect("No."), QUESTION, Response((), (MISSING,)), Notebook("nb", cells), ran)
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.suggestion == 0
    assert not set("<>") & set(verdict.feedback)
    assert len(verdict.feedback) < 500


LONG = {"names": "import " + "a, " * 50_000, "spaces": "from " + " " * 90_000, "lines": "import a\n" * 20_000}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_sources_take_no_time(text):
    assert look(text, raised=Raised(NO_MODULE, "f-code", 1)).outcome is Outcome.UNDECIDED


FILES = {
    "d = np.loadtxt('data.csv')": ("FileNotFoundError", "`data.csv`"),
    "%run helpers.py": ("FileNotFoundError", "`helpers.py`"),
    "x = urlopen('http://example.org/a')": ("OSError", "`http://example.org/a`"),
    "os.makedirs(folder)": ("PermissionError", "a file or a server"),
}


@pytest.mark.parametrize("line", FILES)
def test_missing_file_or_server_is_named_and_a_grader_looks(line):
    kind, named = FILES[line]
    verdict = look(line, raised=Raised(kind, "f-code", 1))
    assert verdict.outcome is Outcome.UNDECIDED
    assert f"raised {kind}: it needs {named}, which is not available" in verdict.feedback


def test_call_of_input_is_named_and_a_grader_looks():
    verdict = look("k = int(input())", raised=Raised("StdinNotImplementedError", "f-code", 1))
    assert verdict.outcome is Outcome.UNDECIDED
    assert "calls `input`" in verdict.feedback


def test_started_process_is_named_and_a_grader_looks():
    verdict = look("with Pool(2) as pool:", raised=Raised("NoProcessError", "f-code", 1))
    assert verdict.outcome is Outcome.UNDECIDED
    assert "starts another process, which is not possible during grading. Use a loop, or threads." in verdict.feedback


def test_modules_of_the_course_are_not_missing():
    files = CourseFiles((CourseFile("helpers.py", 0, ""), CourseFile("models/cnn.py", 0, "")))
    setup = Setup(files=files, libraries=Libraries(("pytest",)))
    assert look("from helpers import other", raised=Raised("ImportError", "f-code", 1), setup=setup) is None
    assert look("import models.rnn", raised=Raised("ImportError", "f-code", 1), setup=setup) is None
    verdict = look("import pytest, helpers, torch", raised=Raised(NO_MODULE, "f-code", 1), setup=setup)
    assert "imports `torch`, which is not installed" in verdict.feedback
    assert "SymPy, Matplotlib and pytest only" in verdict.feedback


def test_file_of_the_course_that_cannot_be_written_is_named():
    setup = Setup(files=CourseFiles((CourseFile("data/x.csv", 0, ""),)))
    verdict = look("open('./data/x.csv', 'w')", raised=Raised("PermissionError", "f-code", 1), setup=setup)
    assert "`./data/x.csv` is a file of the course, which cannot be changed" in verdict.feedback
    verdict = look("open('y.csv')", raised=Raised("FileNotFoundError", "f-code", 1), setup=setup)
    assert "Use the files that came with the notebook" in verdict.feedback
