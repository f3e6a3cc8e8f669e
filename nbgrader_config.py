"""nbgrader's settings for this course: wiring only."""

from autograder.course import IGNORED

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "rnn-course"
c.CourseDirectory.ignore = IGNORED

# The release is kept in git: generating it anew replaces it.
c.GenerateAssignment.force = True
c.GenerateAssignment.preprocessors.prepend(["autograder.preprocessors.CheckSource"])

c.Autograde.exporter_class = "autograder.preprocessors.SubmissionExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.preprocessors.Judge",
    "autograder.preprocessors.RecordVerdicts",
    "nbgrader.preprocessors.AssignLatePenalties",
]

c.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
