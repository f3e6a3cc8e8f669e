"""The visible checks accept every right answer and explain every failure; the text states how many there are."""

import contextlib
import functools
import io
import re
import shutil
import sys

import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder.assignments import load
from autograder.release_check import lint
from autograder.release_check.fairness import known_answers
from scripts.update_notebooks import CELL, ROOT, SETUP, helpers, update, versions, versions_line

from .notebooks import find, read
from .questions import ASSIGNMENTS, CODE, QUESTIONS, WRITTEN

QUESTION = {
    question.name: question for each in ASSIGNMENTS for asked in load(each).notebooks.values() for question in asked
}
PACKAGE = {name: f"autograder.assignments.{each}" for each, names in ASSIGNMENTS.items() for name in names}
ASKED = [(notebook, question) for notebook, questions in CODE.items() for question in questions]
FUNCTIONS = [(notebook, question) for notebook, question in ASKED if CODE[notebook][question][0].endswith(")")]

each_notebook = pytest.mark.parametrize("name", QUESTIONS)
each_question = pytest.mark.parametrize(("notebook", "question"), ASKED)
each_function = pytest.mark.parametrize(("notebook", "question"), FUNCTIONS)


class Namespace:
    """The namespace of a notebook, with the instructor's answers but without pictures and checks."""

    def __init__(self, notebook):
        self.cells = {cell.id: cell.source for cell in read(notebook).cells if cell.cell_type == "code"}
        self.names = {"__name__": "notebook"}
        for name, source in self.cells.items():
            if name not in CODE[notebook] and name not in WRITTEN[notebook] and "display(" not in source:
                exec(compile(source, name, "exec"), self.names)

    def check(self, question):
        """Run the visible checks of a question. Warnings are errors, since nbgrader rejects any output on stderr."""
        exec(compile(self.cells[question], question, "exec"), self.names)

    @contextlib.contextmanager
    def answered(self, answers):
        before = dict(self.names)
        self.names.update(answers)
        try:
            yield
        finally:
            self.names.clear()
            self.names.update(before)

    def complaint(self, question, **answers):
        """Return the message that a student with these answers reads."""
        with self.answered(answers), pytest.raises(self.names["CheckFailed"]) as failed:
            self.check(question)
        lines = failed.value._render_traceback_()
        assert lines[0].startswith(f"{question}: ")
        assert max(map(len, lines)) <= 80  # nbgrader cuts longer ones
        return " ".join(lines)


@pytest.fixture(scope="module")
def namespace():
    return functools.cache(Namespace)


@each_question
def test_right_answers_in_every_style_pass(notebook, question, namespace, capsys):
    styles = known_answers.other_correct_answers(PACKAGE[notebook], QUESTION[question])
    assert len(styles) > 3
    (hidden,) = lint.hidden_checks(QUESTION[question])
    remain = "1 hidden check remains" if hidden == 1 else f"{hidden} hidden checks remain"
    namespace(notebook)
    capsys.readouterr()  # the set-up cell prints the versions
    for style in styles:
        with namespace(notebook).answered(style.namespace):
            namespace(notebook).check(question)
        assert capsys.readouterr().out == f"{question}: the visible checks pass; {remain}\n", style.name


@each_function
def test_a_function_without_return_is_explained(notebook, question, namespace):
    for call in CODE[notebook][question]:
        told = namespace(notebook).complaint(question, **{call.split("(")[0]: lambda *_: None})
        assert "expected" in told
        assert "None" in told


@each_function
def test_an_unanswered_function_is_explained(notebook, question, namespace):
    def begun(*_):
        raise NotImplementedError

    names = namespace(notebook).names
    stub = type(begun)(begun.__code__, names, "stub")  # a function of the notebook's
    for call in CODE[notebook][question]:
        told = namespace(notebook).complaint(question, **{call.split("(")[0]: stub})
        assert "`begun` still says `raise NotImplementedError()`" in told


