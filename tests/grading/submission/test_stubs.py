"""A stub never overwrites an answer in another cell."""

import pytest

from autograder.grading.submission.cells import Notebook, NotebookCell, Role
from autograder.grading.submission.intake import RawCell
from autograder.grading.submission.rebuild import rebuild
from autograder.grading.submission.stubs import defined_names


def pair(name, stub):
    return (
        NotebookCell(f"{name}-code", "code", stub, Role.SOLUTION, stub, {"grade_id": f"{name}-code", "solution": True}),
        NotebookCell(name, "code", f"assert {name}", Role.GRADE, "", {"grade_id": name, "grade": True, "points": 1}),
    )


F, G = "def f(x):\n    raise NotImplementedError()", "def g(x):\n    raise NotImplementedError()"
BOTH = "def f(x):\n    return x\n\n\ndef g(x):\n    return f(x)"
RELEASE = Notebook("nb", (*pair("f", F), *pair("g", G)))


def raw(source, grade_id=""):
    return RawCell("code", source, grade_id, grade_id)


def run(notebook):
    """Run the code cells as Jupyter would, and return what they define; checks are left out."""
    names = {}
    for cell in notebook.cells:
        if cell.role is not Role.GRADE:
            exec(cell.source, names)
    return names


HABITS = {
    "merged into the first answer cell": [raw(BOTH, "f-code")],
    "merged, with the second stub left below": [raw(BOTH, "f-code"), raw(G, "g-code")],
    "gathered in a new cell at the top": [raw(BOTH)],
    "gathered at the top, with both stubs left below": [raw(BOTH), raw(F, "f-code"), raw(G, "g-code")],
    "retyped below without metadata": [
        raw(F, "f-code"),
        raw("def f(x):\n    return x"),
        raw("def g(x):\n    return x"),
    ],
    "as lambdas at the top": [raw("f = lambda x: x\ng = f"), raw(F, "f-code"), raw(G, "g-code")],
    "imported under the name at the top": [
        raw("from operator import pos as f, pos as g"),
        raw(F, "f-code"),
        raw(G, "g-code"),
    ],
    "below a condition": [raw("if True:\n    def f(x):\n        return x\n    g = f")],
}


@pytest.mark.parametrize("habit", HABITS)
def test_existing_code_is_graded(habit):
    names = run(rebuild(RELEASE, HABITS[habit]))
    assert names["f"](3) == names["g"](3) == 3


def test_stub_that_defines_more_names_runs_before_the_answer():
    stub = "scale = 2\n\n\ndef f(x):\n    raise NotImplementedError()"
    release = Notebook("nb", pair("f", stub))
    result = rebuild(release, [raw("def f(x):\n    return scale * x"), raw(stub, "f-code")])
    assert run(result)["f"](3) == 6


def test_stub_is_kept_if_no_other_cell_defines_its_name():
    result = rebuild(RELEASE, [raw("def helper(x):\n    return x"), raw("def f(x):\n    return x", "f-code")])
    assert result.cell("g-code").source == G


def test_answer_replaces_an_earlier_helper_of_the_same_name():
    raws = [raw("def f(x):\n    return -x"), raw("def f(x):\n    return x", "f-code"), raw(G, "g-code")]
    assert run(rebuild(RELEASE, raws))["f"](3) == 3


def test_problem_names_the_cell_whose_code_was_graded():
    problems = rebuild(RELEASE, [raw(BOTH, "f-code"), raw(G, "g-code")]).problems
    assert any("`g` is defined in cell `f-code`" in problem for problem in problems)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(x): ...", {"f"}),
        ("async def f(x): ...", {"f"}),
        ("class F:\n    pass", {"F"}),
        ("a, b = 1, 2", {"a", "b"}),
        ("(a, b) = 1, 2", {"a", "b"}),
        ("W30: np.ndarray = x", {"W30"}),
        ("a == b", set()),
        ("# W30 = ...", set()),
        ("raise NotImplementedError()", set()),
        ("%%time\ndef f(x): ...", {"f"}),
        ("def f(x:", {"f"}),
        ("from scipy.special import expit as sigmoid, logit  # both", {"sigmoid", "logit"}),
        ("from answers import (\n    f,\n    g as h,\n)\nimport numpy as np", {"f", "h", "np"}),
    ],
)
def test_defined_names_are_found_in_the_text_of_a_cell(source, names):
    assert defined_names(source) == names


def test_defined_names_of_a_hostile_cell_are_found_in_linear_time():
    for source in (
        "a," * 200_000,
        "a" + " " * 400_000,
        "def " * 100_000,
        "(" * 400_000,
        "a:" * 200_000,
        "x =\n" * 100_000,
        "import x" * 100_000,
        "import (" * 100_000,
    ):
        assert defined_names(source) <= {"a", "def", "x", "import"}
