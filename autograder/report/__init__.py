"""What a run of the grader leaves for people and programs: a table in the terminal and a JSON file."""

from autograder.report.as_json import as_json
from autograder.report.doctor import diagnosis
from autograder.report.junit import junit
from autograder.report.markdown import markdown
from autograder.report.progress import progress_bar
from autograder.report.table import Line, notices, tables

__all__ = ["Line", "as_json", "diagnosis", "junit", "markdown", "notices", "progress_bar", "tables"]
