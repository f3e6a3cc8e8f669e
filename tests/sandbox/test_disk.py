"""Files of students count against the disk limit and are removed, even without a name."""

import pytest

from autograder.model import Limits, Stop

ROOMY = Limits(seconds=10, cpu_seconds=10, memory_mb=256, disk_mb=120)
NAMELESS = """
import os, time
files = []
for number in range(8):
    files.append(open(f"file{number}", "wb", buffering=0))
    os.unlink(f"file{number}")
    files[-1].write(bytes(2 << 20))
time.sleep(2)
"""
CLOSED = """
import os
for number in range(5):
    with open(f"file{number}", "wb") as file:
        file.write(bytes(20 << 20))
os.mkdir("folder")
os.mkdir("folder/closed", MODE)
"""


@pytest.mark.parametrize("level", ["ns", "outer"])
def test_unlinked_file_counts_while_it_is_open(at_level, level):
    (result,) = at_level(level).cells(NAMELESS)
    full = result.raised is not None and result.raised.kind == "OSError"
    noticed = result.stopped is not None and result.stopped.why is Stop.OUTPUT
    assert full or noticed


@pytest.mark.parametrize("mode", ["0", "0o100", "0o500"])
def test_unreadable_folder_takes_no_space_from_the_next_child(at_level, mode):
    harness = at_level("outer")
    for _ in range(3):
        (left,) = harness.cells(CLOSED.replace("MODE", mode), limits=ROOMY)
        assert left.raised is None, left
    (result,) = harness.cells("with open('mine', 'wb') as file: file.write(bytes(100 << 20))", limits=ROOMY)
    assert result.raised is None
    assert result.stopped is None
