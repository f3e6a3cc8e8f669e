"""Processes of our own that answer calls: the questions' judges, grading workers, makers of feedback, mutation testing.

`server` runs in such a process, `client` starts it and calls it, `startup` keeps their imports short. The sandbox has
a fork server of its own: student code never runs in one of these.
"""

from autograder.processes.client import LostError, Server
from autograder.processes.service import Service

__all__ = ["LostError", "Server", "Service"]
