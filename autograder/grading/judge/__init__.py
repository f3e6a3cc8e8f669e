"""Judge answers in another process, so that no submission can keep the grader busy or use up its memory.

Only that process loads the questions, with their references and SymPy. The grader has an `outline` of them.
"""

from autograder.grading.judge.process import COULD_NOT_JUDGE, JudgeLimits, JudgeProcess

__all__ = ["COULD_NOT_JUDGE", "JudgeLimits", "JudgeProcess"]
