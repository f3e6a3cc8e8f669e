r"""Tells labels beside a formula from its factors: `\quad (9)`, `(chain\ rule)`, and `②` at the end of a row."""

from __future__ import annotations

from autograder.maths.latex.tokens import Token

_OPENERS = ("FRAC", "NABLA", "PARTIAL", "NAME", "BIG")
_OPERATORS = ("SIGN", "TIMES", "CIRCLED", "SLASH", "REL", "SUP", "SUB")
_WORD_LETTERS = 5
"""A bracket with as many letters side by side holds words, not a product."""


def without_labels(found: list[Token]) -> list[Token]:
    """The tokens of a formula without labels at the start or end of its rows, empty rows and gaps.

    A whole number in brackets behind a gap is the number of the equation, and so is one before the first formula of a
    row. Words in brackets become a `NOTE`.
    """
    out: list[Token] = []
    row: list[Token] = []
    for token in [*found, Token("ROW", "", -1, -1)]:
        if token.kind != "ROW":
            row.append(token)
            continue
        out += _without_label(row)
        row = []
        if token.start >= 0 and not (out and out[-1].kind == "ROW"):
            out.append(token)
    return out


def _without_label(row: list[Token]) -> list[Token]:
    kinds = [token.kind for token in row]
    while kinds[:1] == ["QUAD"]:
        row, kinds = row[1:], kinds[1:]
    if kinds[:3] == ["LPAR", "NUMBER", "RPAR"] and kinds[3:4] and kinds[3] in _OPENERS:
        row = row[3:]
    start = _last_bracket(row)
    if start is None or start == 0:
        return row
    before, opening = row[start - 1], row[start]
    inner = row[start + 1 : -1]
    if before.kind in _OPERATORS or (opening.start == before.end and before.kind != "QUAD"):
        return row
    if len(inner) == 1 and (inner[0].kind == "TIMES" or inner[0].text.isdigit()):
        return row[: start - (before.kind == "QUAD")]
    if any(token.kind == "TEXT" for token in inner) or _is_words(inner):
        text = " ".join(token.text for token in inner if token.kind == "TEXT") or "".join(t.text for t in inner)
        return [*row[:start], Token("NOTE", text, opening.start, row[-1].end)]
    return row


def _last_bracket(row: list[Token]) -> int | None:
    """The position of the bracket that closes at the end of a row, or None."""
    if not row or row[-1].kind != "RPAR":
        return None
    depth = 0
    for place in range(len(row) - 1, -1, -1):
        depth += {"RPAR": 1, "LPAR": -1}.get(row[place].kind, 0)
        if depth == 0:
            return place
    return None


def _is_words(inner: list[Token]) -> bool:
    return len(inner) >= _WORD_LETTERS and all(token.kind == "NAME" and len(token.text) == 1 for token in inner)
