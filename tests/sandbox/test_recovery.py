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


@pytest.mark.parametrize("below", ["print(f, y)", "display(y)", "print(len(str(y)))"])
def test_definitions_that_are_only_printed_are_recovered(harness, below):
    _, asked = ask(harness, f"1 / 0{BELOW}\n{below}")
    assert asked.answers == (Returned(2), Returned(5))


def test_function_that_is_passed_to_another_one_is_recovered(harness):
    _, asked = ask(harness, f"1 / 0{BELOW}\nchecks = [1]\nlist(map(f, checks))", Probe("f", (1,)))
    assert asked.answers == (Returned(2),)


def test_recovery_does_not_redefine_names(harness):
    cell, asked = ask(harness, "def f(x):\n    return x\n1 / 0\ndef f(x):\n    return 0\ny = 3")
    assert asked.answers == (Returned(1), Returned(3))
    assert cell.raised == Raised("ZeroDivisionError", "a", 3)


def test_recovery_runs_only_definitions(harness):
    source = "calls = []\n1 / 0\ncalls.append(1)\nfor i in range(3): calls.append(i)\ny = 1"
    _, asked = ask(harness, source, Probe("calls"), Probe("i"))
    assert asked.answers[0] == Returned([])
    assert isinstance(asked.answers[1], Missing)


@pytest.mark.parametrize(
    "below",
    [
        "y = [1]\nfor i in range(3): y = y + [i]",
        "y = 1\ny += 1",
        "y = {}\ny['a'] = 1",
        "y = []\ny.append(1)",
        "import random\ny = [1, 2]\nrandom.shuffle(y)",
        "y = 1\nif True:\n    y = 2",
        "class C: pass\ny = C()\ny.value = 3",
        "y = [0]\ndel y[0]",
    ],
)
def test_value_that_statements_below_would_change_is_not_recovered(harness, below):
    cell, asked = ask(harness, f"1 / 0\n{below}", Probe("y"))
    assert cell.raised.kind == "ZeroDivisionError"
    assert isinstance(asked.answers[0], Missing)


MISSING = "import no_such_package as p, math\nfrom no_such_package import tool"


@pytest.mark.parametrize(
    "below",
    [
        "y = 1\nfor i in range(4): y += 1",
        "y = []\ny.extend([1, 2])\ny = sum(y) + 2",
        "y = 4\np.plot(y)\ntool(y)\ny = y + 1",
        "if True:\n    y = 5",
        "with p.no_grad():\n    y = 5",
        "try:\n    y = 5\nexcept ValueError:\n    pass",
        "y = math.isqrt(25); z = 3",
        "def g(n):\n    return n + 1\ny = g(4)",
        "@p.jit\ndef g(n):\n    return n + 1\ny = g(4)",
        "@p.jit\ndef g(n: p.Tensor, device=p.cpu, *, more=tool()) -> p.Tensor:\n    return n + 1\ny = g(4)",
        "@p.jit(nopython=True)\n@tool\nasync def g(): ...\ny = 5",
    ],
)
@pytest.mark.parametrize("head", ["", "%%time\n", "%%capture\n", "%%no_such_magic 3\n", "```python\n"])
def test_statements_below_a_missing_module_run(harness, head, below):
    tail = "\n```" if head.startswith("`") else ""
    cell, asked = ask(harness, f"{head}{MISSING}\n{below}{tail}", Probe("y"))
    assert cell.raised.kind == "ModuleNotFoundError"
    assert cell.recovered
    assert asked.answers == (Returned(5),)


@pytest.mark.parametrize(
    "below",
    [
        "y = p.zeros(3)",
        "y = 1\ny = p.relu(y)",
        "y = 1\ny += p.one",
        "y = []\ny.append(p.one)",
        "y = [0]\ny[0] = p.one",
        "y = 0\nfor i in range(3):\n    y = y + p.one",
        "y = 1\nwhile y < 3:\n    y += 1\n    p.show()",
        "class y(p.Module): pass",
    ],
)
def test_value_that_needs_a_missing_module_does_not_exist(harness, below):
    _, asked = ask(harness, f"{MISSING}\n{below}", Probe("y"))
    assert isinstance(asked.answers[0], Missing)


def test_module_missing_in_an_earlier_cell_is_known_below(harness):
    _, cell, asked = harness.run(
        Cell("a", "import no_such_package as p"), Cell("b", "p.seed(0)\ny = 1\ny += 4"), Ask("q", (Probe("y"),))
    )
    assert cell.raised.kind == "NameError"
    assert asked.answers == (Returned(5),)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("d = input('Which data?')", "StdinNotImplementedError"),
        ("%run helpers.py", "FileNotFoundError"),
        ("%load helpers.py", "FileNotFoundError"),
        ("exec(open('helpers.py').read())", "FileNotFoundError"),
        ("import urllib.request\nd = urllib.request.urlopen('http://example.org').read()", "OSError"),
        ("import socket\nd = socket.create_connection(('example.org', 80), timeout=1)", "OSError"),
        ("with open('data.json') as file:\n    d = file.read()", "FileNotFoundError"),
        ("import numpy as np\nd = np.loadtxt('data.txt')", "FileNotFoundError"),
    ],
)
@pytest.mark.parametrize(
    ("below", "there"),
    [("y = 1\nfor i in range(4): y += 1", True), ("y = 1\ny += d[0]", False), ("z = d\ny = z", False)],
)
def test_statements_below_a_missing_file_or_server_run(harness, line, kind, below, there):
    cell, asked = ask(harness, f"{line}\n{below}", Probe("y"))
    assert cell.raised.kind == kind
    assert isinstance(asked.answers[0], Returned) == there
    if there:
        assert asked.answers == (Returned(5),)


