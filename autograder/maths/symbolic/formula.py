"""Parses short formulas with a closed grammar into the same node tables as values from the sandbox.

The text is never evaluated as code.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

from lark import Lark
from lark.exceptions import LarkError

from autograder.maths.symbolic.formula_rows import Rows
from autograder.maths.unreadable import UnreadableError
from autograder.model import Expression

MAX_LENGTH = 2_000
MAX_BRACKETS = 40
MAX_POWERS = 30

_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("−–—", "-"),
        **dict.fromkeys("·×⋅∗", "*"),
        **dict.fromkeys("÷∕", "/"),
        "≤": "<=",
        "⩽": "<=",
        "≥": ">=",
        "⩾": ">=",
        "\u00a0": " ",
        "½": "(1/2)",
        "¼": "(1/4)",
        "∞": " oo ",
        "√": "sqrt",
        **dict.fromkeys("（", "("),
        **dict.fromkeys("）", ")"),
        "，": ",",
    }
)


def parse(text: str, symbols: Collection[str] = ()) -> Expression:
    """Parse a formula, a set, a condition or a matrix.

    Parameters
    ----------
    text : str
        Such as ``"exp(-x)/(1+exp(-x))**2"``, ``"2x(1-x)"``, ``"(0, 1/4]"``, ``"{0, 1}"``, ``"0 < y ≤ ¼"``.
    symbols : collection of str
        Names that are variables even before a bracket: ``x(1-x)`` is a product if x is one of them.

    Raises
    ------
    UnreadableError
        If the text is too long, ambiguous (``1/2x``), or none of these.
    """
    if len(text) > MAX_LENGTH or not text.strip():
        raise UnreadableError("the formula is empty" if not text.strip() else "the formula is too long")
    plain = text.translate(_SPELLINGS)
    if max(_nesting(plain), 0) > MAX_BRACKETS or plain.count("^") + plain.count("**") > MAX_POWERS:
        raise UnreadableError("the formula is nested too deeply")
    try:
        rows = Rows(frozenset(symbols))
        rows.finish(rows.transform(_grammar().parse(plain)))
    except LarkError as error:
        cause = getattr(error, "orig_exc", None)
        raise cause if isinstance(cause, UnreadableError) else UnreadableError("the formula cannot be read") from error
    return Expression(tuple(rows.rows))


def _nesting(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


@cache
def _grammar() -> Lark:
    return Lark(Path(__file__).with_suffix(".lark").read_text(encoding="utf-8"), parser="lalr")
