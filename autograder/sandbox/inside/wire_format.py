"""The wire format of values: nodes with a closed set of tags, none of which can become code.

None, bool, 64-bit int, float and str are sent as they are. Every other value is a list that starts with its tag:

====================================  ========================================================
``["i", hex]``                        a larger int, as ``hex`` writes it
``["c", real, imaginary]``            complex
``["b", bytes]``                      bytes
``["l" | "t" | "s", node, ...]``      list, tuple, set
``["d", [key, value], ...]``          dict, two nodes a pair
``["r", start, stop, step]``          range, ints
``["a", dtype, shape, offset]``       an array of numbers in C order, in the frame's body
``["g", dtype, bytes]``               a NumPy scalar
``["u", shape, str, ...]``            an array of strings
``["o", shape, node, ...]``           an array of objects
``["e", row, ...]``                   a SymPy value, see `sympy_rows`
``["?", type name]``                  anything else: only its type name is sent
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
"""Characters of all strings in a value."""
MAX_ELEMENTS = 1 << 25
MAX_DIMENSIONS = 16
MAX_KEYS = 1_000
"""Items of one set or dict. With colliding hashes, building it takes quadratic time."""
MAX_HEX = 1_024
"""Hexadecimal digits of an int: 4096 bits, which Python can still print."""
MAX_TYPE_NAME = 100


def volume(shape: Any) -> int:
    """Return the number of elements, counting empty axes as 1, so that empty arrays cannot have huge axes."""
    return math.prod(max(side, 1) for side in shape)
