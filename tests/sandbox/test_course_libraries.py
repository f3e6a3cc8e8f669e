"""A course's libraries are imported once, work in students' code, and are checked before anything is graded."""

import json
import resource
from importlib import metadata
from types import SimpleNamespace

import pytest

from autograder.model import Limits, Probe
from autograder.model.errors import CourseError
from autograder.model.libraries import Libraries
from autograder.model.setup import CourseFiles
from autograder.sandbox import Ask, Budget, Cell, levels, requirements
from autograder.sandbox.environment import has_module, versions
from autograder.store.imports import import_statements
from tests.templates import open_sandbox

LEARNING = """
import warnings, joblib, numpy as np, pandas as pd
from sklearn.cluster import KMeans
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import cross_val_score
warnings.simplefilter("error")
table = pd.DataFrame({"x": np.arange(20.0), "y": 2 * np.arange(20.0)})
table.to_csv("table.csv", index=False)
table = pd.read_csv("table.csv")
model = LinearRegression(n_jobs=2).fit(table[["x"]], table["y"])
scores = cross_val_score(LinearRegression(), table[["x"]], table["y"], n_jobs=2)
assert set(KMeans(2, n_init=1, random_state=0).fit_predict([[0.0], [0.1], [9.0]])) == {0, 1}
print(round(model.coef_[0], 6), scores.min() > 0.99, joblib.Parallel(2)(joblib.delayed(abs)(i) for i in (-1, 1)))
"""
TABLE = """
import pandas as pd
table = pd.DataFrame({"x": [1, 2]})
found = [table["x"], table.T, table.groupby("x")]
def fail(): raise pd.errors.ParserError
"""
PROCESSES = """
import concurrent.futures, multiprocessing, os, subprocess, threading
for start in (
    os.fork,
    lambda: os.system("ls"),
    lambda: subprocess.run(["ls"]),
    lambda: multiprocessing.Process(target=print).start(),
    lambda: multiprocessing.get_context("spawn").Process(target=print).start(),
    lambda: multiprocessing.Pool(2),
    lambda: multiprocessing.Queue(),
    lambda: list(concurrent.futures.ProcessPoolExecutor(2).map(abs, [1])),
):
    try:
        start()
    except OSError as error:
        print(type(error).__name__, error.strerror)
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(list(pool.map(abs, [1, -2])))
"""
TORCH = """
import torch
torch.manual_seed(0)
x = torch.randn(256, 20)
y = x.sum(1, keepdim=True)
model = torch.nn.Sequential(torch.nn.Linear(20, 64), torch.nn.Tanh(), torch.nn.Linear(64, 1))
optimizer = torch.optim.Adam(model.parameters(), 0.01)
data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=32)
for _ in range(40):
    for inputs, outputs in data:
        optimizer.zero_grad()
        loss = ((model(inputs) - outputs) ** 2).mean()
        loss.backward()
        optimizer.step()
print(loss.item() < 1.0)
"""


TENSORS = """
import torch
x = torch.ones(2, requires_grad=True)
found = [x, 4 * x[0], torch.tensor(2)]
def fail(): return torch.ones(2) @ torch.ones(3)
"""


def show(sandbox, *cells):
    """Run cells and return their texts."""
    steps = [Cell(str(number), cell) for number, cell in enumerate(cells)]
    results = sandbox.run(steps, limits=Limits(), budget=Budget(60), seed=0)
    return ["".join(str(output.get("text", output)) for output in result.outputs) for result in results]


def values(sandbox, source):
    """Run a cell and return the values of its list `found`, and the error of its function `fail`, as texts."""
    steps = [Cell("a", source), Ask("found", (Probe("found"),)), Ask("fail", (Probe("fail", ()),))]
    _, found, failed = sandbox.run(steps, limits=Limits(), budget=Budget(60), seed=0)
    return [*map(str, found.answers[0].value), failed.answers[0].kind]


def test_pandas_and_scikit_learn_work_and_are_imported_before_the_first_child():
    pytest.importorskip("pandas")
    pytest.importorskip("sklearn")
    course = Libraries(("pandas", "scikit-learn"), ("import pandas", "from sklearn import svm", "import helpers"))
    with levels.open_sandbox(course=course, warm=False) as sandbox:
        imported, learnt = show(
            sandbox, "import sys; print(*sorted({'pandas', 'sklearn.svm'} & set(sys.modules)))", LEARNING
        )
        assert values(sandbox, TABLE) == ["[1 2]", "[[1 2]]", "Opaque(type_name='object')", "ValueError"]
        assert dict(sandbox.report.versions) == versions(course.names)
    assert imported == "pandas sklearn.svm\n"
    assert learnt == "2.0 True [1, 1]\n"
    assert versions(course.names)["pandas"] == metadata.version("pandas")


