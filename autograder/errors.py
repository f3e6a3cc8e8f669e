"""The exceptions of this project. A student's mistake is never one of them: it is a value."""


class AutograderError(Exception):
    """Something the person who runs the grader has to see."""


class CourseError(AutograderError):
    """The course is at fault: a notebook, a question or a setting that its author has to mend."""


class SandboxError(AutograderError):
    """The sandbox is at fault: it cannot start, or broke for a reason that is not the student's."""
