"""The tokens of a formula.

Tokens of the grammar have the names of its terminals. Others structure a formula into sides: `ROW` (a line break),
`QUAD` (a wide gap), `TEXT` (words), `STOP` (an arrow or semicolon) and `NOTE` (words that separate nothing).
"""

from __future__ import annotations

from typing import NamedTuple


class Token(NamedTuple):
    """One token; `text` is used by the grammar, `start` and `end` are positions in the cell."""

    kind: str
    text: str
    start: int
    end: int
    cells: tuple[tuple[tuple[Token, ...], ...], ...] = ()
    """The entries of a MATRIX."""


_LAST = frozenset("STOP TIMES REL SIGN PRIME RBRACE RPAR".split())
"""Kinds of tokens that may be the last part of one."""


def merge_tokens(found: list[Token]) -> list[Token]:
    """Merge tokens that belong together: `...`, `:=`, `==`, `^{'}`, words alone in brackets."""
    out: list[Token] = []
    for token in found:
        out.append(token)
        if token.kind not in _LAST:
            continue
        kinds = [t.kind for t in out[-4:]]
        texts = [t.text for t in out[-3:]]
        start = out[max(len(out) - 3, 0)].start
        if (kinds[-3:] == ["STOP"] * 3 and texts == ["."] * 3) or kinds[-3:] == ["TIMES"] * 3:
            out[-3:] = [Token("DOTS", "...", start, token.end)]
        elif kinds[-2:] == ["STOP", "REL"] and texts[-2:] == [":", "="]:
            out[-2:] = [Token("REL", ":=", out[-2].start, token.end)]
        elif kinds[-2:] == ["SIGN", "REL"] and texts[-2:] == ["-", "="] and token.start == out[-2].end:
            out[-2:] = [Token("REL", "-=", out[-2].start, token.end)]
        elif kinds[-3:] == ["SUP", "LBRACE", "REL"] and token.text == "<":
            out[-1] = Token("LPAR", "<", token.start, token.end)
        elif kinds[-2:] == ["REL", "RBRACE"] and texts[-2] == ">":
            out[-2] = Token("RPAR", ">", out[-2].start, out[-2].end)
        elif kinds[-2:] == ["REL", "REL"] and texts[-2:] == ["=", "="]:
            out.pop()
        elif kinds[-2:] == ["REL", "SIGN"] and texts[-2:] == ["<", "-"] and token.start == out[-2].end:
            out[-2:] = [Token("REL", "←", out[-2].start, token.end)]
        elif kinds[-2:] in (["SUP", "PRIME"], ["SUB", "PRIME"]):
            del out[-2]
        elif kinds[-4:] in (["SUP", "LBRACE", "PRIME", "RBRACE"], ["SUB", "LBRACE", "PRIME", "RBRACE"]):
            out[-4:] = [out[-2]]
        elif kinds[-3:] == ["LPAR", "TEXT", "RPAR"]:
            out[-3:] = [Token("NOTE", out[-2].text, start, token.end)]
    return out


def split_cells(found: list[Token]) -> tuple[tuple[tuple[Token, ...], ...], ...]:
    """Split the tokens of a matrix into rows and entries."""
    rows: list[list[list[Token]]] = [[[]]]
    depth = 0
    for token in found:
        depth += {"LBRACE": 1, "LPAR": 1, "RBRACE": -1, "RPAR": -1}.get(token.kind, 0)
        if token.kind == "ROW" and depth == 0:
            rows.append([[]])
        elif token.kind == "AMP" and depth == 0:
            rows[-1].append([])
        else:
            rows[-1][-1].append(token)
    return tuple(tuple(tuple(cell) for cell in row) for row in rows if row != [[]])
