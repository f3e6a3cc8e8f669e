"""Splits a formula into lexemes: commands and characters, each with its position in the cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from autograder.maths.tex.characters import CHARACTERS, COMBINING, SUBSCRIPTS, SUPERSCRIPTS

_PIECE = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_NUMBERED = re.compile(r"[①-⑳]|（\d+）")
"""Numbers of equations, never factors."""


class Lexeme(NamedTuple):
    """One command (with its backslash) or character; any run of white space is one space."""

    text: str
    start: int
    end: int


def lexemes(source: str, start: int, end: int) -> list[Lexeme]:
    """The lexemes of source[start:end], without comments and with Unicode symbols replaced by commands."""
    text = _COMMENT.sub(lambda comment: " " * len(comment.group()), source[start:end])
    out: list[Lexeme] = []
    script = ""
    for match in _PIECE.finditer(text):
        where = (start + match.start(), start + match.end())
        piece = match.group()
        kind = "_" if piece in SUBSCRIPTS else "^" if piece in SUPERSCRIPTS else ""
        if kind != script:
            if script:
                out.append(Lexeme("}", where[0], where[0]))
            if kind:
                out += [Lexeme(kind, *where), Lexeme("{", *where)]
            script = kind
        if piece in COMBINING and out:
            base = out.pop()
            opened = [Lexeme("\\" + COMBINING[piece], *where), Lexeme("{", *where)]
            out += [*opened, base, Lexeme("}", *where)]
            continue
        if _NUMBERED.match(text, match.start()):
            out.append(Lexeme(r"\quad", *where))
        out += (Lexeme(part, *where) for part in _spelled(piece))
    if script:
        out.append(Lexeme("}", end, end))
    return out


def _spelled(piece: str) -> Iterator[str]:
    """The piece as ASCII LaTeX."""
    if piece.isspace():
        yield " "
    elif len(piece) > 1 or piece.isascii():
        yield piece
    elif piece in SUBSCRIPTS or piece in SUPERSCRIPTS:
        yield (SUBSCRIPTS | SUPERSCRIPTS)[piece]
    elif piece in CHARACTERS:
        yield CHARACTERS[piece]
    elif "①" <= piece <= "⑳":
        yield from ("(", *unicodedata.normalize("NFKD", piece), ")")
    else:
        base, *marks = list(unicodedata.normalize("NFKD", piece))
        if len(marks) == 1 and marks[0] in COMBINING:
            yield from ("\\" + COMBINING[marks[0]], "{", base, "}")
        elif marks:
            yield piece
        else:
            yield CHARACTERS.get(base, base)
