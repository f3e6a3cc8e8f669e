"""Put the memory that all children share into large pages.

A fork copies one entry of a table for every page, and the end of a child takes it down again: with small pages that is
a third of what it takes to make a child. A child that writes gets small copies of its own all the same.
"""

from __future__ import annotations

import contextlib

from . import syscalls

HUGE_PAGE = 2 << 20
_COLLAPSE = 25
"""Linux 6.1; elsewhere pages stay as they are."""


def use_huge_pages() -> None:
    """Move private memory into large pages, as far as it fills them."""
    for start, end in _private():
        first, last = -(-start // HUGE_PAGE) * HUGE_PAGE, end // HUGE_PAGE * HUGE_PAGE
        if first < last:
            with contextlib.suppress(OSError):  # partly: it is holes that cannot be moved
                syscalls.advise(first, last - first, _COLLAPSE)


def _private() -> list[tuple[int, int]]:
    """Return where memory begins and ends that can be written to and belongs to no file."""
    found = []
    with open("/proc/self/maps") as file:
        for line in file:
            addresses, rights, _, _, node, *_ = line.split(maxsplit=5)
            if rights == "rw-p" and node == "0":
                start, _, end = addresses.partition("-")
                found.append((int(start, 16), int(end, 16)))
    return found
