"""What is kept of a graded submission: the plain values that tables, JSON files and later runs need."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.grading.grader import NotebookReport, Report, Result  # who writes summaries does without


@dataclass(frozen=True)
class QuestionSummary:
    """The verdict on one question, in points; `credit` and `score` are None while nobody has decided."""

    notebook: str
    question: str
    outcome: str
    credit: float | None
    score: float | None
    max_score: float
    misconception: str | None
    feedback: str
    suggested_credit: float | None
    needs_manual_grade: bool
    sandbox: str
    """Level of the sandbox that the answer ran in."""
    near_miss: str | None = None
    """Why a person may want to look at it; for those who grade only."""


@dataclass(frozen=True)
class Summary:
    """What came out for one submission."""

    student: str
    questions: tuple[QuestionSummary, ...]
    problems: tuple[str, ...]

    @classmethod
    def of(cls, report: Report) -> Summary:
        questions = tuple(_question(each, result) for each in report.notebooks for result in each.results)
        return cls(report.student, questions, report.problems)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Summary:
        """Read back what `to_json` made, in this version or another: what it does not know is left out."""
        known = {field.name for field in fields(QuestionSummary)}
        questions = tuple(
            QuestionSummary(**{name: value for name, value in each.items() if name in known})
            for each in values["questions"]
        )
        return cls(values["student"], questions, tuple(values["problems"]))

    def to_json(self) -> dict[str, Any]:
        """Return plain values, as a script reads them."""
        return {
            "student": self.student,
            "score": self.score,
            "max_score": self.max_score,
            "needs_manual_grade": self.needs_person,
            "problems": list(self.problems),
            "questions": [asdict(question) for question in self.questions],
        }

    @property
    def score(self) -> float:
        return sum(question.score or 0.0 for question in self.questions)

    @property
    def max_score(self) -> float:
        return sum(question.max_score for question in self.questions)

    @property
    def waiting(self) -> int:
        """How many answers wait for a person."""
        return sum(question.needs_manual_grade for question in self.questions)

    @property
    def needs_person(self) -> bool:
        return self.waiting > 0

    @property
    def notebooks(self) -> dict[str, tuple[QuestionSummary, ...]]:
        """The questions by notebook, in their order."""
        names = dict.fromkeys(question.notebook for question in self.questions)
        return {name: tuple(each for each in self.questions if each.notebook == name) for name in names}


def _question(notebook: NotebookReport, result: Result) -> QuestionSummary:
    verdict = result.verdict
    return QuestionSummary(
        notebook=notebook.notebook.name,
        question=result.question,
        outcome=str(verdict.outcome),
        credit=verdict.credit,
        score=result.score,
        max_score=result.points,
        misconception=verdict.misconception,
        feedback=verdict.feedback,
        suggested_credit=verdict.suggestion,
        needs_manual_grade=result.needs_person,
        sandbox=notebook.sandbox.level,
        near_miss=verdict.near_miss,
    )
