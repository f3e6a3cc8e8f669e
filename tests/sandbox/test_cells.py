"""Cells run and produce outputs as in Jupyter, within limits."""

import base64
import re

import nbformat
import pytest

from autograder.model import Limits, Raised, Stop, Stopped
from autograder.sandbox import Cell
from autograder.sandbox.inside.outputs import TRUNCATION_NOTE


def kinds(result):
    return [output["output_type"] for output in result.outputs]


def shown(result, mime="text/plain"):
    return [output["data"][mime] for output in result.outputs if mime in output.get("data", {})]


def test_cells_share_a_namespace_and_get_execution_counts(harness):
    first, blank, second = harness.cells("x = 3\nx", "  \n", "x + 1")
    assert (first.execution_count, blank.execution_count, second.execution_count) == (1, None, 2)
    assert shown(first) == ["3"]
    assert shown(second) == ["4"]
    assert second.outputs[0]["execution_count"] == 2
    assert blank.outputs == ()


def test_outputs_keep_their_order(harness):
    (result,) = harness.cells(
        "import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\ndisplay('d')\nprint('e')\n1/0"
    )
    assert kinds(result) == ["stream", "stream", "display_data", "stream", "error"]
    assert [output.get("text") for output in result.outputs[:2]] == ["a\nb\n", "c\n"]


def test_outputs_validate_as_notebook_outputs(harness):
    results = harness.cells(
        "print(1)\n2",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
        "from IPython.display import *\ndisplay(HTML('<b>x</b>'), JSON({'a': [1, None]}), Latex('x'), Markdown('*x*'))",
        "from IPython.display import SVG\nSVG('<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>')",
        "raise ValueError('x')",
    )
    cells = [nbformat.v4.new_code_cell("", outputs=[nbformat.from_dict(o) for o in each.outputs]) for each in results]
    nbformat.validate(nbformat.v4.new_notebook(cells=cells))
    assert shown(results[2], "application/json") == [{"a": [1, None]}]
    assert shown(results[2], "text/html") == ["<b>x</b>"]
    assert len(shown(results[3], "image/svg+xml")) == 1


@pytest.mark.parametrize("first", ["", "%matplotlib inline\n"])
def test_plot_appears_below_its_cell(harness, first):
    plot, later = harness.cells(f"{first}import matplotlib.pyplot as plt\nplt.plot([0, 1]); plt.title('$x^2$');", "1")
    (image,) = shown(plot, "image/png")
    assert base64.b64decode(image).startswith(b"\x89PNG")
    assert kinds(later) == ["execute_result"]


def test_image_keeps_its_alternative_text(harness):
    plot = "import matplotlib.pyplot as plt\nfigure = plt.figure()\n"
    words = 'display(figure, metadata={"image/png": {"alt": "a line\\ud800 <b>" + "x" * 2000, "more": 1}}); plt.close()'
    (result,) = harness.cells(plot + words)
    (about,) = [output["metadata"]["image/png"] for output in result.outputs]
    assert set(about) == {"alt"}
    assert re.fullmatch(r"a line. <b>x{900,1000}", about["alt"])
    assert len(about["alt"]) == 1000


def test_displays_can_be_updated_and_cleared(harness):
    updated, cleared, waiting = harness.cells(
        "from IPython.display import *\nhandle = display('old', display_id=True)\nhandle.update('new')",
        "print('gone')\nclear_output()\nprint('kept')",
        "print('gone')\nclear_output(wait=True)\nprint('kept')",
    )
    assert shown(updated) == ["'new'"]
    for result in (cleared, waiting):
        assert [output["text"] for output in result.outputs] == ["kept\n"]


def test_error_names_cell_and_line_and_next_cell_runs(harness):
    _, failed, after = harness.cells("def f(x):\n    return 1 / x", "y = 1\nf(0)", "y")
    assert failed.raised == Raised("ZeroDivisionError", "a", 2)
    assert "Cell In[2], line 2" in "\n".join(failed.outputs[-1]["traceback"])
    assert failed.outputs[-1]["evalue"] == "division by zero"
    assert shown(after) == ["1"]


