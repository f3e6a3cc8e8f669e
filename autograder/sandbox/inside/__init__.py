"""What runs inside the jail, and the wire format that both sides share. Nothing here imports the rest of the project.

Inside, this folder is the package `inside`; for the grader it is `autograder.sandbox.inside`: hence relative imports.
"""
