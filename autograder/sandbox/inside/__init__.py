"""The code that runs inside the sandbox, and the wire format that both sides share.

Nothing here imports the rest of the project. The sandbox imports this folder as the package `inside`, the grader as
`autograder.sandbox.inside`; so imports are relative.
"""