@pytest.mark.parametrize(
    ("source", "raised"),
    [
        ("1 +", Raised("SyntaxError", "a", 1, version=True)),
        ("x = 1\n  y = 2", Raised("IndentationError", "a", 2)),
        ("class Mine(Exception): pass\nraise Mine('secret')", Raised("an exception of your own", "a", 2)),
        ("import numpy as np\nnp.linalg.inv(np.zeros((2, 2)))", Raised("LinAlgError", "a", 2)),
        ("import sympy\nsympy.sympify('1 +')", Raised("SympifyError", "a", 2)),
        ("import numpy as np\nnp.zeros((2, 3)) @ np.zeros((2, 3))", Raised("ValueError", "a", 2)),
        ("import sys\nsys.exit(1)", Raised("SystemExit", "a", 2)),
        ("raise KeyboardInterrupt", Raised("KeyboardInterrupt", "a", 1)),
        ("%no_such_magic", Raised("UsageError", "a", 1)),
        ("bytearray(10**10)", Raised("MemoryError", "a", 1)),
    ],
)
def test_exception_is_reported_by_its_public_name(harness, source, raised):
    (result,) = harness.cells(source)
    assert (result.raised, result.stopped) == (raised, None)


def test_exception_with_private_name_is_not_named(harness):
    source = "kind = type('ValueError', (Exception,), {})\nkind.__name__ = 'x = 0.123'\nraise kind"
    assert harness.cells(source)[0].raised.kind == "an exception of your own"


def test_input_raises(harness):
    for source in ("input('name?')", "import getpass\ngetpass.getpass()"):
        (result,) = harness.cells(source)
        assert result.raised.kind == "StdinNotImplementedError"


@pytest.mark.parametrize("source", ["exit()", "quit()", "exit"])
def test_exiting_the_shell_does_not_end_the_child(harness, source):
    _, after = harness.cells(source, "1")
    assert shown(after) == ["1"]


def test_common_notebook_features_work(harness):
    for source in (
        "import asyncio\nawait asyncio.sleep(0)",
        "%timeit -n1 -r1 1",
        "%%time\nx = 1",
        "help(len)",
        "get_ipython().run_line_magic('who', '')",
        "import threading\nt = threading.Thread(target=print, args=(1,))\nt.start(); t.join()",
        "from concurrent.futures import ThreadPoolExecutor\nlist(ThreadPoolExecutor(4).map(abs, range(9)))",
        "import numpy as np\nnp.savetxt('a.txt', np.eye(2)); np.savez('b', x=1); np.load('b.npz')",
        "import tempfile\ntempfile.TemporaryFile().write(b'x')",
        "import matplotlib.pyplot as plt\nplt.plot([1]); plt.savefig('a.png'); plt.close()",
        "import scipy.optimize, scipy.integrate, scipy.stats\nscipy.optimize.brentq(lambda x: x - 1, 0, 2)",
        "import sympy\nsympy.init_printing()\nx = sympy.Symbol('x')\nsympy.integrate(sympy.exp(-x), (x, 0, sympy.oo))",
        "import logging, warnings\nlogging.warning('x'); warnings.warn('y')",
        "from math import *\nfrom IPython.display import display\nimport random, time, datetime, itertools, functools",
        "import numpy as np\nnp.ones((500, 500)) @ np.ones((500, 500))\nnp.linalg.eig(np.random.rand(99, 99))",
    ):
        (result,) = harness.cells(source)
        assert (result.raised, result.stopped) == (None, None), (source, result)


def test_file_in_the_home_folder_does_not_shadow_a_library(harness):
    write, _, check = harness.cells(
        "open('random.py', 'w').write('raise SystemError')\nopen('colorsys.py', 'w').write('raise SystemError')",
        "import random, colorsys",
        "import sys\n'' in sys.path or '.' in sys.path",
    )
    assert write.raised is None
    assert shown(check) == ["False"]


def test_every_run_starts_from_the_same_seed(harness):
    source = "import random, numpy as np\nprint(random.random(), np.random.rand(), hash('a'))"
    assert harness.text(source, seed=1) == harness.text(source, seed=1) != harness.text(source, seed=2)


def test_hidden_cell_runs_without_outputs(harness):
    quiet, loud = harness.run(Cell("a", "x = 1\nprint(x)\nx", show=False), Cell("b", "x"))
    assert quiet.outputs == ()
    assert shown(loud) == ["1"]


