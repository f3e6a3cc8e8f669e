"""Recognise answers outside of the answer cells: in another kind of cell, or in a cell without metadata."""

from __future__ import annotations

import re

from autograder.grading.submission.cells import NOT_AN_ANSWER

_TEXT_MAGIC = re.compile(r"\s*%%(?:latex|markdown|html|tex)\b[^\n]*\n?", re.IGNORECASE)
_OTHER_MAGIC = re.compile(r"\s*[%!]")
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
_LITERAL = re.compile(
    r"""\#[ ]?(?P<comment>[^\n]*)
    |(?P<prefix>\b[rRuUbBfF]{1,2})?
    (?:(?P<quotes>\"{3}|'{3})(?P<long>(?:[^\\]|\\.)*?)(?:(?P=quotes)|\Z)
    |(?P<quote>["'])(?P<short>(?:[^\\\n]|\\.)*?)(?:(?P=quote)|$))""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_TEX = re.compile(r"\\[A-Za-z]{2}")
_MATHS = re.compile(r"\\(?:frac|partial|sum|prod|begin|mathrm|cdot)\b|[∂∇Σ∑Π∏]|\bd\w{1,3}\s*/\s*d\w")
_MIN_MATHS = 3
_DISPLAYS = re.compile(r"\b(?:print|display|Markdown|HTML|Latex|Math|cprint|md)\(\s*\Z")
_MIN_DISPLAYED = 12
"""Words of a string that is an answer rather than a caption of what was computed."""
_PICTURE = re.compile(r"!\[[^\[\]]{0,300}\]\(|<img\b", re.IGNORECASE)
_PICTURE_FILE = re.compile(
    r"\b(?:Image|imread|open|imshow|SVG)\([^()\n]{0,200}?[\"']([^\"'\n]{1,200}\.(?:png|jpe?g|heic|gif|webp|bmp|tiff?|svg))\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[()\[\]{}=]|^\s*(?:def|class|import|from|for|return)\b", re.MULTILINE)


def text_of(kind: str, source: str) -> str:
    """Return the text of a cell that is written for a reader; "" if it contains code or nothing.

    Text in a raw cell, below ``%%latex`` or ``%%markdown``, in a code cell of comments and strings only, and prose or
    LaTeX in a code cell count as text.

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
    code = _LITERAL.sub("", source)
    if not code.strip(" \n\t;"):
        return _literals(source)
    return source if _TEX.search(code) or _is_prose(source) else ""


def text_in_code(source: str) -> str:
    """Return the text in a code cell that may be an answer; "" if there is none.

    That is the name of the picture that it shows, its comments and strings if they contain formulas, or sentences that
    it displays.
    """
    if picture := _PICTURE_FILE.search(source):
        return f"picture {picture[1]}"
    text = _literals(source)
    return text if holds_formulas(text) else _displayed(source)


def holds_formulas(text: str) -> bool:
    """Whether a text has so many formulas in it that it may be a derivation."""
    return len(_MATHS.findall(text)) >= _MIN_MATHS


def _displayed(source: str) -> str:
    """Return the first string of many words that a code cell prints or displays."""
    for found in _LITERAL.finditer(source):
        said = found["long"] or found["short"] or ""
        if len(_SPOKEN.findall(said[:4000])) >= _MIN_DISPLAYED and _DISPLAYS.search(source[: found.start()][-100:]):
            return said
    return ""


def _literals(source: str) -> str:
    """Return the comments and strings of a code cell, found by regular expressions without parsing it."""
    parts = []
    for found in _LITERAL.finditer(source):
        said = found["comment"] or found["long"] or found["short"] or ""
        parts.append(said if "r" in (found["prefix"] or "r").lower() else said.replace("\\\\", "\\"))
    return "\n".join(parts)


def is_answer(text: str) -> bool:
    """Whether a text is long enough to be an answer, rather than a heading, a placeholder or a short note."""
    rest = "\n".join(line for line in text.splitlines() if not _HEADING.match(line)).strip()
    if rest in NOT_AN_ANSWER or rest.lower().startswith(_PLACEHOLDERS):
        return False
    return bool(_FORMULA.search(rest)) or len(_WORD.findall(rest[:2000])) >= _MIN_WORDS or bool(_PICTURE.search(rest))


def heading_of(text: str) -> str:
    """Return the first heading in a text; "" if it has none."""
    return next((found[1] for line in text.splitlines()[:200] if (found := _HEADING.match(line))), "")


def _is_prose(source: str) -> bool:
    """Whether a code cell contains sentences: many more words than programming symbols. It is not parsed."""
    start = source[:4000]
    return (words := len(_SPOKEN.findall(start))) >= _MIN_WORDS and words > 2 * len(_SIGNS.findall(start))
