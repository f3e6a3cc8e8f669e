"""nbgrader's settings for this course: wiring only."""

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "rnn-course"

# The release is kept in git, so generating it again may replace it.
c.GenerateAssignment.force = True
c.GenerateAssignment.preprocessors.prepend(["autograder.nbgrader.preprocessors.CheckSource"])

c.Autograde.exporter_class = "autograder.nbgrader.preprocessors.SubmissionExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.preprocessors.Judge",
    "autograder.nbgrader.preprocessors.RecordVerdicts",
    "nbgrader.preprocessors.AssignLatePenalties",
]

c.GenerateFeedback.exporter_class = "autograder.nbgrader.feedback.exporter.FeedbackExporter"

c.ExchangeFactory.collect = "autograder.nbgrader.exchange.Collect"
c.ExchangeFactory.release_feedback = "autograder.nbgrader.exchange.ReleaseFeedback"
