"""What is added to verdicts and problems when cells were stopped, or when answers use earlier wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from autograder.grading.notebook_runner import solution
from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.model import Missing, Outcome, Question, Response, Stop, Verdict, undecided
from autograder.sandbox import CellResult

_STOPPED = {
    Stop.TIME: "it exceeded the time limit",
    Stop.MEMORY: "it exceeded the memory limit",
    Stop.OUTPUT: "it printed too much",
    Stop.DIED: "it ended the Python process",
    Stop.PROTOCOL: "it interfered with the grader's connection",
    Stop.BUDGET: "the time limit of the notebook was reached before it ran",
    Stop.BUSY: "the machine was too busy to run it",
    Stop.SANDBOX: "the sandbox failed",
}


def stops(notebook: Notebook, shown: Mapping[str, CellResult]) -> Iterator[str]:
    """Yield a sentence for each cell that was stopped, or that ended with an error and was recovered."""
    not_theirs = {cell.id for cell in notebook.cells if cell.role is Role.GRADE or cell.untouched}
    for name, ran in shown.items():
        if ran.stopped:
            yield f"cell `{name}` was stopped: {_STOPPED[ran.stopped.why]}"
        if ran.raised and ran.recovered and name not in not_theirs:
            yield f"cell `{name}` ended with {ran.raised.kind}; names defined below that line were still defined"


def explained(verdict: Verdict, response: Response, solution: NotebookCell, ran: Mapping[str, CellResult]) -> Verdict:
    """Add to the feedback why a name is missing, if the cell that should define it failed.

    An answer whose cell ran out of time, or was kept from running, is left to a grader: another machine may have run
    all of it.
    """
    result = ran.get(solution.id)
    if result is None or verdict.outcome not in (Outcome.INCORRECT, Outcome.PARTIAL):
        return verdict
    if result.stopped and result.stopped.why in (Stop.TIME, Stop.BUSY):
        told = (
            f"Your cell `{solution.id}` was stopped: {_STOPPED[result.stopped.why]}. A grader will look at your answer."
        )
        return undecided(f"{told} {verdict.feedback}", near_miss=None, suggestion=verdict.credit or None)
    if verdict.outcome is not Outcome.INCORRECT:
        return verdict
    if not any(isinstance(answer, Missing) for answer in response.answers):
        return verdict
    if result.stopped:
        reason = f"Your cell `{solution.id}` was stopped: {_STOPPED[result.stopped.why]}."
    elif result.raised:
        line = f" in line {result.raised.line}" if result.raised.line else ""
        reason = f"Your cell `{solution.id}` ended with {result.raised.kind}{line}."
    else:
        return verdict
    return replace(verdict, feedback=f"{reason} {verdict.feedback}")


def with_hints(
    notebook: Notebook, questions: Mapping[str, Question], verdicts: Mapping[str, Verdict]
) -> dict[str, Verdict]:
    """Add a hint to wrong answers that call the student's own wrong answer to an earlier question."""
    hinted = dict(verdicts)
    for name, verdict in verdicts.items():
        code = solution(notebook, name)
        if verdict.outcome not in (Outcome.INCORRECT, Outcome.PARTIAL) or code.role is Role.WRITTEN:
            continue
        wrong = [
            f"`{earlier}`"
            for earlier in questions[name].uses
            if earlier in verdicts
            and verdicts[earlier].outcome is not Outcome.CORRECT
            and _mentions(code.source, questions[earlier])
        ]
        if wrong:
            hint = f"It calls your answer to {' and '.join(wrong)}, which is not right yet: look there first."
            hinted[name] = replace(verdict, feedback=f"{verdict.feedback} {hint}")
    return hinted


def _mentions(source: str, question: Question) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", source) for name in question.names)
