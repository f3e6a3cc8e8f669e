"""What a run of the grader leaves for people and programs: a table in the terminal and a JSON file."""

from autograder.reports.as_json import as_json
from autograder.reports.doctor import diagnosis
from autograder.reports.junit import junit
from autograder.reports.markdown import markdown
from autograder.reports.progress import progress_bar
from autograder.reports.table import Line, notices, tables

__all__ = ["Line", "as_json", "diagnosis", "junit", "markdown", "notices", "progress_bar", "tables"]
