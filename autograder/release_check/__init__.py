"""`autograder check`: notebooks and questions match, nothing leaks, and the hidden checks are fair.

`lint` reads notebooks, `fairness` tests the checks with right answers, misconceptions and mutants.
"""
