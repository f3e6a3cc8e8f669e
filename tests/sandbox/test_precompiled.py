"""Released cells are precompiled in the zygote. That saves time and changes nothing else."""

import __future__

import ast
import os
import signal
from codeop import Compile

import pytest

from autograder.sandbox.inside.precompiled import PrecompiledCells, discard_precompiled, find_code
from tests.sandbox.conftest import Harness
from tests.sandbox.test_step_runner import opened, own_sandbox, zygote_of

__all__ = ["own_sandbox"]

ALONG = "import numpy as np\n\n\ndef f(x):\n    return [y / 0 for y in x]\n"
NOTEBOOKS = {
    "shown and not shown": ["x = 1\nx", "x\ny = 2", "def f():\n    return 1\nf()\n", "'a'\n'b'"],
    "error in a function of another cell": [ALONG, "z = 1\nf([1, 2])\nlater = 3"],
    "error in the cell, and what is defined below": ["import nonsense\n\n\ndef f():\n    return 2\n", "f()"],
    "no Python": ["x = (\n1", "x = 1\n  y = 2"],
    "odd code": ["return 1\nx", "x = 1\nx is 1", "'\\s'\n1", "nonlocal x"],
    "commands": [
        "%matplotlib inline\nimport matplotlib.pyplot as plt\n1",
        "!ls\n2",
        "%%capture out\nprint(3)",
        "out.stdout",
    ],
    "a magic that compiles by itself": [
        "z = 1\nw = 2\n",
        "%%timeit -n 1 -r 1 -q\nz = 1\nw = 2\n",
        "%%prun -q\nz = 1\nw = 2\n",
        "z + w",
    ],
    "waits": ["import asyncio\nawait asyncio.sleep(0)\n4"],
    "the same cell twice": ["x = [1]\nx", "x = [1]\nx", "x.append(2)\nx"],
    "future": ["from __future__ import annotations\n1", "def f(a: nowhere): ...\nf.__annotations__"],
    "blank": ["", "  \n", "# nothing\n"],
    "a transformer": [
        "import ast\n\n\nclass Twice(ast.NodeTransformer):\n"
        "    def visit_Constant(self, node):\n        return ast.Constant(node.value * 2)\n\n\n"
        "get_ipython().ast_transformers.append(Twice())",
        "x = 3\nx + 4",
        "def g():\n    return 5\ng()",
    ],
    "shown statement by statement": [
        "get_ipython().ast_node_interactivity = 'all'\n0",
        "1\nx = 2\n3",
        "get_ipython().ast_node_interactivity = 'last_expr_or_assign'\n0",
        "4\ny = 5",
    ],
    "a class and its source": [
        "class A:\n    def f(self):\n        return lambda: A\n",
        "import inspect\ninspect.getsource(A().f), A().f().__code__.co_filename, A.__module__",
    ],
}


@pytest.fixture(scope="module")
def precompiling():
    with opened() as sandbox:
        for cells in NOTEBOOKS.values():
            sandbox.precompile(cells)
        yield Harness(sandbox)


@pytest.mark.parametrize("cells", NOTEBOOKS.values(), ids=NOTEBOOKS)
@pytest.mark.parametrize("above", [(), ("0\n0",)], ids=["", "one more above"])
def test_precompiled_cells_run_like_any_others(precompiling, at_level, above, cells):
    plain = at_level(precompiling.sandbox.report.level).cells(*above, *cells)
    assert precompiling.cells(*above, *cells) == plain


LEFT = "len(get_ipython().compile.precompiled._trees)\n"


def left(sandbox, *cells):
    """Return the number of precompiled cells that are left after a child has run some."""
    return int(Harness(sandbox).cells(*cells, LEFT)[-1].outputs[0]["data"]["text/plain"])


def test_every_child_gets_the_precompiled_cells(own_sandbox):
    own_sandbox.precompile(["x = 1\nx", "x = 2\nx", "no Python"])
    own_sandbox.precompile(["x = 2\nx", "x = 3\nx"])
    assert left(own_sandbox, "x = 2\nx") == 2
    assert left(own_sandbox, "x = 1\nx", "x = 3\nx", "x = 1\nx") == 1
    assert left(own_sandbox, "x = 4\nx") == 3


def test_replacement_server_precompiles_the_same_cells(own_sandbox):
    own_sandbox.precompile(["x = 1\nx", "x = 2\nx"])
    os.kill(zygote_of(own_sandbox._server), signal.SIGKILL)
    assert left(own_sandbox, "x = 1\nx") == 1


def test_precompiling_on_a_dead_server_loses_nothing(own_sandbox):
    os.kill(zygote_of(own_sandbox._server), signal.SIGKILL)
    own_sandbox.precompile(["x = 1\nx"] * 3 + [f"x = {number}\nx" for number in range(200)])
    assert left(own_sandbox, "x = 1\nx") == 199


def test_overlong_cell_is_not_precompiled(own_sandbox):
    own_sandbox.precompile([f"x = '{'a' * 200_000}'\n1", "x = 2\nx"])
    assert left(own_sandbox, "x = 1\nx") == 1


def test_precompiled_code_has_the_file_name_of_its_cell():
    (function, call), compiler = precompiled("def f():\n    return lambda: 1\nf()()\n"), Compile()
    flags = compiler.flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    namespace = {}
    exec(find_code(ast.Module([function], []), "cell 7", "exec", flags), namespace)
    inner = namespace["f"]()
    assert (namespace["f"].__code__.co_filename, inner.__code__.co_filename, inner()) == ("cell 7", "cell 7", 1)
    assert find_code(ast.Interactive([call]), "cell 7", "single", flags).co_filename == "cell 7"


def test_precompiled_code_is_used_only_with_matching_mode_and_flags():
    (statement,), flags = precompiled("x = 1\n"), Compile().flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    module = ast.Module([statement], [])
    assert find_code(module, "cell", "exec", flags)
    assert find_code(module, "cell", "single", flags) is None
    assert find_code(module, "cell", "exec", flags | __future__.annotations.compiler_flag) is None
    assert find_code("x = 1\n", "cell", "exec", flags) is None
    assert find_code(ast.Module([statement, statement], []), "cell", "exec", flags) is None
    assert find_code(ast.Module([], []), "cell", "exec", flags) is None
    discard_precompiled(module)
    assert find_code(module, "cell", "exec", flags) is None


def precompiled(source):
    cells = PrecompiledCells()
    cells.add(source)
    return cells.take(source, Compile().flags).body
