"""Recognise answers that a student typed outside of an answer cell: in another kind of cell, or without metadata."""

from __future__ import annotations

import re

from autograder.grading.submission.cells import NOT_AN_ANSWER

_TEXT_MAGIC = re.compile(r"\s*%%(?:latex|markdown|html|tex)\b[^\n]*\n?", re.IGNORECASE)
_OTHER_MAGIC = re.compile(r"\s*[%!]")
_COMMENT = re.compile(r"^[ \t]*# ?", re.MULTILINE)
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(.*\S)")
_PLACEHOLDERS = (
    "double-click (or enter) to edit",
    "type *markdown* and latex: $\\alpha^2$",
    "start coding or generate",
)
"""What Colab and Jupyter show in a new cell."""
_MIN_WORDS = 6
_FORMULA = re.compile(r"[=\\$∂Σ∑]")
_WORD = re.compile(r"\w\w+")
_SPOKEN = re.compile(r"\b[^\W\d_]{2,}\b(?=[ ,.;:])")
_SIGNS = re.compile(r"[()\[\]{}=]|^\s*(?:def|class|import|from|for|return)\b", re.MULTILINE)


def text_of(kind: str, source: str) -> str:
    """Return the text that a cell holds for a reader; "" if it holds code, or nothing.

    Text in a raw cell, below ``%%latex`` or ``%%markdown``, in a code cell of comments or of one string, and prose in
    a code cell count as text.

    Parameters
    ----------
    kind : str
        "code", "markdown" or "raw".
    source : str
    """
    if kind != "code":
        return source
    if magic := _TEXT_MAGIC.match(source):
        return source[magic.end() :]
    if _OTHER_MAGIC.match(source):
        return ""
    lines = [line for line in source.splitlines() if line.strip()]
    if lines and all(line.lstrip().startswith("#") for line in lines):
        return _COMMENT.sub("", source)
    whole = source.strip().removesuffix(";").rstrip()
    for quote in ('"""', "'''"):
        if whole.startswith(quote) and whole.endswith(quote) and whole.count(quote) == 2:
            return whole[3:-3]
    return source if _is_prose(source) else ""


def is_answer(text: str) -> bool:
    """Whether a text is long enough to be an answer, rather than a heading, a placeholder or a short note."""
    rest = "\n".join(line for line in text.splitlines() if not _HEADING.match(line)).strip()
    if rest in NOT_AN_ANSWER or rest.lower().startswith(_PLACEHOLDERS):
        return False
    return bool(_FORMULA.search(rest)) or len(_WORD.findall(rest[:2000])) >= _MIN_WORDS or "](attachment:" in rest


def heading_of(text: str) -> str:
    """Return the first heading in a text; "" if it has none."""
    return next((found[1] for line in text.splitlines()[:200] if (found := _HEADING.match(line))), "")


def _is_prose(source: str) -> bool:
    """Whether a code cell holds sentences: many more words than signs of a program. Nothing of it is parsed."""
    start = source[:4000]
    return (words := len(_SPOKEN.findall(start))) >= _MIN_WORDS and words > 2 * len(_SIGNS.findall(start))
