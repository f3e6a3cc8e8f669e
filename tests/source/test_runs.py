"""The source notebooks run in Jupyter, and their visible checks can fail."""

from itertools import groupby

import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions

from .notebooks import find, read
from .questions import CODE, DRAWN, QUESTIONS, WRITTEN

each_notebook = pytest.mark.parametrize("name", QUESTIONS)


@pytest.fixture(scope="module")
def kernel():
    """Return a kernel that runs one notebook after the other: its start is what takes long."""
    manager = KernelManager(kernel_name="python3")
    yield manager
    manager.shutdown_kernel(now=True)
    manager.context.destroy()


@pytest.fixture
def run(kernel, tmp_path):
    """Return a function that runs a notebook in a namespace of its own and a new folder."""

    def run_notebook(notebook, **options):
        fresh = new_code_cell(f"%reset -f\n%cd -q {tmp_path}")
        for each, more in ((new_notebook(cells=[fresh]), {}), (notebook, options)):
            client = NotebookClient(each, km=kernel, **more)
            client.execute()
            client.kc.stop_channels()

    return run_notebook


def outputs(cell):
    """Return the kinds of a cell's outputs. A busy kernel may send one text in several pieces: they count as one."""
    kinds = [(output.output_type, output.get("name") or output.get("ename")) for output in cell.outputs]
    return [kind for kind, pieces in groupby(kinds) for _ in (["all"] if kind[0] == "stream" else pieces)]


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


@each_notebook
def test_notebook_runs_from_top_to_bottom_and_its_visible_checks_pass(name, run):
    notebook = read(name)
    run(notebook)
    for question in CODE[name]:
        assert outputs(find(notebook, f"{question}-code")) == []
        assert outputs(find(notebook, question)) == [("stream", "stdout")]
        assert printed(find(notebook, question)).startswith(f"{question}: the visible checks pass; ")
    assert not any(("stream", "stderr") in outputs(cell) for cell in notebook.cells if cell.cell_type == "code")


@each_notebook
def test_an_untouched_notebook_defines_no_answer_and_passes_no_visible_check(name, run):
    notebook, _ = ClearSolutions().preprocess(read(name), {})
    run(notebook, allow_errors=True)
    for question in CODE[name]:
        assert outputs(find(notebook, f"{question}-code")) in ([], [("error", "NotImplementedError")])
        assert outputs(find(notebook, question)) == [("error", "CheckFailed")]
    for question in WRITTEN[name]:
        stub = f"**Your answer** (`{question}`)\n\nYOUR ANSWER HERE"
        if question in DRAWN:
            stub = f"# Your plot (`{question}`)\n# YOUR CODE HERE\nraise NotImplementedError()"
        assert find(notebook, question).source == stub
