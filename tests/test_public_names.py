"""Course authors import from `autograder`; what has moved since the last release still works, with a warning."""

import ast
import importlib
import pkgutil
import subprocess
import sys
import warnings
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
    ("autograder.checks.trouble", "Trouble", "autograder.questions.no_value", "NoValue"),
    ("autograder.checks.trouble", "trouble", "autograder.questions.no_value", "no_value"),
    ("autograder.submission", "HandedIn", "autograder.grading.submission", "SubmittedFiles"),
    ("autograder.submission", "understand", "autograder.grading.submission", "match_notebooks"),
    ("autograder.summary", "Summary", "autograder.model.result", "SubmissionResult"),
    ("autograder.summary", "QuestionSummary", "autograder.model.result", "QuestionResult"),
]


@pytest.fixture(autouse=True)
def _old_modules_are_not_imported():
    """A warning is given only when an old module is imported for the first time."""
    for name in list(sys.modules):
        if _deprecated.moved(name):
            del sys.modules[name]


@pytest.mark.parametrize(("old", "name", "new", "current"), OLD)
def test_old_names_work_and_warn(old, name, new, current):
    with pytest.warns(FutureWarning, match=" is now ") as caught:
        found = getattr(importlib.import_module(old), name)
    assert found is getattr(importlib.import_module(new), current)
    messages = [str(each.message) for each in caught]
    assert any(message.startswith(f"{old} is now {new};") for message in messages)
    assert name == current or any(message.startswith(f"{old}.{name} is now {new}.{current};") for message in messages)


@pytest.mark.parametrize("name", _deprecated.GRADING)
def test_old_names_of_the_grading_module_work_and_warn(name):
    current = _deprecated.GRADING[name]
    with pytest.warns(FutureWarning, match=rf"^autograder\.grading\.{name} is now autograder\.{current};") as caught:
        found = import_item(f"autograder.grading.{name}")
    assert found is import_item(f"autograder.{current}")
    assert {each.filename for each in caught} == {import_item.__code__.co_filename}


MODULES_OF_THE_LAST_RELEASE = {
    "": "asking check checks cli cohort commands course demo errors exports fairness feedback folders gate gradebook "
    "grading imports judging maths model names pages pipe preprocessors reference report sandbox submission summary text",
    "assignments": "origin rnn training",
    "checks": "asked choice closeness derivation derivations diagnosis findings forms hints induction layouts nearness "
    "numeric several symbolic telling tensors trouble value wording written",
    "checks.derivations": "abbreviations accounts conclusion conditions confusions entries likewise lines report results "
    "retractions steps study terms updates words",
    "cohort": "cluster crowd frame keys lanes ledger local records regrade room run task worker",
    "commands": "check completion demo doctor feedback grade options regrade report terminal troubles",
    "demo": "classroom show",
    "exports": "canvas grades gradescope moodle per_question",
    "fairness": "alternatives asking claims corpus equivalents killing memory mutation page parity picture study subject "
    "values workers",
    "feedback": "exporter grades pages process run",
    "judging": "outline process seals serving",
    "maths": "induction latex paths symbolic tex unreadable",
    "maths.induction": "cues exponents links matrix_algebra occasions residues roles study",
    "maths.latex": "alphabet bounds build cursor digest factors grammar kinds markdown marks reading render rows scripts "
    "tokens tree walking",
    "maths.paths": "activations arithmetic claims dots evaluate facts gaps graph indices names network notation numbered "
    "quantities ranges reader resolve sides slopes terms values",
    "maths.symbolic": "equality evaluate expression formula formula_rows functions heads lifting matrices meaning numbers "
    "points proof sets",
    "maths.tex": "characters lexemes macros",
    "model": "answers questions verdicts",
    "pages": "cards formulas harmless page",
    "reference": "activations lstm recurrence rnn updates vanishing",
    "report": "as_json class_page doctor junit markdown overview pictures progress regrade table",
    "sandbox": "attempts conversation filters fonts forkserver inside jail ladder libraries names program remedies replies "
    "sandbox selftest steps",
    "sandbox.inside": "ahead decoding encoding errors fonts frames kernel landlock lockdown memory nodes outputs plain "
    "recovery scratch shell tags warmup worker zygote",
    "submission": "cells folder intake rebuild release",
}


@pytest.mark.parametrize("package", MODULES_OF_THE_LAST_RELEASE)
def test_every_module_of_the_last_release_works_or_names_its_successor(package):
    for name in MODULES_OF_THE_LAST_RELEASE[package].split():
        path = f"{package}.{name}".removeprefix(".")
        old = f"autograder.{path}"
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            if path in _deprecated.REMOVED:
                with pytest.raises(ImportError, match=rf"^{old} was internal and has been removed; see autograder\."):
                    importlib.import_module(old)
            else:
                importlib.import_module(old)
                new = _deprecated.moved(old)
                messages = [str(each.message) for each in caught]
                assert new is None or any(each.startswith(f"{old} is now {new};") for each in messages), old


def test_successors_of_removed_modules_exist():
    for new in _deprecated.REMOVED.values():
        assert importlib.util.find_spec(f"autograder.{new}") is not None, new


def test_an_unknown_name_in_an_old_module_names_the_new_module():
    with (
        pytest.warns(FutureWarning, match=" is now "),
        pytest.raises(
            ImportError, match=r"^there is no autograder\.gradebook\.nothing; see autograder\.store\.gradebook$"
        ),
    ):
        from autograder.gradebook import nothing  # noqa: F401


def test_python_shows_the_warning_without_any_option(tmp_path):
    (tmp_path / "questions.py").write_text("from autograder.checks.value import Value\n")
    done = subprocess.run([sys.executable, "-c", "import questions"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0
    assert "questions.py:1: FutureWarning: autograder.checks.value is now autograder.questions.value;" in done.stderr


def test_the_warning_points_at_the_import_of_the_course(tmp_path):
    file = tmp_path / "questions.py"
    file.write_text("from autograder.checks.value import Value\n")
    with pytest.warns(FutureWarning, match=" is now ") as caught:
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
    with pytest.warns(FutureWarning, match=" is now "):
        found = import_item("autograder.exports.Canvas")
    assert found.__module__ == "autograder.nbgrader.exports.canvas"


def test_an_old_course_configuration_loads(tmp_path):
    from traitlets.config.loader import PyFileConfigLoader

    (tmp_path / "nbgrader_config.py").write_text("""
from autograder.course import IGNORED

c = get_config()
c.CourseDirectory.ignore = IGNORED
""")
    with pytest.warns(FutureWarning, match=r"autograder\.course is now autograder\.store\.course"):
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
def test_old_arguments_work_and_warn(make, old, current, value):
    needed = {"name": "q", "reference": np.sum, "cases": list} if make is autograder.Numeric else {}
    args = () if needed else ("x",)
    with pytest.warns(FutureWarning, match=f"'{old}' of {make.__name__} is now '{current}'") as caught:
        made = make(*args, **needed, **{old: value})
    assert getattr(made, current) == value
    assert caught[0].filename == __file__
