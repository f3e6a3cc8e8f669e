"""The fairness report: one page that an instructor can show to a student who appeals.

It holds no hidden input, no line of a reference and no mutant. Where it names the right and wrong answers of the corpus
it is marked, because a name can give an answer away while the assignment is open.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import jinja2
from markupsafe import Markup

from autograder.model import ChangeKind as Kind
from autograder.release_check.fairness.kill_matrix import MutantResult
from autograder.release_check.fairness.picture import in_words, margins_picture, shown
from autograder.release_check.fairness.study import MUTANTS_MEET, Study
from autograder.release_check.lint import Finding
from autograder.sandbox import SandboxReport

LIBRARIES = ("rnn-autograder", "nbgrader", "numpy", "scipy", "sympy")

_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("autograder.release_check.fairness"),
    autoescape=True,
    trim_blocks=True,
    undefined=jinja2.StrictUndefined,
)


@dataclass(frozen=True)
class _Cell:
    """How many mistakes of a kind were noticed; `text` is "" where none was made."""

    text: str
    missed: int = 0


@dataclass(frozen=True)
class _Row:
    """One question in the table of everybody's margins."""

    question: str
    alike: bool
    right: str
    largest: str
    wrong: str
    smallest: str
    fails: bool


def fairness_page(
    study: Study, findings: Sequence[Finding], sandbox: SandboxReport, when: datetime, names: bool = True
) -> str:
    """Return the report as one HTML page that needs nothing beside it.

    Parameters
    ----------
    study : Study
    findings : sequence of Finding
        Everything that the gate looked at; of what does not hold, only the number is told.
    sandbox : SandboxReport
        The sandbox in which the notebooks were run.
    when : datetime
    names : bool
        Whether the answers of the corpus are named.
    """
    kinds = [kind for kind in Kind if any(fate.mutant.kind is kind for fate in study.fates)]
    return _templates.get_template("fairness.html").render(
        study=study,
        findings=findings,
        failed=sum(bool(finding.problems) for finding in findings),
        names=names,
        kinds=kinds,
        matrix=[(name, [_cell(study.mutants(name), kind) for kind in (None, *kinds)]) for name in study.code],
        declared=sum(bool(fate.reason) for fate in study.fates),
        met=min(MUTANTS_MEET, study.students),
        rows=[_row(study, name) for name in study.code],
        picture=Markup(margins_picture(study)),
        words=in_words(study),
        sandbox=sandbox,
        when=when.strftime("%Y-%m-%d %H:%M %Z").strip(),
        libraries=[(name, version(name)) for name in LIBRARIES],
        python=platform.python_version(),
        machine=f"{platform.system()} on {platform.machine()}",
    )


def _cell(fates: Sequence[MutantResult], kind: Kind | None) -> _Cell:
    """Count the mistakes of one kind, or of all."""
    counted = [fate for fate in fates if kind in (None, fate.mutant.kind) and not fate.reason]
    if not counted:
        return _Cell("")
    missed = sum(fate.survivor for fate in counted)
    return _Cell(f"{len(counted) - missed}/{len(counted)}", missed)


def _row(study: Study, question: str) -> _Row:
    right, wrong = (study.answers(question, right=each) for each in (True, False))
    accepted = sum(not each.surprises for each in right)
    rejected = sum(not each.surprises for each in wrong)
    finite = any(each.high for each in right) or any(each.low != float("inf") for each in wrong)
    return _Row(
        question,
        question in study.alike,
        f"{accepted} of {len(right)}",
        shown(max((each.high for each in right), default=0.0)) if finite else "",
        f"{rejected} of {len(wrong)}",
        shown(min((each.low for each in wrong), default=float("inf"))) if finite and wrong else "",
        accepted < len(right) or rejected < len(wrong) or any(each in study.thin for each in (*right, *wrong)),
    )
