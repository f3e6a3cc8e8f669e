"""Course authors import from `autograder`; what has moved since the last release still works, with a warning."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from traitlets.utils.importstring import import_item

import autograder
from autograder import _deprecated
from autograder.store.course import IGNORED

SOURCE = Path(autograder.__file__).read_text(encoding="utf-8")


def test_every_public_name_can_be_imported():
    for name in autograder.__all__:
        assert getattr(autograder, name) is not None, name
    assert set(autograder.__all__) <= set(dir(autograder))


def test_type_checkers_see_the_same_names_from_the_same_modules():
    (block,) = [node for node in ast.parse(SOURCE).body if isinstance(node, ast.If)]
    seen = {alias.name: node.module for node in block.body for alias in node.names}
    assert seen == autograder._HOME


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Numerics'"):
        autograder.Numerics  # noqa: B018
    with pytest.raises(ImportError):
        from autograder import Numerics  # noqa: F401


def test_importing_the_package_imports_no_library():
    code = "import autograder, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "sympy", "nbgrader", "autograder.model"} & set(done.stdout.split())


# --- old names -------------------------------------------------------------------------------------------

OLD = [
    ("autograder.checks.numeric", "Numeric", "autograder.questions.numeric", "Numeric"),
    ("autograder.checks.closeness", "Closeness", "autograder.questions.tolerance", "Tolerance"),
    ("autograder.checks.several", "Several", "autograder.questions.multi_part", "MultiPart"),
    ("autograder.checks.written", "Written", "autograder.questions.manually_graded", "ManuallyGraded"),
    ("autograder.checks.layouts", "One", "autograder.questions.layouts", "Array"),
    ("autograder.checks.layouts", "Group", "autograder.questions.layouts", "Tuple"),
    ("autograder.checks.layouts", "Table", "autograder.questions.layouts", "Dict"),
    ("autograder.checks.layouts", "Terms", "autograder.questions.layouts", "IndexTuples"),
    ("autograder.checks.derivation", "Derivation", "autograder.questions.derivation", "Derivation"),
    ("autograder.reference.rnn", "jacobian", "autograder.assignments.reference.rnn", "jacobian"),
    ("autograder.errors", "CourseError", "autograder.model.errors", "CourseError"),
    ("autograder.course", "IGNORED", "autograder.store.course", "IGNORED"),
    ("autograder.preprocessors", "Judge", "autograder.nbgrader.preprocessors", "Judge"),
    ("autograder.preprocessors", "CheckSource", "autograder.nbgrader.preprocessors", "CheckSource"),
    ("autograder.feedback.exporter", "FeedbackExporter", "autograder.nbgrader.feedback.exporter", "FeedbackExporter"),
    ("autograder.gradebook", "record", "autograder.store.gradebook", "record"),
    ("autograder.cohort.run", "Run", "autograder.batch.run", "Run"),
]


@pytest.fixture(autouse=True)
def _old_modules_are_not_imported():
    """A warning is given only when an old module is imported for the first time."""
    for name in list(sys.modules):
        if _deprecated.moved(name):
            del sys.modules[name]


@pytest.mark.parametrize(("old", "name", "new", "current"), OLD)
def test_old_names_are_the_new_ones_and_say_so(old, name, new, current):
    with pytest.warns(DeprecationWarning, match=" is now ") as caught:
        found = getattr(importlib.import_module(old), name)
    assert found is getattr(importlib.import_module(new), current)
    messages = [str(each.message) for each in caught]
    assert any(message.startswith(f"{old} is now {new};") for message in messages)
    assert name == current or any(message.startswith(f"{name} is now {current} ") for message in messages)


def test_the_warning_points_at_the_import_of_the_course(tmp_path):
    file = tmp_path / "questions.py"
    file.write_text("from autograder.checks.value import Value\n")
    with pytest.warns(DeprecationWarning, match=" is now ") as caught:
        exec(compile(file.read_text(), file, "exec"), {})
    assert {each.filename for each in caught} == {str(file)}


def test_every_module_that_moved_is_where_the_table_says():
    for new in _deprecated.MODULES.values():
        assert importlib.util.find_spec(f"autograder.{new}") is not None, new
    for (module, old), current in _deprecated.NAMES.items():
        home = importlib.import_module(f"autograder.{module}")
        assert hasattr(home, current)
        assert not hasattr(home, old)


def test_no_old_name_hides_a_module():
    present = {module.name for module in pkgutil.walk_packages(autograder.__path__, "autograder.", onerror=print)}
    assert not {f"autograder.{old}" for old in _deprecated.MODULES} & present


@pytest.mark.filterwarnings("ignore:autograder")
@pytest.mark.parametrize("name", ["autograder.nothing", "autograder.checks.nothing", "autograder.course.nothing"])
def test_modules_that_never_existed_are_still_missing(name):
    with pytest.raises(ModuleNotFoundError, match=name):
        importlib.import_module(name)


def test_nbgrader_finds_classes_by_their_old_paths():
    with pytest.warns(DeprecationWarning, match=" is now "):
        found = import_item("autograder.exports.Canvas")
    assert found.__module__ == "autograder.nbgrader.exports.canvas"


def test_an_old_course_configuration_loads(tmp_path):
    from traitlets.config.loader import PyFileConfigLoader

    (tmp_path / "nbgrader_config.py").write_text("""
from autograder.course import IGNORED

c = get_config()
c.CourseDirectory.ignore = IGNORED
""")
    with pytest.warns(DeprecationWarning, match=r"autograder\.course is now autograder\.store\.course"):
        config = PyFileConfigLoader("nbgrader_config.py", str(tmp_path)).load_config()
    assert config.CourseDirectory.ignore == IGNORED


@pytest.mark.parametrize(
    ("make", "old", "current", "value"),
    [
        (autograder.Probe, "ground", "label", "n = 1"),
        (autograder.Case, "ground", "label", "n = 1"),
        (autograder.Numeric, "without", "credit_without", {"n = 1": 0.5}),
        (autograder.Numeric, "shares", "parts_credit", 0.5),
        (autograder.Numeric, "quiet", "forbid_warnings", True),
        (autograder.Numeric, "closeness", "tolerance", autograder.Tolerance(rtol=1e-3)),
    ],
)
def test_old_arguments_are_the_new_ones_and_say_so(make, old, current, value):
    needed = {"name": "q", "reference": np.sum, "cases": list} if make is autograder.Numeric else {}
    args = () if needed else ("x",)
    with pytest.warns(DeprecationWarning, match=f"'{old}' of {make.__name__} is now '{current}'") as caught:
        made = make(*args, **needed, **{old: value})
    assert getattr(made, current) == value
    assert caught[0].filename == __file__
