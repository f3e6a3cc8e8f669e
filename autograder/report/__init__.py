"""What a run of the grader leaves for people and programs: a table in the terminal and a JSON file."""

from autograder.report.as_json import as_json
from autograder.report.doctor import diagnosis
from autograder.report.table import notices, table

__all__ = ["as_json", "diagnosis", "notices", "table"]
