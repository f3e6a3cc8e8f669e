"""The grammar of one side of a claim, over the tokens of `tokens`. It is LALR(1), so parsing takes linear time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lark import Lark, Token as Leaf, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from autograder.maths.latex.tokens import Token
from autograder.maths.unreadable import UnreadableError

MAX_TOKENS = 6000
"""Maximum number of tokens of one side."""

GRAMMAR = r"""
start: sum
sum: SIGN? term (SIGN term)*
term: (factor | TIMES | CIRCLED | SLASH)+
factor: atom script*
script: SUP argument -> superscript
      | SUB argument -> subscript
      | PRIME        -> prime
      | BAR SUB argument -> at
?atom: NUMBER | NAME | DIFF | PARTIAL | NABLA | BIG | DOTS | MATRIX | frac | accent | root | braces | brackets
?argument: NUMBER | NAME | DIFF | DOTS | MATRIX | SIGN | TIMES | frac | accent | braces | brackets
frac: FRAC argument argument
accent: ACCENT argument
root: SQRT argument
braces: LBRACE RBRACE | LBRACE listed RBRACE | LBRACE sum OVER sum RBRACE -> over | LBRACE SIGN RBRACE -> sign
      | LBRACE TIMES RBRACE -> sign
brackets: LPAR listed RPAR
listed: related (COMMA related)*
related: sum (REL sum)*
%declare SIGN TIMES CIRCLED SLASH SUP SUB PRIME BAR NUMBER NAME DIFF PARTIAL NABLA BIG DOTS MATRIX FRAC ACCENT SQRT
%declare LBRACE RBRACE LPAR RPAR COMMA REL OVER
"""


class _TokenLexer(Lexer):
    """A lexer for lark that passes on a list of tokens."""

    def __init__(self, configuration: Any) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Leaf]:  # type: ignore[override]
        for token in data:
            leaf = Leaf(token.kind, token.text)
            leaf.value = token
            yield leaf


_PARSER = Lark(GRAMMAR, parser="lalr", lexer=_TokenLexer)


def parse(side: Sequence[Token]) -> Tree[Any]:
    """The parse tree of one side; the values of its leaves are `Token`.

    Raises
    ------
    UnreadableError
        If the tokens are no formula.
    """
    if not side:
        raise UnreadableError("nothing is written here")
    if len(side) > MAX_TOKENS:
        raise UnreadableError("one side of a formula is too long")
    try:
        return _PARSER.parse(side)
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        found = token.value if token is not None else None
        where = f"at {found.text!r}" if isinstance(found, Token) else "at its end"
        raise UnreadableError(f"not a formula {where}") from None
