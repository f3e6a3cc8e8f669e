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
COMMAND_TOKENS: dict[str, tuple[str, str]] = {
    **{name: ("NAME", name) for name in alphabet.NAMES},
    **{name: ("BIG", text) for name, text in alphabet.BIG.items()},
    **dict.fromkeys(alphabet.FRACTIONS, ("FRAC", "frac")),
    **{name: ("ACCENT", text) for name, text in alphabet.ACCENTS.items()},
    **{name: (name.upper(), name) for name in ("partial", "nabla", "prime", "sqrt", "over")},
    **dict.fromkeys(alphabet.TIMES | {"*"}, ("TIMES", "")),
    **{name: ("CIRCLED", text) for name, text in alphabet.CIRCLED.items()},
    **dict.fromkeys(alphabet.DOTS, ("DOTS", "")),
    **{name: ("REL", text) for name, text in alphabet.RELATIONS.items()},
    **{name: ("STOP", name) for name in alphabet.STOPS},
    **dict.fromkeys(alphabet.QUADS, ("QUAD", "")),
    **dict.fromkeys(alphabet.CLOSING, ("RPAR", "")),
    **dict.fromkeys(alphabet.BARS, ("BAR", "")),
    "_": ("SUB", "_"),
}
"""Kind and text of the token of each command without arguments; an empty text means the command as written."""
KNOWN_WORDS = alphabet.FUNCTIONS | alphabet.SHORT_WORDS
