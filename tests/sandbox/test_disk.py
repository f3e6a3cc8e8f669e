"""What students write counts and goes away, with a name or without one."""

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
def test_a_file_that_lost_its_name_counts_as_long_as_it_is_open(at_level, level):
    (result,) = at_level(level).cells(NAMELESS)
    full = result.raised is not None and result.raised.kind == "OSError"
    noticed = result.stopped is not None and result.stopped.why is Stop.OUTPUT
    assert full or noticed


@pytest.mark.parametrize("mode", ["0", "0o100", "0o500"])
def test_a_folder_that_is_closed_to_its_owner_takes_no_room_from_the_next(at_level, mode):
    room = at_level("outer")
    for _ in range(3):
        (left,) = room.cells(CLOSED.replace("MODE", mode), limits=ROOMY)
        assert left.raised is None, left
    (result,) = room.cells("with open('mine', 'wb') as file: file.write(bytes(100 << 20))", limits=ROOMY)
    assert result.raised is None
    assert result.stopped is None
