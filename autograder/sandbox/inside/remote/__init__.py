"""Tests that run in a process of their own: the student's names in it are stand-ins whose calls and values travel.

`student` answers for the student's process, `test_cells` runs the tests in theirs, where student code never is. What
travels are copies of plain values (`values`), and numbers for everything else, which stays where it is (`handles`).
Nothing that travels is evaluated or unpickled.
"""
