"""Turn a submitted folder into notebooks that can be graded. Nothing is executed here."""

from autograder.grading.submission.cells import Notebook, NotebookCell, Role
from autograder.grading.submission.folder import HandedIn, Submission, collect, read_submission, understand
from autograder.grading.submission.release import Release, read_release

__all__ = [
    "HandedIn",
    "Notebook",
    "NotebookCell",
    "Release",
    "Role",
    "Submission",
    "collect",
    "read_release",
    "read_submission",
    "understand",
]
