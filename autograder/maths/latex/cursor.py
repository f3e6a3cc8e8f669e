"""A position in the lexemes of a formula, with methods that read the next number, word or argument."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.maths.latex import alphabet
from autograder.maths.latex.tokens import Token
from autograder.maths.tex.lexemes import Lexeme
from autograder.maths.unreadable import UnreadableError

_LETTERS = re.compile(r"[A-Za-z]+")
_PLAIN_COMMANDS = {r"\sum", r"\prod", r"\partial", r"\nabla", r"\frac", r"\cdot"}


class Cursor:
    """A position in the lexemes of a formula.

    Parameters
    ----------
    pieces : sequence of Lexeme
    plain : bool
        The formula was typed as plain text, not as LaTeX.
    """

    def __init__(self, pieces: Sequence[Lexeme], plain: bool) -> None:
        self.pieces = pieces
        self.plain = plain
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        """The text of the lexeme at this distance, or "" after the end."""
        return self.pieces[self.at + ahead].text if self.at + ahead < len(self.pieces) else ""

    def next_is(self, text: str) -> bool:
        """Whether the next lexeme has this text."""
        return self.peek() == text

    def next_is_digit(self, ahead: int) -> bool:
        """Whether the lexeme at this distance is an ASCII digit."""
        following = self.peek(ahead)
        return following.isdigit() and following.isascii()

    def skip_blanks(self) -> None:
        """Move to the next lexeme that is no space."""
        while self.peek() == " ":
            self.at += 1

    def peek_solid(self) -> str:
        """Skip spaces and return the text of the next lexeme."""
        self.skip_blanks()
        return self.peek()

    def raw(self) -> str:
        """Read the next argument as text."""
        if self.peek_solid() != "{":
            self.at += 1
            return self.pieces[self.at - 1].text if self.at <= len(self.pieces) else ""
        depth, start = 0, self.at + 1
        while self.at < len(self.pieces):
            depth += {"{": 1, "}": -1}.get(self.pieces[self.at].text, 0)
            self.at += 1
            if depth == 0:
                return "".join(part.text for part in self.pieces[start : self.at - 1])
        raise UnreadableError("a brace is not closed")

    def number(self, piece: Lexeme, out: list[Token]) -> None:
        """Append the number that starts with `piece`. A script or a fraction without braces takes a single digit."""
        end = piece.end
        text = piece.text
        single = not self.plain and bool(out) and out[-1].kind in ("SUP", "SUB", "FRAC")
        single = single or (not self.plain and len(out) > 1 and out[-2].kind == "FRAC" and out[-1].kind == "NUMBER")
        while not single and self.at < len(self.pieces):
            following = self.pieces[self.at].text
            fraction = following == "." and self.next_is_digit(1) and "." not in text
            if not (following.isdigit() and following.isascii()) and not fraction:
                break
            text += following
            end = self.pieces[self.at].end
            self.at += 1
        if len(text) > 40:
            raise UnreadableError("a number with more than 40 digits")
        out.append(Token("NUMBER", text, piece.start, end))

    def letters(self, piece: Lexeme, out: list[Token]) -> Lexeme | None:
        """Append a known word or a single letter; return the command instead if plain text names one."""
        run = piece.text
        attached = self.at > 1 and self.pieces[self.at - 2].text.isalpha()
        ahead = self.at
        while ahead < len(self.pieces) and len(run) < 12 and _LETTERS.fullmatch(self.pieces[ahead].text):
            run += self.pieces[ahead].text
            ahead += 1
        word = next((known for known in alphabet.WORDS if run.startswith(known)), "")
        if not attached and run in alphabet.SHORT_WORDS:
            word = run
        if self.plain and not attached and ("\\" + run in _PLAIN_COMMANDS or run in alphabet.GREEK):
            self.at += len(run) - 1
            return Lexeme("\\" + run, piece.start, self.pieces[self.at - 1].end)
        if word:
            self.at += len(word) - 1
        out.append(Token("NAME", word or piece.text, piece.start, self.pieces[self.at - 1].end))
        return None

    def plain_script(self, out: list[Token]) -> None:
        """Append a script of plain text, which extends as far as it looks: `h_10`, `W^-1`, `x^(t)`, `h_init`."""
        start = self.at
        if self.peek() == "(":
            return
        if self.peek() == "-" and self.peek(1).isalnum():
            self.at += 1
        first = self.peek()
        if not (first.isalnum() and first.isascii()):
            self.at = start
            return
        while self.peek().isascii() and self.peek().isalnum() and _alike(self.peek(), first):
            self.at += 1
        taken = self.pieces[start : self.at]
        word = "".join(piece.text for piece in taken)
        where = (taken[0].start, taken[-1].end)
        out.append(Token("LBRACE", "{", *where))
        if word[0] == "-":
            out.append(Token("SIGN", "-", *where))
        kind = "NUMBER" if first.isdigit() else "NAME"
        out.append(Token(kind, word.lstrip("-"), *where))
        out.append(Token("RBRACE", "}", *where))


def _alike(letter: str, first: str) -> bool:
    """Whether a letter continues the word that `first` started: `h_init`, but not `Λ^nQ`."""
    return letter.isdigit() == first.isdigit() and letter.isupper() == first.isupper()
