"""The results of grading: tables and progress in the terminal, JSON, JUnit and Markdown."""

from autograder.reports.as_json import as_json
from autograder.reports.doctor import diagnosis
from autograder.reports.junit import junit
from autograder.reports.markdown import markdown
from autograder.reports.progress import progress_bar
from autograder.reports.table import Line, Points, notices, print_tables

__all__ = [
    "Line",
    "Points",
    "as_json",
    "diagnosis",
    "junit",
    "markdown",
    "notices",
    "print_tables",
    "progress_bar",
]
