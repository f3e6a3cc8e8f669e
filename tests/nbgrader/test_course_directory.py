"""Folders that nbgrader's commands cannot handle are named and left out, instead of ending the run for everybody."""

from __future__ import annotations

import logging
import os
from types import SimpleNamespace

import pytest

from autograder.nbgrader.course_directory import leave_out_unmatched


@pytest.mark.parametrize("name", ["new\nline", "\n" * 200, os.fsdecode(b"m\xfcller")])
def test_a_folder_that_ends_the_run_is_left_out_and_named(name, caplog):
    assignments = {f"/c/submitted/{each}/rnn": [] for each in ("honest", name, "\u202ebidi", "=1+1", "a" * 255)}
    converter = SimpleNamespace(assignments=dict(assignments), log=logging.getLogger("converter"))
    leave_out_unmatched(converter)
    assert assignments.keys() - converter.assignments.keys() == {f"/c/submitted/{name}/rnn"}
    (message,) = caplog.messages
    assert "is left out" in message
    assert message.isprintable()
