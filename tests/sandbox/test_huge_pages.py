"""Shared memory moves to huge pages, where the kernel has them, and keeps its content."""

import os
import subprocess
import sys

LINES = """
import ctypes, hashlib, mmap, os
from autograder.sandbox.inside import syscalls, huge_pages

def large():
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("AnonHugePages"))

# start with small pages, so that the kernel does not use huge ones by itself
kept = mmap.mmap(-1, 16 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
kept.madvise(mmap.MADV_NOHUGEPAGE)
for place in range(0, len(kept), 4096):
    kept[place] = place % 251
kept.madvise(mmap.MADV_HUGEPAGE)
before, small = hashlib.sha256(kept).hexdigest(), large()
huge_pages.use_huge_pages()
assert hashlib.sha256(kept).hexdigest() == before
if os.fork() == 0:
    os._exit(hashlib.sha256(kept).hexdigest() != before)
assert os.wait()[1] == 0
print(large() - small)
"""


def test_memory_keeps_its_content_in_huge_pages():
    done = subprocess.run([sys.executable, "-c", LINES], capture_output=True, text=True, check=True)
    version = tuple(int(part) for part in os.uname().release.split(".")[:2])
    if version >= (6, 1) and os.path.exists("/sys/kernel/mm/transparent_hugepage"):
        assert int(done.stdout) >= 8 << 10  # kilobytes
