"""All that is found out about the checks of an assignment: what became of the corpus and of the mutants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.model import Question
from autograder.model.errors import CourseError
from autograder.release_check.fairness import kill_matrix, known_answers, parity, workers
from autograder.release_check.fairness.equivalents import Equivalent, declared, reason
from autograder.release_check.fairness.kill_matrix import MutantResult
from autograder.release_check.fairness.parity import Observed
from autograder.release_check.fairness.subject import Subject
from autograder.release_check.fairness.workers import Ended, Job

BATCH = 20
"""So many students are looked at in one job."""
BATCH_SECONDS, MUTANT_SECONDS = 120.0, 5.0
"""Processor time for a batch, and for a mutant: a hundred times what they take."""
MUTANTS_MEET = 5
"""On so many students' hidden inputs a mutant is judged."""


@dataclass(frozen=True)
class Study:
    """What was found out about an assignment.

    Attributes
    ----------
    assignment : str
    students : int
        On how many students' hidden inputs the answers of the corpus were judged.
    code, written : tuple of str
        Names of the questions that code answers, and of those that a text answers.
    alike : tuple of str
        Names of those code questions that ask everybody the very same.
    observed : tuple of Observed
    fates : tuple of MutantResult
    stale : tuple of Equivalent
        Declarations that fit no mutant that survives.
    troubles : tuple of str
        What could not be found out.
    """

    assignment: str
    students: int
    code: tuple[str, ...]
    written: tuple[str, ...]
    alike: tuple[str, ...]
    observed: tuple[Observed, ...]
    fates: tuple[MutantResult, ...]
    stale: tuple[Equivalent, ...] = ()
    troubles: tuple[str, ...] = ()

    def answers(self, question: str, right: bool) -> tuple[Observed, ...]:
        """Return what was observed of the right or of the wrong answers to a question."""
        return tuple(each for each in self.observed if (each.question, each.right) == (question, right))

    def mutants(self, question: str) -> tuple[MutantResult, ...]:
        """Return the fates of a question's mutants."""
        return tuple(fate for fate in self.fates if fate.question == question)

    @property
    def thin(self) -> tuple[Observed, ...]:
        """The answers that come near the tolerance on somebody's hidden inputs.

        Where everybody is asked the same, no rounding on another machine can turn a verdict over: the error is one that
        was chosen, such as that of six decimals.
        """
        return tuple(each for each in self.observed if each.thin and each.question not in self.alike)

    @property
    def survivors(self) -> tuple[MutantResult, ...]:
        """The mistakes that the checks do not notice."""
        return tuple(fate for fate in self.fates if fate.survivor)


def examine(
    subject: Subject,
    students: Sequence[str],
    processes: int | None = None,
    advance: Callable[[float], None] = lambda part: None,
) -> Study:
    """Find out how the checks of an assignment treat right and wrong answers.

    Parameters
    ----------
    subject : Subject
    students : sequence of str
        Names of students; they need not exist, but their hidden inputs depend on them.
    processes : int, optional
        How many at a time; by default as many as there are processors for us.
    advance : callable
        Is told, again and again, which fraction of the work is done.

    Raises
    ------
    CourseError
        There is no student, or the declarations of equivalent mutants cannot be read.
    """
    if not students:
        raise CourseError("hidden inputs are those of a student: there has to be one at least")
    known = declared(subject.home)
    code = [question for question in subject.questions() if known_answers.asks_for_code(question)]
    jobs: list[Job] = []
    for question in code:
        jobs += [*_batches(subject, question, students), *_mutants(subject, question, students)]
    results: list[object] = [None] * len(jobs)
    for done, (position, result) in enumerate(workers.run(jobs, processes), 1):
        results[position] = result
        advance(done / len(jobs))
    observed: list[Observed] = []
    fates: list[MutantResult] = []
    troubles: list[str] = []
    for job, result in zip(jobs, results, strict=True):
        if job.function is kill_matrix.fate:
            made = kill_matrix.cut_short(*job.arguments) if isinstance(result, Ended) else result
            assert isinstance(made, MutantResult)
            fates.append(replace(made, reason=reason(made.question, made.mutant, known)))
        elif isinstance(result, tuple):
            observed += result
        else:
            troubles.append(f"{job.arguments[1]}: answers of the corpus could not be judged: {result}")
    names = tuple(question.name for question in code)
    return Study(
        assignment=subject.assignment,
        students=len(students),
        code=names,
        written=tuple(question.name for question in subject.questions() if question.name not in names),
        alike=tuple(question.name for question in code if not parity.differs_between_students(question)),
        observed=tuple(parity.merged(observed)),
        fates=tuple(fates),
        stale=tuple(each for each in known if not _needed(each, fates)),
        troubles=tuple(troubles),
    )


def _batches(subject: Subject, question: Question, students: Sequence[str]) -> Iterator[Job]:
    """Yield the jobs that judge the answers of the corpus; once is enough where everybody is asked the same."""
    if not parity.differs_between_students(question):
        students = students[:1]
    for start in range(0, len(students), BATCH):
        yield Job(parity.observe, (subject, question.name, tuple(students[start : start + BATCH])), BATCH_SECONDS)


def _mutants(subject: Subject, question: Question, students: Sequence[str]) -> Iterator[Job]:
    """Yield the jobs that judge the mutants."""
    meet = tuple(students[: MUTANTS_MEET if parity.differs_between_students(question) else 1])
    for number in range(kill_matrix.count(subject, question.name)):
        yield Job(kill_matrix.fate, (subject, question.name, number, meet), MUTANT_SECONDS)


def _needed(declaration: Equivalent, fates: Iterable[MutantResult]) -> bool:
    """Whether a declaration speaks of a mutant that survives."""
    return any(declaration.covers(fate.question, fate.mutant) and not fate.killed for fate in fates)
