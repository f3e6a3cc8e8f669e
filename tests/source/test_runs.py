"""The source notebooks run in Jupyter, and their visible checks can fail."""

from itertools import groupby

import pytest
from nbclient import NotebookClient
from nbgrader.preprocessors import ClearSolutions

from .notebooks import find, read
from .questions import CODE, DRAWN, QUESTIONS, WRITTEN

each_notebook = pytest.mark.parametrize("name", QUESTIONS)


def run(notebook, folder, **options):
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}}, **options)
    client.execute()


def outputs(cell):
    """Return the kinds of a cell's outputs. A busy kernel may send one text in several pieces: they count as one."""
    kinds = [(output.output_type, output.get("name") or output.get("ename")) for output in cell.outputs]
    return [kind for kind, pieces in groupby(kinds) for _ in (["all"] if kind[0] == "stream" else pieces)]


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


@each_notebook
def test_notebook_runs_from_top_to_bottom_and_its_visible_checks_pass(name, tmp_path):
    notebook = read(name)
    run(notebook, tmp_path)
    for question in CODE[name]:
        assert outputs(find(notebook, f"{question}-code")) == []
        assert outputs(find(notebook, question)) == [("stream", "stdout")]
        assert printed(find(notebook, question)).startswith(f"{question}: the visible checks pass; ")
    assert not any(("stream", "stderr") in outputs(cell) for cell in notebook.cells if cell.cell_type == "code")


@each_notebook
def test_an_untouched_notebook_defines_no_answer_and_passes_no_visible_check(name, tmp_path):
    notebook, _ = ClearSolutions().preprocess(read(name), {})
    run(notebook, tmp_path, allow_errors=True)
    for question in CODE[name]:
        assert outputs(find(notebook, f"{question}-code")) in ([], [("error", "NotImplementedError")])
        assert outputs(find(notebook, question)) == [("error", "CheckFailed")]
    for question in WRITTEN[name]:
        stub = f"**Your answer** (`{question}`)\n\nYOUR ANSWER HERE"
        if question in DRAWN:
            stub = f"# Your plot (`{question}`)\n# YOUR CODE HERE\nraise NotImplementedError()"
        assert find(notebook, question).source == stub
