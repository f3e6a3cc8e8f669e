r"""Tells full stops that multiply, as in `\frac{a}{b}.\frac{b}{c}`, from those that end a statement."""

from __future__ import annotations

from autograder.maths.latex.tokens import Token

_ENDS = ("RBRACE", "RPAR", "NAME", "NUMBER", "PRIME")
_STARTS = ("FRAC", "PARTIAL", "BIG", "LPAR", "NAME", "ACCENT", "LBRACE")
_SEPARATORS = ("ROW", "QUAD", "TEXT", "STOP", "COMMA")


def with_products(found: list[Token]) -> list[Token]:
    """The tokens of a formula with every full stop between two factors as a sign of multiplication.

    It multiplies if the spaces on its two sides are alike, or if no relation follows in its row: what is behind it
    would otherwise claim nothing.
    """
    out = list(found)
    for place in range(1, len(found) - 1):
        before, token, after = found[place - 1 : place + 2]
        if token.kind != "STOP" or token.text != "." or before.kind not in _ENDS or after.kind not in _STARTS:
            continue
        if all(token.kind == "NAME" for token in found[place + 1 : place + 4]):
            continue  # a sentence follows
        alike = (before.end == token.start) == (token.end == after.start)
        if alike or not _claims(found, place + 1):
            out[place] = token._replace(kind="TIMES", text=r"\cdot")
    return out


def _claims(found: list[Token], start: int) -> bool:
    """Whether a relation follows before the next separator outside of brackets."""
    depth = 0
    for token in found[start:]:
        depth += {"LPAR": 1, "LBRACE": 1, "RPAR": -1, "RBRACE": -1}.get(token.kind, 0)
        if depth <= 0 and token.kind in ("REL", *_SEPARATORS):
            return token.kind == "REL"
    return False
