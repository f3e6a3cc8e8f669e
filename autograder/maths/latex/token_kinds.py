"""The kinds of tokens for characters and commands."""

from __future__ import annotations

from autograder.maths.latex import alphabet
from autograder.maths.latex.tokens import Token


def holds_claims(inner: list[Token]) -> bool:
    """Whether the tokens contain a relation or a line break outside of all brackets."""
    depth = 0
    for token in inner:
        depth += {"LBRACE": 1, "LPAR": 1, "RBRACE": -1, "RPAR": -1}.get(token.kind, 0)
        if depth == 0 and token.kind in ("REL", "ROW"):
            return True
    return False


CHARACTER_KINDS = {
    "+": "SIGN",
    "-": "SIGN",
    "*": "TIMES",
    "/": "SLASH",
    "(": "LPAR",
    "[": "LPAR",
    ")": "RPAR",
    "]": "RPAR",
    "|": "BAR",
    ",": "COMMA",
    ";": "STOP",
    ":": "STOP",
    ".": "STOP",
    "=": "REL",
    "<": "REL",
    ">": "REL",
    "'": "PRIME",
    "&": "AMP",
    "~": "QUAD",
}
TAKES_BRACES = ("SUP", "SUB", "FRAC", "ACCENT", "SQRT", "RBRACE")
COMMAND_KINDS = {"partial": "PARTIAL", "nabla": "NABLA", "prime": "PRIME", "sqrt": "SQRT", "over": "OVER"}
KNOWN_WORDS = alphabet.FUNCTIONS | alphabet.SHORT_WORDS
