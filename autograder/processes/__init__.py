"""Processes of our own that answer calls: the questions' judges, grading workers, feedback pages, mutation tests.

`server` runs in such a process, `client` starts it and calls it, `startup` shortens what a user waits for. Libraries
such as pebble and concurrent.futures run one call at a time in a process, so that calls could not share a sandbox, and
they leave busy processes behind when their client is killed. The sandbox has a fork server of its own: student code
never runs in one of these processes.
"""
