"""The trusted solution of the homework, in plain NumPy: one module a notebook.

It computes the values that students' answers are compared with, so it is written to be checked by eye: a formula,
the loop that it stands for, and the shapes. Complex numbers pass through wherever a function is differentiated, so
that the tests can differentiate it by the complex step.
"""
