"""The fairness report: one page that an instructor can show to a student who appeals.

It contains no hidden input, no line of a reference and no mutant. If it names right and wrong answers, it says so
at the top, because a name can give an answer away while the assignment is open.
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
from autograder.release_check.fairness.evidence import MUTANTS_MEET, Evidence
from autograder.release_check.fairness.kill_matrix import MutantResult
from autograder.release_check.fairness.margin_plot import in_words, margin_plot, shown
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
    """The number of changes of one kind that were noticed; `text` is "" if there were none."""

    text: str
    missed: int = 0


@dataclass(frozen=True)
class _Row:
    """One question in the table of right and wrong answers."""

    question: str
    identical: bool
    right: str
    largest: str
    wrong: str
    smallest: str
    fails: bool


def fairness_page(
    evidence: Evidence, findings: Sequence[Finding], sandbox: SandboxReport, when: datetime, names: bool = True
) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    evidence : Evidence
    findings : sequence of Finding
        All claims of `autograder check`; the page shows the number of problems, not the problems.
    sandbox : SandboxReport
        The sandbox in which the notebooks were run.
    when : datetime
    names : bool
        Whether known answers are named.
    """
    kinds = [kind for kind in Kind if any(each.mutant.kind is kind for each in evidence.mutant_results)]
    return _templates.get_template("fairness.html").render(
        evidence=evidence,
        findings=findings,
        failed=sum(bool(finding.problems) for finding in findings),
        names=names,
        kinds=kinds,
        matrix=[(name, [_cell(evidence.mutants(name), kind) for kind in (None, *kinds)]) for name in evidence.code],
        declared=sum(bool(each.reason) for each in evidence.mutant_results),
        met=min(MUTANTS_MEET, evidence.students),
        rows=[_row(evidence, name) for name in evidence.code],
        picture=Markup(margin_plot(evidence)),
        words=in_words(evidence),
        sandbox=sandbox,
        when=when.strftime("%Y-%m-%d %H:%M %Z").strip(),
        libraries=[(name, version(name)) for name in LIBRARIES],
        versions=[(name, number) for name, number in sandbox.versions if name != "Python"],
        python=platform.python_version(),
        machine=f"{platform.system()} on {platform.machine()}",
    )


def _cell(mutant_results: Sequence[MutantResult], kind: Kind | None) -> _Cell:
    """Count the changes of one kind, or of all kinds."""
    counted = [each for each in mutant_results if kind in (None, each.mutant.kind) and not each.reason]
    if not counted:
        return _Cell("")
    missed = sum(each.survivor for each in counted)
    return _Cell(f"{len(counted) - missed}/{len(counted)}", missed)


def _row(evidence: Evidence, question: str) -> _Row:
    right, wrong = (evidence.answers(question, right=each) for each in (True, False))
    accepted = sum(not each.surprises for each in right)
    rejected = sum(not each.surprises for each in wrong)
    finite = any(each.high for each in right) or any(each.low != float("inf") for each in wrong)
    return _Row(
        question,
        question in evidence.identical,
        f"{accepted} of {len(right)}",
        shown(max((each.high for each in right), default=0.0)) if finite else "",
        f"{rejected} of {len(wrong)}",
        shown(min((each.low for each in wrong), default=float("inf"))) if finite and wrong else "",
        accepted < len(right) or rejected < len(wrong) or any(each in evidence.narrow for each in (*right, *wrong)),
    )
