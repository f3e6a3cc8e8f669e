"""The numbers behind the class report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles

from autograder.model import Outcome
from autograder.model.result import QuestionResult
from autograder.store.graded import Entry

OUTCOMES = tuple(Outcome)
BINS = 10
SLOWEST = 10


@dataclass(frozen=True)
class QuestionRow:
    """The results of the class for one question.

    Attributes
    ----------
    mean : float or None
        Mean credit of all decided answers; None if there are none.
    outcomes : mapping
        Number of answers with each outcome.
    forgeable : int
        Number of answers with points from tests that ran in the student's process.
    """

    notebook: str
    question: str
    max_score: float
    mean: float | None
    outcomes: Mapping[Outcome, int]
    forgeable: int = 0


@dataclass(frozen=True)
class Misunderstanding:
    """A misconception and the students who have it."""

    notebook: str
    question: str
    name: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class ToReview:
    """An answer that a grader should look at, because it needs manual grading or is a near miss."""

    student: str
    result: QuestionResult

    @property
    def reason(self) -> str:
        """Why a grader should look at it."""
        undecided = self.result.score is None
        return self.result.near_miss or ("undecided" if undecided else f"{self.result.outcome}: to confirm")

    @property
    def suggested_score(self) -> float | None:
        """The points that the checks gave or suggest."""
        return self.result.suggested_score if self.result.score is None else self.result.score


@dataclass(frozen=True)
class Overview:
    """The contents of the class report.

    Attributes
    ----------
    scores : tuple of float
        One per student; undecided answers count as zero.
    repairs : tuple of (str, tuple of str)
        Problems that were found while a student's submission was read and run.
    levels : mapping
        Number of submissions graded at each sandbox level.
    seconds : float
        Median grading time of a submission.
    """

    assignment: str
    students: int
    max_score: float
    scores: tuple[float, ...]
    waiting_students: int
    questions: tuple[QuestionRow, ...]
    misconceptions: tuple[Misunderstanding, ...]
    to_review: tuple[ToReview, ...]
    repairs: tuple[tuple[str, tuple[str, ...]], ...]
    levels: Mapping[str, int]
    seconds: float
    slowest: tuple[tuple[str, float], ...]

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """Lower quartile, median and upper quartile of the scores."""
        if len(self.scores) < 2:
            only = self.scores[0] if self.scores else 0.0
            return only, only, only
        low, middle, high = quantiles(self.scores, n=4, method="inclusive")
        return low, middle, high

    @property
    def bins(self) -> tuple[tuple[float, float, int], ...]:
        """Lower end, upper end and count of each tenth of the points; the last tenth includes its upper end."""
        width = self.max_score / BINS or 1.0
        counts = Counter(min(int(score / width + 1e-9), BINS - 1) for score in self.scores)
        return tuple((width * number, width * (number + 1), counts[number]) for number in range(BINS))


def overview(assignment: str, entries: Iterable[Entry]) -> Overview:
    """Summarise the results of a class."""
    entries = sorted(entries, key=lambda entry: entry.result.student)
    asked: dict[tuple[str, str], list[tuple[str, QuestionResult]]] = defaultdict(list)
    for entry in entries:
        for question in entry.result.questions:
            asked[question.notebook, question.question].append((entry.result.student, question))
    times = [(entry.result.student, entry.seconds) for entry in entries]
    return Overview(
        assignment=assignment,
        students=len(entries),
        max_score=max((entry.result.max_score for entry in entries), default=0.0),
        scores=tuple(entry.result.score for entry in entries),
        waiting_students=sum(entry.result.needs_manual_grade for entry in entries),
        questions=tuple(sorted(map(_row, asked.values()), key=_difficulty)),
        misconceptions=tuple(
            sorted(_misconceptions(asked), key=lambda each: (-len(each.students), each.question, each.name))
        ),
        to_review=tuple(_to_review(entries)),
        repairs=tuple((each.result.student, each.result.problems) for each in entries if each.result.problems),
        levels=Counter(entry.sandbox.level for entry in entries),
        seconds=median(seconds for _, seconds in times) if times else 0.0,
        slowest=tuple(sorted(times, key=lambda each: (-each[1], each[0]))[:SLOWEST]),
    )


def _row(answers: Sequence[tuple[str, QuestionResult]]) -> QuestionRow:
    questions = [question for _, question in answers]
    credits_ = [question.credit for question in questions if question.credit is not None]
    counts = Counter(question.outcome for question in questions)
    first = questions[0]
    outcomes = {outcome: counts[outcome] for outcome in OUTCOMES}
    average = mean(credits_) if credits_ else None
    forgeable = sum(result.forgeable for _, result in answers)
    return QuestionRow(first.notebook, first.question, first.max_score, average, outcomes, forgeable)


def _difficulty(row: QuestionRow) -> tuple[bool, float, str, str]:
    """Sort key: the hardest question first, undecided ones last."""
    return row.mean is None, row.mean or 0.0, row.notebook, row.question


def _misconceptions(
    asked: Mapping[tuple[str, str], Sequence[tuple[str, QuestionResult]]],
) -> Iterable[Misunderstanding]:
    for (notebook, question), answers in asked.items():
        having: dict[str, list[str]] = defaultdict(list)
        for student, answer in answers:
            if answer.misconception:
                having[answer.misconception].append(student)
        for name, students in having.items():
            yield Misunderstanding(notebook, question, name, tuple(students))


def _to_review(entries: Sequence[Entry]) -> Iterable[ToReview]:
    for entry in entries:
        for question in entry.result.questions:
            if question.needs_manual_grade or question.near_miss:
                yield ToReview(entry.result.student, question)
