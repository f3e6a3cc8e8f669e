"""What a worker needs to grade submissions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from autograder.assignments.origin import Origin
from autograder.grading.submission import Release, Submission, SubmittedFiles


@dataclass(frozen=True)
class GradingConfig:
    """The settings that all submissions of a run share.

    Attributes
    ----------
    release : Release
        The released notebooks.
    level : str or None
        The sandbox level to use; None for the strongest that works.
    force : bool
        Whether to grade without a working sandbox.
    origin : Origin or None
        Where the questions come from; None for this package.
    notebook : str or None
        The only notebook that is to be graded; None for all.
    secret : bytes
        The course's secret, from which hidden inputs are drawn.
    private : tuple of str
        Files and folders that student code must not see. No grade depends on them, so they are not in the `repr`.
    """

    release: Release
    level: str | None = None
    force: bool = False
    origin: Origin | None = None
    notebook: str | None = None
    secret: bytes = field(default=b"", repr=False)
    private: tuple[str, ...] = field(default=(), repr=False)

    def chosen(self, submission: Submission) -> Submission:
        """Return a submission, reduced to the notebook that is to be graded."""
        return submission if self.notebook is None else submission.only(self.notebook)

    def packed(self) -> GradingConfig:
        """Return the config with the contents of the course's files, to be sent to another machine."""
        files = self.release.setup.files.packed()
        return replace(self, release=replace(self.release, setup=replace(self.release.setup, files=files)))

    @property
    def questions(self) -> Origin:
        """Where the questions come from."""
        return self.origin or Origin(self.release.assignment)


@dataclass(frozen=True)
class Task:
    """One submission to be graded.

    Attributes
    ----------
    student : str
    submitted_files : SubmittedFiles
    key : str
        Content key of everything that the result depends on.
    """

    student: str
    submitted_files: SubmittedFiles
    key: str = ""
