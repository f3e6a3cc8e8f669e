"""After an error, a cell still defines the names below the failing line."""

import pytest

from autograder.model import Limits, Missing, Probe, Raised, Returned, Stop
from autograder.sandbox import Ask, Cell

BELOW = "\ndef f(x):\n    return x + 1\ny = 5"
PROBES = Probe("f", (1,)), Probe("y")


def ask(harness, source, *probes):
    return harness.run(Cell("a", source), Ask("q", probes or PROBES))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("import no_such_package", "ModuleNotFoundError"),
        ("import no_such_package\nno_such_package.seed(0)", "ModuleNotFoundError"),
        ("from google.colab import drive\ndrive.mount('/content')", "ModuleNotFoundError"),
        ("%no_such_magic 2.x", "UsageError"),
        ("%load_ext no_such_extension", "ModuleNotFoundError"),
        ("import os\nos.chdir('/content')", "FileNotFoundError"),
        ("open('data.csv')", "FileNotFoundError"),
        ("size = int(input('size?'))", "StdinNotImplementedError"),
        ("assert False", "AssertionError"),
        ("x = 1\n1 / 0\n2 / 0", "ZeroDivisionError"),
    ],
)
def test_definitions_below_a_failing_line_are_run(harness, line, kind):
    cell, asked = ask(harness, line + BELOW)
    assert cell.raised.kind == kind
    assert cell.recovered
    assert asked.answers == (Returned(2), Returned(5))


@pytest.mark.parametrize(
    "line",
    [
        "raise NotImplementedError()",
        "import sys\nsys.exit()",
        "raise KeyboardInterrupt",
        "def g(:",
        "return 5",
    ],
)
def test_nothing_is_recovered_after_raise_exit_or_syntax_error(harness, line):
    cell, asked = ask(harness, line + BELOW)
    assert cell.raised
    assert not cell.recovered
    assert all(isinstance(answer, Missing) for answer in asked.answers)


def test_recovery_does_not_redefine_names(harness):
    cell, asked = ask(harness, "def f(x):\n    return x\n1 / 0\ndef f(x):\n    return 0\ny = 3")
    assert asked.answers == (Returned(1), Returned(3))
    assert cell.raised == Raised("ZeroDivisionError", "a", 3)


def test_recovery_runs_only_definitions(harness):
    source = "calls = []\n1 / 0\ncalls.append(1)\nfor i in range(3): calls.append(i)\ny = 1"
    _, asked = ask(harness, source, Probe("calls"), Probe("i"))
    assert asked.answers[0] == Returned([])
    assert isinstance(asked.answers[1], Missing)


def test_cell_without_error_is_not_recovered(harness):
    cell, _ = ask(harness, BELOW)
    assert not cell.raised
    assert not cell.recovered


def test_recovered_definition_that_hangs_is_stopped(harness):
    hanging = "1 / 0\ny = [0 for _ in iter(int, 1)]"
    cell, _ = harness.run(Cell("a", hanging), Ask("q", PROBES), limits=Limits(seconds=0.4, cpu_seconds=5))
    assert cell.stopped.why is Stop.TIME


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib widget",
        "%matplotlib notebook",
        "%matplotlib qt5",
        "%matplotlib",
        "%pylab inline",
        "import matplotlib\nmatplotlib.use('TkAgg')",
        "import matplotlib.pyplot\nmatplotlib.pyplot.switch_backend('nbagg')",
        "import matplotlib.pyplot\nmatplotlib.pyplot.ion()",
    ],
)
def test_figure_is_inline_with_any_requested_backend(harness, line):
    cells = harness.cells(line, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show(block=True)")
    assert [cell.raised for cell in cells] == [None, None]
    assert any("image/png" in output.get("data", {}) for output in cells[1].outputs)


def test_module_written_by_the_notebook_can_be_imported(every_level):
    write, use = every_level.cells("%%writefile helper.py\ndef f(x): return x + 1", "import helper\nhelper.f(1)")
    assert write.raised is None
    assert use.outputs[0]["data"]["text/plain"] == "2"


def test_streams_have_file_descriptors(harness):
    (cell,) = harness.cells("import faulthandler, sys\nfaulthandler.enable()\nsys.stdout.fileno(), sys.stderr.fileno()")
    assert cell.outputs[0]["data"]["text/plain"] == "(1, 2)"
