"""The lines of `nbgrader_config.py` that make nbgrader's own commands grade with this package."""

from __future__ import annotations

BEGIN, END = "# --- autograder: begin (written by `autograder init`) ---", "# --- autograder: end ---"
LINES = """c = get_config()  # noqa: F821 - nbgrader provides it
c.Autograde.exporter_class = "autograder.nbgrader.preprocessors.SubmissionExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.preprocessors.Judge",
    "autograder.nbgrader.preprocessors.RecordVerdicts",
    "nbgrader.preprocessors.AssignLatePenalties",
]
c.GenerateFeedback.exporter_class = "autograder.nbgrader.feedback.exporter.FeedbackExporter"
"""


def added(settings: str) -> str:
    """Return the text of a `nbgrader_config.py` with the lines at its end; unchanged if it has them."""
    block = f"{BEGIN}\n{LINES}{END}\n"
    return settings if block in settings else f"{removed(settings).rstrip()}\n\n{block}".lstrip("\n")


def removed(settings: str) -> str:
    """Return the text of a `nbgrader_config.py` without the lines."""
    before, begin, rest = settings.partition(BEGIN)
    if not begin or END not in rest:
        return settings
    after = rest.partition(END)[2].lstrip("\n")
    return f"{before.rstrip()}\n{after}" if before.strip() else after