def test_torch_class_takes_at_most_twice_the_time_of_its_cells():
    pytest.importorskip("torch", reason="PyTorch is not installed: `pip install torch`")

    def seconds(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with levels.open_sandbox(course=Libraries(("torch",), ("import torch",))) as sandbox:
            assert all(show(sandbox, TORCH) == ["True\n"] for _ in range(runs))
            if runs:
                assert values(sandbox, TENSORS) == ["[1. 1.]", "4.0", "2", "RuntimeError"]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    import torch  # what the cells take without a sandbox

    torch.set_num_threads(1)
    exec(TORCH, {})
    before = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(5):
        exec(TORCH, {"print": lambda _: None})
    after = resource.getrusage(resource.RUSAGE_SELF)
    bare = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert seconds(5) - seconds(0) < 2 * bare


def test_starting_a_process_says_what_is_missing_and_threads_work():
    with open_sandbox() as sandbox:
        (text,) = show(sandbox, PROCESSES)
    *refused, threads = text.splitlines()
    assert refused == ["NoProcessError no other process can be started during grading; use a loop, or threads"] * 8
    assert threads == "[1, 2]"


def test_modules_of_other_installed_libraries_stay_hidden():
    assert has_module("pytest", ("pytest",))
    assert not has_module("pytest")
    assert not has_module("_pytest", ("numpy",))


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Return a function that installs a distribution."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(name, *requirements, module="", **files):
        about = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        about.mkdir()
        needs = "".join(f"Requires-Dist: {each}\n" for each in requirements)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}")
        (about / "RECORD").write_text(f"{name}.py,,\n")
        (tmp_path / f"{name}.py").write_text(module)
        for file, text in files.items():
            (about / file.replace("_json", ".json")).write_text(text)

    return install


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        (("no-such-thing>1",), "`alpha` requires `no-such-thing`, which is not installed"),
        (("numpy<1",), "`alpha` 1.0 requires `numpy<1`, but version"),
        (("rnn-autograder",), "`rnn-autograder` is the grader itself"),
        (("beta",), "`beta` requires `gamma`, which is not installed"),
        (('gamma; extra == "more"', 'gamma; python_version < "3"'), ""),
    ],
)
def test_missing_and_clashing_requirements_are_named(installed, needs, reason):
    installed("alpha", *needs)
    installed("beta", "gamma")
    if not reason:
        requirements.require(["alpha"])
        return
    with pytest.raises(CourseError, match=r"c\.Autograder\.libraries: ") as error:
        levels.open_sandbox(course=Libraries(("alpha",)))
    assert reason in str(error.value)


def test_library_in_editable_mode_is_named(installed):
    installed("alpha", direct_url_json=json.dumps({"url": "file:///alpha", "dir_info": {"editable": True}}))
    with pytest.raises(CourseError, match="`alpha` is installed in editable mode"):
        requirements.require(["alpha"])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nunpy", r"`nunpy` is not installed where this runs \(did you mean numpy"),
        ("numpy>=2", "without versions and extras"),
        ("../numpy", "without versions and extras"),
    ],
)
def test_library_that_is_not_installed_is_named(name, reason):
    with pytest.raises(CourseError, match=reason):
        requirements.require(["numpy", name])


@pytest.mark.parametrize(
    ("name", "module", "reason"),
    [
        ("failing", "raise RuntimeError('no GPU')", r"`import failing` fails in the sandbox \(RuntimeError: no GPU\)"),
        (
            "threaded",
            "import threading, time; threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
            "starts threads",
        ),
    ],
)
def test_library_that_cannot_be_imported_is_named(installed, name, module, reason):
    installed(name, module=module)
    with pytest.raises(CourseError, match=reason):
        levels.open_sandbox(course=Libraries((name,), (f"from {name} import beta",)), warm=False)


def test_imports_are_found_in_notebooks_and_modules(tmp_path):
    cells = ["%%time\nimport pandas as pd, helpers", "!ls\nfrom torch.nn import (\n Linear,\n LSTM as L)", "def f(:", 3]
    cells = [{"cell_type": "code", "source": source} for source in cells] + [{"cell_type": "markdown", "source": "x"}]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}))
    (tmp_path / "b.ipynb").write_text("{")
    module = SimpleNamespace(name="helpers.py")
    files = SimpleNamespace(
        released=(module,), read=lambda _: b"def f():\n    from . import x\n    from scipy import *\n"
    )
    assert import_statements(tmp_path, files) == (
        "import pandas",
        "import helpers",
        "from torch.nn import Linear, LSTM",
        "import scipy",
    )
    assert import_statements(tmp_path / "nothing", CourseFiles()) == ()
