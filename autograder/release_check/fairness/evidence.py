"""Collects evidence about the checks of an assignment: the verdicts on known answers and on mutants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.model import Question
from autograder.model.errors import CourseError
from autograder.release_check.fairness import kill_matrix, known_answers, parity, workers
from autograder.release_check.fairness.equivalents import Equivalent, declared, reason
from autograder.release_check.fairness.kill_matrix import MutantResult
from autograder.release_check.fairness.parity import AnswerResult
from autograder.release_check.fairness.target import Target
from autograder.release_check.fairness.workers import Ended, Job

BATCH = 20
"""Number of students in one job."""
BATCH_SECONDS, MUTANT_SECONDS = 120.0, 5.0
"""Limits of processor time for a batch and for a mutant, a hundred times what they usually need."""
MUTANTS_MEET = 5
"""Number of students on whose hidden inputs a mutant is judged."""


@dataclass(frozen=True)
class Evidence:
    """The verdicts on known answers and mutants of an assignment.

    Attributes
    ----------
    assignment : str
    students : int
        Number of students on whose hidden inputs known answers were judged.
    code, written : tuple of str
        Names of the questions whose answer is code, and of those whose answer is text.
    identical : tuple of str
        Names of the code questions that are identical for all students.
    answer_results : tuple of AnswerResult
    mutant_results : tuple of MutantResult
    stale : tuple of Equivalent
        Declarations of equivalent mutants that match no surviving mutant.
    troubles : tuple of str
        Questions whose known answers could not be judged, with the reason.
    """

    assignment: str
    students: int
    code: tuple[str, ...]
    written: tuple[str, ...]
    identical: tuple[str, ...]
    answer_results: tuple[AnswerResult, ...]
    mutant_results: tuple[MutantResult, ...]
    stale: tuple[Equivalent, ...] = ()
    troubles: tuple[str, ...] = ()

    def answers(self, question: str, right: bool) -> tuple[AnswerResult, ...]:
        """Return the results of the right or the wrong answers to a question."""
        return tuple(each for each in self.answer_results if (each.question, each.right) == (question, right))

    def mutants(self, question: str) -> tuple[MutantResult, ...]:
        """Return the results of a question's mutants."""
        return tuple(each for each in self.mutant_results if each.question == question)

    @property
    def narrow(self) -> tuple[AnswerResult, ...]:
        """The answers whose error is close to the tolerance for some student.

        Questions that are identical for all students do not count: there the error was chosen, such as that of a number
        with six decimals, and rounding on another machine cannot change the verdict.
        """
        return tuple(each for each in self.answer_results if each.narrow and each.question not in self.identical)

    @property
    def survivors(self) -> tuple[MutantResult, ...]:
        """The mutants that the checks miss."""
        return tuple(each for each in self.mutant_results if each.survivor)


def collect_evidence(
    target: Target,
    students: Sequence[str],
    processes: int | None = None,
    advance: Callable[[float], None] = lambda part: None,
) -> Evidence:
    """Judge right and wrong answers to the questions of an assignment.

    Parameters
    ----------
    target : Target
    students : sequence of str
        Names of students; they need not exist, but their hidden inputs depend on them.
    processes : int, optional
        Number of parallel processes; by default, the number of available processors.
    advance : callable
        Called with the fraction of the work that is done.

    Raises
    ------
    CourseError
        There is no student, or the declarations of equivalent mutants cannot be read.
    """
    if not students:
        raise CourseError("hidden inputs depend on the student: give at least one")
    known = declared(target.home)
    code = [question for question in target.questions() if known_answers.asks_for_code(question)]
    jobs: list[Job] = []
    for question in code:
        jobs += [*_batches(target, question, students), *_mutants(target, question, students)]
    results: list[object] = [None] * len(jobs)
    for done, (position, result) in enumerate(workers.run(jobs, processes), 1):
        results[position] = result
        advance(done / len(jobs))
    answer_results: list[AnswerResult] = []
    mutant_results: list[MutantResult] = []
    troubles: list[str] = []
    for job, result in zip(jobs, results, strict=True):
        if job.function is kill_matrix.judge_mutant:
            made = kill_matrix.cut_short(*job.arguments) if isinstance(result, Ended) else result
            assert isinstance(made, MutantResult)
            mutant_results.append(replace(made, reason=reason(made.question, made.mutant, known)))
        elif isinstance(result, tuple):
            answer_results += result
        else:
            troubles.append(f"{job.arguments[1]}: known answers could not be judged: {result}")
    names = tuple(question.name for question in code)
    return Evidence(
        assignment=target.assignment,
        students=len(students),
        code=names,
        written=tuple(question.name for question in target.questions() if question.name not in names),
        identical=tuple(question.name for question in code if not parity.differs_between_students(question)),
        answer_results=tuple(parity.merged(answer_results)),
        mutant_results=tuple(mutant_results),
        stale=tuple(each for each in known if not _needed(each, mutant_results)),
        troubles=tuple(troubles),
    )


def _batches(target: Target, question: Question, students: Sequence[str]) -> Iterator[Job]:
    """Yield the jobs that judge known answers; one student is enough if the question is identical for all."""
    if not parity.differs_between_students(question):
        students = students[:1]
    for start in range(0, len(students), BATCH):
        yield Job(parity.judge_answers, (target, question.name, tuple(students[start : start + BATCH])), BATCH_SECONDS)


def _mutants(target: Target, question: Question, students: Sequence[str]) -> Iterator[Job]:
    """Yield the jobs that judge the mutants."""
    meet = tuple(students[: MUTANTS_MEET if parity.differs_between_students(question) else 1])
    for number in range(kill_matrix.count(target, question.name)):
        yield Job(kill_matrix.judge_mutant, (target, question.name, number, meet), MUTANT_SECONDS)


def _needed(declaration: Equivalent, mutant_results: Iterable[MutantResult]) -> bool:
    """Whether a declaration matches a surviving mutant."""
    return any(declaration.covers(each.question, each.mutant) and not each.killed for each in mutant_results)
