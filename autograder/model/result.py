"""The result of grading. The grader makes it once; gradebook, ledger, notebooks, reports and exports read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.model.verdicts import Outcome, TestLevel, Verdict


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """The verdict on one question, in points.

    The field names are those of `autograder grade --json`.

    Attributes
    ----------
    credit : float or None
        Fraction of the points earned, in [0, 1]; None if no check could decide.
    score : float or None
        Points earned; None if no check could decide.
    feedback : str
        Plain text for the student.
    suggested_credit : float or None
        Credit that the checks suggest to the grader of an undecided answer.
    needs_manual_grade : bool
        The answer is undecided, or it is a written answer that a grader has to confirm.
    sandbox : str
        Level of the sandbox that the answer ran in.
    near_miss : str or None
        Why a grader may want to look at the answer; for instructors only.
    visible_checks_passed : bool
        The checks in the grade cell ran without an error. They do not decide the score.
    tested : TestLevel or None
        What the verdict depends on, if an ordinary test cell of the notebook gave it.
    """

    notebook: str
    question: str
    outcome: Outcome
    credit: float | None
    score: float | None
    max_score: float
    misconception: str | None = None
    feedback: str = ""
    suggested_credit: float | None = None
    needs_manual_grade: bool = False
    sandbox: str = ""
    near_miss: str | None = None
    visible_checks_passed: bool = False
    tested: TestLevel | None = None

    @classmethod
    def of(
        cls,
        verdict: Verdict,
        *,
        notebook: str,
        question: str,
        max_score: float,
        written: bool = False,
        confirm_written: bool = False,
        sandbox: str = "",
        visible_checks_passed: bool = False,
        tested: TestLevel | None = None,
    ) -> QuestionResult:
        """Turn a verdict into points.

        Parameters
        ----------
        written : bool
            The answer is a text. Unless it is fully verified, a grader has to confirm the verdict.
        confirm_written : bool
            A grader has to confirm fully verified texts, too.
        """
        return cls(
            notebook=notebook,
            question=question,
            outcome=verdict.outcome,
            credit=verdict.credit,
            score=None if verdict.credit is None else verdict.credit * max_score,
            max_score=max_score,
            misconception=verdict.misconception,
            feedback=verdict.feedback,
            suggested_credit=verdict.suggestion,
            needs_manual_grade=_needs_manual_grade(verdict.outcome, written, confirm_written),
            sandbox=sandbox,
            near_miss=verdict.near_miss,
            visible_checks_passed=visible_checks_passed,
            tested=tested,
        )

    @property
    def suggested_score(self) -> float | None:
        """Points that the checks suggest to the grader of an undecided answer."""
        return None if self.suggested_credit is None else self.suggested_credit * self.max_score

    @property
    def forgeable(self) -> bool:
        """Whether the points come from tests in the student's process, whose code can forge their result."""
        return self.tested is TestLevel.INSIDE and bool(self.score)


@dataclass(frozen=True, slots=True)
class NotebookResult:
    """The results of one notebook.

    Attributes
    ----------
    sandbox : str
        Level of the sandbox that the notebook ran in.
    problems : tuple of str
        What was found and repaired, or stopped, while the notebook was read and run.
    unreadable, absent : bool
        The submitted file could not be read, or there was none.
    """

    notebook: str
    questions: tuple[QuestionResult, ...]
    sandbox: str
    problems: tuple[str, ...] = ()
    unreadable: bool = False
    absent: bool = False

    @property
    def score(self) -> float:
        """Points earned so far."""
        return _score(self.questions)

    @property
    def max_score(self) -> float:
        """Points of all questions."""
        return _max_score(self.questions)

    @property
    def manual_grades_needed(self) -> int:
        """How many answers need manual grading."""
        return sum(question.needs_manual_grade for question in self.questions)


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """The results of one submission.

    Attributes
    ----------
    problems : tuple of str
        Those of the submitted folder and of all its notebooks.
    lateness_in_doubt : bool
        A grader has to find out whether the submission was late.
    """

    student: str
    notebooks: tuple[NotebookResult, ...]
    problems: tuple[str, ...] = ()
    lateness_in_doubt: bool = False

    @property
    def questions(self) -> tuple[QuestionResult, ...]:
        """The results of all notebooks, in order."""
        return tuple(question for notebook in self.notebooks for question in notebook.questions)

    @property
    def by_question(self) -> dict[tuple[str, str], QuestionResult]:
        """The results by notebook and question."""
        return {(question.notebook, question.question): question for question in self.questions}

    @property
    def score(self) -> float:
        """Points earned so far."""
        return _score(self.questions)

    @property
    def max_score(self) -> float:
        """Points of all questions."""
        return _max_score(self.questions)

    @property
    def manual_grades_needed(self) -> int:
        """How many answers need manual grading; a time of submission in doubt counts as one."""
        return sum(notebook.manual_grades_needed for notebook in self.notebooks) + self.lateness_in_doubt

    @property
    def needs_manual_grade(self) -> bool:
        """Whether any answer, or the time of submission, needs a grader."""
        return self.manual_grades_needed > 0


def _needs_manual_grade(outcome: Outcome, written: bool, confirm_written: bool) -> bool:
    match outcome:
        case Outcome.UNDECIDED:
            return True
        case Outcome.PARTIAL | Outcome.INCORRECT:
            return written
        case Outcome.CORRECT:
            return written and confirm_written
        case Outcome.UNANSWERED:
            return False


def _score(questions: Iterable[QuestionResult]) -> float:
    return sum(question.score or 0.0 for question in questions)


def _max_score(questions: Iterable[QuestionResult]) -> float:
    return sum(question.max_score for question in questions)
