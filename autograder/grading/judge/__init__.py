"""Judge in a process of its own, so that nothing a student sent can keep the grader busy or make it large.

Only that process loads the questions, with their references and the algebra that these need. Whoever leads the grading
holds an `outline` of them.
"""

from autograder.grading.judge.process import COULD_NOT_JUDGE, JudgeLimits, JudgeProcess

__all__ = ["COULD_NOT_JUDGE", "JudgeLimits", "JudgeProcess"]
