"""Values as plain nodes: a closed set of tags, and nothing that could become code.

None, bool, int of 64 bits, float and str are themselves; everything else is a list that starts with its tag:

====================================  ========================================================
``["i", hex]``                        a larger int, as ``hex`` writes it
``["c", real, imaginary]``            complex
``["b", bytes]``                      bytes
``["l" | "t" | "s", node, ...]``      list, tuple, set
``["d", [key, value], ...]``          dict, two nodes a pair
``["r", start, stop, step]``          range, ints
``["a", dtype, shape, offset]``       an array of numbers in C order, in the frame's body
``["g", dtype, bytes]``               a NumPy scalar
``["u", shape, str, ...]``            an array of texts
``["o", shape, node, ...]``           an array of objects
``["e", row, ...]``                   a SymPy value, see `sympy_rows`
``["?", type name]``                  anything else: only the name of its type crosses
====================================  ========================================================
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

NUMBERS = frozenset(np.dtype(char).str for char in "?bhilqBHILQefdFD")
MAX_DEPTH = 32
MAX_VALUES = 100_000
MAX_TEXT = 1 << 20
"""Characters of all texts of a value together."""
MAX_ELEMENTS = 1 << 25
MAX_DIMENSIONS = 16
MAX_KEYS = 1_000
"""Items of one set or dict: their hashes can be made to collide, and then time grows with the square."""
MAX_HEX = 1_024
"""Digits of an int: 4096 bits, which Python still prints."""
MAX_TYPE_NAME = 100


def volume(shape: Any) -> int:
    """Return the number of elements as if no side were empty: an empty array is not to have a huge side."""
    return math.prod(max(side, 1) for side in shape)