@each_question
def test_a_missing_name_is_named(notebook, question, namespace):
    for call in CODE[notebook][question]:
        name = call.split("(")[0]
        with namespace(notebook).answered({}):
            del namespace(notebook).names[name]
            assert f"expected `{name}` to be defined" in namespace(notebook).complaint(question)


@pytest.mark.parametrize(
    ("notebook", "picture", "function", "result", "words"),
    [
        ("vanishing", "norms-picture", "jacobian_norms", None, "None (is there a `return`?)"),
        ("vanishing", "norms-picture", "jacobian_norms", np.zeros(31), "positive"),
        ("activations", "bound-picture", "slope_bound", "words", "a list of 30"),
        ("activations", "bound-picture", "d_tanh", 1.0, "shape"),
    ],
)
def test_omitted_picture_is_explained(notebook, picture, function, result, words, namespace):
    assert words in namespace(notebook).complaint(picture, **{function: lambda *_: result})


@pytest.mark.parametrize("question", ["slope-ranges", "slope-bound"])
def test_later_questions_pass_without_earlier_answers_they_do_not_use(question, namespace, capsys):
    with namespace("activations").answered({}):
        for name in ("d_sigmoid", "d_tanh", "d_relu"):
            del namespace("activations").names[name]
        namespace("activations").check(question)
    assert "the visible checks pass" in capsys.readouterr().out


def like(result, change):
    """Apply a change to every array of a result."""
    if isinstance(result, dict):
        return {name: change(value) for name, value in result.items()}
    return tuple(map(change, result)) if isinstance(result, tuple) else change(result)


@each_function
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: np.full(np.shape(a), np.nan), "NaN"),
        (lambda a: np.zeros((*np.shape(a), 2)), "but yours has shape"),
        (lambda a: "words", "but this is of type str"),
    ],
    ids=["NaN", "another shape", "words"],
)
def test_a_wrong_result_is_explained(notebook, question, change, words, namespace):
    if question == "sum-terms":
        pytest.skip("it asks for a list of terms")
    for call in CODE[notebook][question]:
        name = call.split("(")[0]
        right = namespace(notebook).names[name]
        told = namespace(notebook).complaint(question, **{name: lambda *args, right=right: like(right(*args), change)})
        assert words in told
        assert "expected" in told


@pytest.mark.parametrize(
    ("notebook", "question", "answers", "words"),
    [
        ("bptt", "jacobian", {"jacobian": lambda W, x: np.diag(np.full(len(W), 0.5)) @ W}, "every slope is 1/4: expected"),
        ("bptt", "jacobian-symbolic", {"J": None}, "expected a SymPy Matrix, but with your answer the check raises TypeError"),
        ("lstm", "always-positive", {"always_positive": None}, "expected a set of names, but with your answer"),
        ("bptt", "first-index", {"first_k": "zero"}, "expected one real number, but this is of type str"),
        ("vanishing", "sum-terms", {"sum_terms": lambda T: [(0, 0, 0)]}, "expected [(0, 0, 0), (1, 0, 1), (1, 1, 0)]"),
        ("vanishing", "eigenvalue-fate", {"all_below_one": "shrinks"}, "but there is 'shrinks'"),
        ("vanishing", "w30", {"W30": [[1, 2], [3]]}, "but this is a list of 2"),
        ("vanishing", "w30-exact", {"W30_exact": [[0.5, 0], [0, 1]]}, "but there are floats"),
        ("lstm", "lstm-step", {"lstm_step": lambda *_: (1, 2)}, "expected 6 results, f, i, o, g, c, h"),
        ("lstm", "lstm-bptt", {"lstm_bptt": lambda *_: {}}, "expected the key"),
        ("lstm", "always-positive", {"always_positive": {"f", "x"}}, "but there is 'x'"),
        ("activations", "slope-ranges", {"sigmoid_range": []}, "in sigmoid_range, because a slope of sigmoid has this value"),
        ("updates", "sgd-step", {"sgd_step": lambda U, V, W, *_: (U, V, W)}, "the new U"),
    ],
)  # fmt: skip
def test_a_mistake_is_explained(notebook, question, answers, words, namespace):
    assert words in namespace(notebook).complaint(question, **answers)