def test_modules_and_functions_survive_a_check_that_needs_a_missing_module(harness):
    source = "import math, torch\ndef f(x):\n    return math.floor(x)\nmath.isclose(f(1), torch.zeros(1))"
    _, asked = ask(harness, source, Probe("f", (1.5,)))
    assert asked.answers == (Returned(1),)


def test_names_on_the_line_of_a_missing_import_are_defined(harness):
    _, asked = ask(harness, "import no_such_package; y = 4; y += 1", Probe("y"))
    assert asked.answers == (Returned(5),)


@pytest.mark.parametrize("head", ["```python", "```", "``` {.python}", "```py"])
def test_markdown_fence_around_code_is_ignored(harness, head):
    cell, asked = ask(harness, f"{head}\ny = 5\n```", Probe("y"))
    assert cell.raised is None
    assert asked.answers == (Returned(5),)


@pytest.mark.parametrize(
    "magic", ["%%time", "%%timeit -n 1 -r 1", "%%capture out", "%%prun -q", "%%memit", "%%cython -a"]
)
def test_magic_around_code_is_ignored_and_lines_keep_their_numbers(harness, magic):
    cell, asked = ask(harness, f"{magic}\ny = 5\n1 / 0", Probe("y"))
    assert asked.answers == (Returned(5),)
    assert cell.raised == Raised("ZeroDivisionError", "a", 3)


SLOW = {
    "loop": "while True: pass",
    "sleep": "import time; time.sleep(60)",
    "loop that swallows exceptions": "while True:\n    try:\n        sum(range(1000))\n    except Exception:\n        pass",
    "timing": "%timeit -n 10000000 -r 7 sum(range(100))",
}
SHORT = Limits(seconds=2, cpu_seconds=1)


@pytest.mark.parametrize("slow", SLOW)
def test_values_above_a_slow_line_are_kept(harness, slow):
    source = f"def f(x):\n    return x + 1\ny = f(3) + 1\n{SLOW[slow]}\nz = sum([1])"
    cell, asked = harness.run(Cell("a", source), Ask("q", (*PROBES, Probe("z"))), limits=SHORT)
    assert cell.stopped.why is Stop.TIME
    assert asked.answers[:2] == (Returned(2), Returned(5))
    assert isinstance(asked.answers[2], Missing)


def test_functions_below_a_slow_line_are_defined(harness):
    source = "x = 1\nwhile True: pass\ndef f(x):\n    return x + 1\ny = sum([5])\nx = 2"
    cell, asked = harness.run(Cell("a", source), Ask("q", (Probe("f", (1,)), Probe("y"), Probe("x"))), limits=SHORT)
    assert cell.stopped.why is Stop.TIME
    assert asked.answers[0] == Returned(2)
    assert isinstance(asked.answers[1], Missing)
    assert asked.answers[2] == Returned(1)


HARD = {
    "swallowed": "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass",
    "one long call": "sum(range(10**12))",
    "death": "import os; os._exit(1)",
    "flood": "print('x' * 10**8)",
}


@pytest.mark.parametrize("hard", HARD)
def test_definitions_of_a_cell_that_ends_its_child_are_kept(harness, hard):
    source = f"import math\nN = 5\ndef f(x):\n    return x + 1\n{HARD[hard]}"
    cell, asked = harness.run(Cell("a", source), Ask("q", (Probe("f", (1,)), Probe("N"))), limits=SHORT)
    assert cell.stopped
    assert asked.answers == (Returned(2), Returned(5))


def test_definition_that_hangs_costs_only_its_cell(harness):
    source = "def f(x, y=sum(range(10**12))):\n    return x"
    cell, _, asked = harness.run(Cell("a", source), Cell("b", "y = 5"), Ask("q", (Probe("y"),)), limits=SHORT)
    assert cell.stopped
    assert asked.answers == (Returned(5),)


def test_cell_without_error_is_not_recovered(harness):
    cell, _ = ask(harness, BELOW)
    assert not cell.raised
    assert not cell.recovered


def test_recovered_definition_that_hangs_is_stopped(harness):
    hanging = "1 / 0\ny = [0 for _ in iter(int, 1)]"
    cell, _ = harness.run(Cell("a", hanging), Ask("q", PROBES), limits=Limits(seconds=2, cpu_seconds=0.4))
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