def test_lone_surrogates_do_not_stop_a_cell(harness):
    results = harness.cells(
        "x = '\ud800'",
        "print('\\ud800')",
        "raise ValueError('\\ud800')",
        "from IPython.display import *\nHTML('\\ud800')",
    )
    assert [result.stopped for result in results] == [None] * 4
    assert results[1].outputs[0]["text"] == "?\n"
    assert results[2].outputs[0]["evalue"] == "?"


def test_json_that_cannot_be_sent_is_replaced_by_a_note(harness):
    (result,) = harness.cells("from IPython.display import JSON\nJSON({'a': 10**40})")
    assert result.stopped is None
    assert result.outputs[-1]["text"] == TRUNCATION_NOTE


def test_cells_with_equal_ids_are_kept_apart(harness):
    first, second = harness.run(Cell("same", "x = 1"), Cell("same", "y = 1\n\n1 / 0"))
    assert first.raised is None
    assert second.raised == Raised("ZeroDivisionError", "same", 3)


# --- limits ---------------------------------------------------------------------------------------


def size(result):
    return len(repr(result.outputs))


@pytest.mark.parametrize(
    "source",
    [
        "print('x' * 3_000_000)",
        "for i in range(100_000): print(i)",
        "for i in range(3_000): display(i)",
        "from IPython.display import HTML\nHTML('<b>' * 1_000_000)",
        "print('before')\nraise ValueError('x' * 3_000_000)",
        "import sys\nfor i in range(3_000): print(i); print(i, file=sys.stderr)",
        "handle = display('x', display_id=True)\nfor i in range(9): handle.update('y' * 9_000 * i)",
    ],
)
def test_long_outputs_are_truncated_with_a_note(harness, source):
    result, after = harness.cells(source, "1")
    assert result.stopped is None
    assert size(result) < 400_000
    assert result.outputs[-1].get("text") == TRUNCATION_NOTE or "error" in kinds(result)
    assert shown(after) == ["1"]


def test_frequent_display_updates_are_not_a_flood(harness):
    (result,) = harness.cells("handle = display('x', display_id=True)\nfor i in range(50): handle.update('y' * 50_000)")
    assert shown(result) == ["'" + "y" * 50_000 + "'"]
    assert len(result.outputs) == 1


def test_output_limit_counts_bytes(harness):
    (result,) = harness.cells("print('\N{SNOWMAN}' * 10**6)", limits=Limits(seconds=5, output_kb=4096))
    assert result.outputs[0]["text"].count("\N{SNOWMAN}") == 10**6
    (result,) = harness.cells("print('\N{SNOWMAN}' * 10**6)", limits=Limits(seconds=5, output_kb=64))
    assert len(result.outputs[0]["text"].encode()) <= 64 << 10


def test_cell_of_several_megabytes_is_not_run(harness):
    huge, after = harness.cells("#" * (4 << 20), "1")
    assert huge.stopped == Stopped(Stop.MEMORY)
    assert shown(after) == ["1"]


def test_short_output_has_no_truncation_note(harness):
    assert harness.text("print('x' * 1000)") == "x" * 1000 + "\n"


def test_output_flood_ends_the_cell_and_keeps_the_beginning(harness):
    flood, after = harness.cells("while True: print('x' * 1000)", "1")
    assert flood.stopped == Stopped(Stop.OUTPUT)
    assert flood.outputs[0]["text"].startswith("xxx")
    assert flood.outputs[-1]["text"] == TRUNCATION_NOTE
    assert shown(after) == ["1"]


def test_cells_can_have_their_own_limits(harness):
    patient = Limits(seconds=5, output_kb=1)
    short, long = harness.run(
        Cell("a", "import time\ntime.sleep(20)", limits=Limits(seconds=0.3)),
        Cell("b", "print('x' * 5000)", limits=patient),
    )
    assert short.stopped == Stopped(Stop.TIME)
    assert len(long.outputs[0]["text"]) == 1024


def test_late_output_of_a_thread_is_harmless(harness):
    first, second, third = harness.cells(
        "import threading, time\ndef late():\n    for _ in range(20): print('.'); time.sleep(.01)\n"
        "threading.Thread(target=late).start()",
        "time.sleep(.3)\n1",
        "2",
    )
    assert [first.raised, second.raised, third.raised] == [None] * 3
    assert shown(second) == ["1"]
    assert shown(third) == ["2"]