def test_an_error_in_a_students_function_keeps_its_traceback(namespace):
    answer = {}
    exec("def jacobian(W, x):\n    return None * W", namespace("bptt").names, answer)
    with namespace("bptt").answered(answer), pytest.raises(TypeError) as failed:
        namespace("bptt").check("jacobian")
    assert failed.value.__notes__ == ["jacobian: expected a result, but your code stopped with this error."]


def test_a_numpy_warning_is_explained(namespace):
    with namespace("bptt").answered({}):
        exec("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))", namespace("bptt").names)
        with pytest.raises(FloatingPointError) as failed:
            namespace("bptt").check("sigmoid")
    assert failed.value.__notes__ == ["sigmoid: expected no NumPy warning, but your code stopped with this error."]


def test_jupyter_shows_a_failed_check_without_a_traceback():
    setup, helper, checks = (find(read("bptt"), name).source for name in ("setup", "visible-checks", "sigmoid"))
    cells = [new_code_cell(source) for source in (setup, helper, "sigmoid = lambda z: z", checks)]
    notebook = new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    (output,) = notebook.cells[-1].outputs
    assert output.ename == "CheckFailed"
    assert output.traceback[0] == "sigmoid: at -log 3, 0 and log 3: expected"
    assert not re.search("Traceback|def |line", "".join(output.traceback))


@each_notebook
def test_the_text_states_how_each_question_is_graded(name):
    (assignment,) = (each for each, names in ASSIGNMENTS.items() if name in names)
    assert lint.source_problems(read(name), load(assignment).notebooks[name]) == []
    text = " ".join(" ".join(cell.source for cell in read(name).cells).split())
    for question in QUESTIONS[name]:
        said = re.search(rf"\*Question `{question}`, \d points?; ([^*]*)\*", text)[1]
        if question in CODE[name]:
            assert re.match(r"\d+ visible checks? and \d+ hidden checks?: ", said)
        else:
            assert "graded manually" in said


@each_notebook
def test_every_notebook_has_the_current_helpers(name):
    assert find(read(name), CELL).source == helpers(), "run `make release`"


@each_notebook
def test_every_notebook_says_which_versions_grade_and_which_run(name):
    python, numpy = versions()
    line = find(read(name), SETUP).source.splitlines()[-1]
    assert line == versions_line(), "run `make release`"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(line, {"sys": sys, "np": np})
    here = f"Here: Python {sys.version.split()[0]} and NumPy {np.__version__}."
    assert printed.getvalue() == f"Graded with Python {python}+ and NumPy {numpy}. {here}\n"


def test_versions_are_those_that_are_installed_for_grading():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert f"\nnumpy=={versions()[1]}\n" in lock
    assert tuple(map(int, versions()[0].split("."))) <= sys.version_info[:2]
    guide = (ROOT / "docs" / "students.md").read_text(encoding="utf-8")
    for package, name in (("numpy", "NumPy"), ("scipy", "SciPy"), ("sympy", "SymPy"), ("matplotlib", "Matplotlib")):
        (version,) = re.findall(rf"^{package}==(.+)$", lock, re.MULTILINE)
        assert f"{name} {version}" in guide


def test_changed_helpers_and_versions_are_written_and_nothing_else_changes(tmp_path):
    path = tmp_path / "bptt.ipynb"
    shutil.copy(ROOT / "source" / "rnn" / "bptt.ipynb", path)
    released = path.read_text(encoding="utf-8")
    update(path)
    assert path.read_text(encoding="utf-8") == released
    path.write_text(released.replace("class Checks", "class Old").replace("NumPy 2.", "NumPy 1."), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != released
    update(path)
    assert path.read_text(encoding="utf-8") == released
