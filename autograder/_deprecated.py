"""Modules, names and arguments that have moved: the old ones work for one release, with a warning.

The warning is a `FutureWarning`, because Python hides a `DeprecationWarning` that comes from a course's modules.
"""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")

MODULES = {
    "asking": "grading.notebook_runner",
    "check": "release_check.check",
    "checks": "questions",
    "checks.closeness": "questions.tolerance",
    "checks.nearness": "questions.near_miss",
    "checks.several": "questions.multi_part",
    "checks.telling": "questions.feedback",
    "checks.trouble": "questions.no_value",
    "checks.written": "questions.manually_graded",
    "cohort": "batch",
    "cohort.crowd": "batch.bounded",
    "cohort.frame": "batch.release_validation",
    "cohort.keys": "batch.content_keys",
    "cohort.lanes": "batch.worker_process",
    "cohort.ledger": "store.ledger",
    "cohort.records": "store.records",
    "cohort.room": "batch.grader_cache",
    "course": "store.course",
    "demo": "commands.demo.classroom",
    "demo.classroom": "commands.demo.classroom",
    "demo.show": "commands.demo.show",
    "errors": "model.errors",
    "exports": "nbgrader.exports",
    "fairness": "release_check.fairness",
    "feedback": "nbgrader.feedback",
    "folders": "store.atomic",
    "gate": "release_check.lint",
    "gradebook": "store.gradebook",
    "imports": "processes.startup",
    "judging": "grading.judge",
    "names": "assignments.discovery",
    "pages": "store.autograded",
    "pages.harmless": "store.autograded.sanitize",
    "pages.page": "store.autograded.notebook",
    "preprocessors": "nbgrader.preprocessors",
    "reference": "assignments.reference",
    "report": "reports",
    "sandbox.attempts": "sandbox.escape_attempts",
    "sandbox.conversation": "sandbox.worker_client",
    "sandbox.filters": "sandbox.seccomp",
    "sandbox.fonts": "sandbox.font_cache",
    "sandbox.ladder": "sandbox.levels",
    "sandbox.names": "sandbox.public_names",
    "sandbox.program": "sandbox.step_runner",
    "sandbox.remedies": "sandbox.setup_hints",
    "submission": "grading.submission",
    "summary": "model.result",
}
"""Old module to new one, below this package; the modules of a package have moved with it."""

REMOVED = {
    "checks.derivations.accounts": "questions.derivations.gradient_expressions",
    "checks.derivations.conclusion": "questions.derivations.assessment",
    "checks.derivations.confusions": "questions.derivations.misconceptions",
    "checks.derivations.entries": "questions.derivations.index_notation",
    "checks.derivations.likewise": "questions.derivations.analogies",
    "checks.derivations.lines": "questions.derivations.checked_claims",
    "checks.derivations.report": "questions.derivations.verdicts",
    "checks.derivations.results": "questions.derivations.gradient_results",
    "checks.derivations.study": "questions.derivations.analysis",
    "checks.derivations.terms": "questions.derivations.term_comparison",
    "checks.derivations.words": "questions.derivations.prose",
    "fairness.corpus": "release_check.fairness.known_answers",
    "fairness.killing": "release_check.fairness.kill_matrix",
    "fairness.memory": "release_check.fairness.memoize",
    "fairness.picture": "release_check.fairness.margin_plot",
    "fairness.study": "release_check.fairness.evidence",
    "fairness.subject": "release_check.fairness.target",
    "fairness.values": "questions.changed_values",
    "feedback.process": "processes",
    "judging.outline": "grading.judge.question_stub",
    "judging.seals": "grading.judge.wire",
    "judging.serving": "grading.judge.server",
    "maths.induction.cues": "maths.induction.keywords",
    "maths.induction.links": "maths.induction.equations",
    "maths.induction.occasions": "maths.induction.contexts",
    "maths.induction.residues": "maths.induction.modular_matrices",
    "maths.induction.roles": "maths.induction.letters",
    "maths.induction.study": "maths.induction.proof",
    "maths.latex.digest": "maths.latex.tokenizer",
    "maths.latex.kinds": "maths.latex.token_kinds",
    "maths.latex.walking": "maths.latex.rewriting",
    "maths.paths.claims": "maths.paths.claim_checker",
    "maths.paths.dots": "maths.paths.sum_dots",
    "maths.paths.facts": "maths.paths.side_properties",
    "maths.paths.gaps": "maths.paths.product_dots",
    "maths.paths.names": "maths.paths.definitions",
    "maths.paths.numbered": "maths.paths.numeric_chains",
    "maths.symbolic.lifting": "maths.symbolic.conversion",
    "pipe": "processes",
    "sandbox.inside.ahead": "sandbox.inside.precompiled",
    "sandbox.inside.fonts": "sandbox.inside.font_cache",
    "sandbox.inside.kernel": "sandbox.inside.syscalls",
    "sandbox.inside.memory": "sandbox.inside.huge_pages",
    "sandbox.inside.nodes": "sandbox.inside.sympy_rows",
    "sandbox.inside.plain": "sandbox.inside.ipython_syntax",
    "sandbox.inside.scratch": "sandbox.inside.home_folders",
    "sandbox.inside.tags": "sandbox.inside.wire_format",
}
"""Internal module that is gone to the one that does its work now, under other names."""

