"""Turn a submitted folder into notebooks that can be graded. Nothing is executed here."""

from autograder.grading.submission.cells import Notebook, NotebookCell, Role
from autograder.grading.submission.folder import Submission, SubmittedFiles, collect, match_notebooks, read_submission
from autograder.grading.submission.release import Release, read_release

__all__ = [
    "Notebook",
    "NotebookCell",
    "Release",
    "Role",
    "Submission",
    "SubmittedFiles",
    "collect",
    "match_notebooks",
    "read_release",
    "read_submission",
]