NAMES = {
    ("grading.submission", "HandedIn"): "SubmittedFiles",
    ("grading.submission", "understand"): "match_notebooks",
    ("model.result", "QuestionSummary"): "QuestionResult",
    ("model.result", "Summary"): "SubmissionResult",
    ("questions.layouts", "Group"): "Tuple",
    ("questions.layouts", "One"): "Array",
    ("questions.layouts", "Table"): "Dict",
    ("questions.layouts", "Terms"): "IndexTuples",
    ("questions.manually_graded", "Written"): "ManuallyGraded",
    ("questions.multi_part", "Several"): "MultiPart",
    ("questions.no_value", "Trouble"): "NoValue",
    ("questions.no_value", "trouble"): "no_value",
    ("questions.tolerance", "Closeness"): "Tolerance",
}
"""New module and old name to the new name there."""

GRADING = {
    "Grader": "grading.grader.Grader",
    "NotebookReport": "grading.grader.GradedNotebook",
    "Report": "grading.grader.GradedSubmission",
    "Result": "model.result.QuestionResult",
    "not_graded": "grading.grader.not_graded",
}
"""What was in `autograder.grading` when that was a module, to where it is."""

_PACKAGE = __name__.rpartition(".")[0]


def install() -> None:
    """Let old module names be imported."""
    sys.meta_path.append(_Finder())


def moved(name: str) -> str | None:
    """Return the new name of a module of this package; None if it has not moved."""
    package, _, path = name.partition(".")
    if package != _PACKAGE:
        return None
    head, tail = path, ""
    while head and head not in MODULES:
        head, _, last = head.rpartition(".")
        tail = f".{last}{tail}"
    return f"{_PACKAGE}.{MODULES[head]}{tail}" if head else None


def from_grading(name: str) -> Any:
    """Return what had this name in `autograder.grading`."""
    if name not in GRADING:
        raise AttributeError(f"module '{_PACKAGE}.grading' has no attribute {name!r}")
    current = f"{_PACKAGE}.{GRADING[name]}"
    home, _, attribute = current.rpartition(".")
    _warn(f"{_PACKAGE}.grading.{name} is now {current}")
    return getattr(import_module(home), attribute)


class _Finder(MetaPathFinder, Loader):
    """Finds old modules: empty ones that fetch every name from the new module."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        is_old = moved(fullname) is not None or _successor(fullname) is not None
        return ModuleSpec(fullname, self, is_package=True) if is_old else None

    def exec_module(self, module: ModuleType) -> None:
        successor = _successor(module.__name__)
        if successor is not None:
            raise ModuleNotFoundError(f"{module.__name__} was internal and has been removed; see {successor}")
        new = moved(module.__name__) or ""
        try:
            real = import_module(new)
        except ModuleNotFoundError as error:
            if error.name != new:
                raise
            raise ModuleNotFoundError(f"there is no {module.__name__}; see {new.rpartition('.')[0]}") from None
        _warn(f"{module.__name__} is now {new}")

        def fetch(name: str) -> Any:
            current = NAMES.get((new.removeprefix(f"{_PACKAGE}."), name))
            if current is not None:
                _warn(f"{module.__name__}.{name} is now {new}.{current}")
            return getattr(real, current or name)

        module.__getattr__ = fetch  # type: ignore[method-assign]
        module.__doc__ = real.__doc__


def _successor(name: str) -> str | None:
    """Return the module that does the work of a removed one."""
    found = REMOVED.get(name.removeprefix(f"{_PACKAGE}."))
    return found and f"{_PACKAGE}.{found}"


def renamed_arguments(**current: str) -> Callable[[type[T]], type[T]]:
    """Make a class accept arguments by their old names.

    Parameters
    ----------
    **current : str
        Old name to new name.
    """

    def decorate(cls: type[T]) -> type[T]:
        make: Callable[..., None] = cls.__init__

        @functools.wraps(make)
        def initialise(self: T, *args: Any, **options: Any) -> None:
            for old in current.keys() & options.keys():
                _warn(f"the argument {old!r} of {cls.__name__} is now {current[old]!r}")
                options[current[old]] = options.pop(old)
            make(self, *args, **options)

        cls.__init__ = initialise  # type: ignore[method-assign, assignment]
        return cls

    return decorate


def _warn(message: str) -> None:
    warnings.warn(f"{message}; the old name will be removed in the next release", FutureWarning, stacklevel=3)
