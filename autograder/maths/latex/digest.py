"""From TeX's pieces to the tokens of a formula: what only changes its looks is gone, what separates it is marked."""

from __future__ import annotations

import re

from autograder.maths.latex import alphabet
from autograder.maths.latex.lexemes import Lexeme
from autograder.maths.latex.tokens import Token, cells, merged
from autograder.maths.unreadable import UnreadableError

NESTING = 24
"""Brackets and braces may be nested this deep."""

_LETTERS = re.compile(r"[A-Za-z]+")
_SPACING = re.compile(r"\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\]")


def digest(pieces: list[Lexeme], plain: bool = False) -> list[Token]:
    """The tokens of one formula.

    Parameters
    ----------
    pieces : list of Lexeme
        With its macros expanded.
    plain : bool
        The formula was typed as text, not as LaTeX: `h_10`, `x^(t)` and `sum_{t=0}` mean what they look like.

    Raises
    ------
    UnreadableError
        If brackets are nested too deep or an argument is missing.
    """
    return merged(_Digest(pieces, plain).until(None))


def _alike(letter: str, first: str) -> bool:
    """Whether a letter goes on with the word that `first` began: `h_init`, but `Λ^nQ` is no word."""
    return letter.isdigit() == first.isdigit() and letter.isupper() == first.isupper()


class _Digest:
    """A cursor over the pieces. Recursive, as brackets are; `NESTING` bounds it."""

    def __init__(self, pieces: list[Lexeme], plain: bool) -> None:
        self.pieces = pieces
        self.plain = plain
        self.at = 0
        self.depth = 0

    def until(self, closing: str | None) -> list[Token]:
        """Tokens up to the closing brace or the end of the environment, which is taken too."""
        self.depth += 1
        if self.depth > NESTING:
            raise UnreadableError("brackets are nested too deep")
        out: list[Token] = []
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            self.at += 1
            if piece.text == "}" and closing == "}":
                self.depth -= 1
                return out
            if piece.text == r"\end":
                name = self.raw()
                if name == closing:
                    self.depth -= 1
                    return out
                continue
            self.take(piece, out)
        self.depth -= 1
        if closing is not None:
            raise UnreadableError("a brace or an environment is not closed")
        return out

    # --- one piece ------------------------------------------------------------------------------

    def take(self, piece: Lexeme, out: list[Token]) -> None:
        def emit(kind: str, text: str = "", end: int | None = None) -> None:
            out.append(Token(kind, text or piece.text, piece.start, piece.end if end is None else end))

        text = piece.text
        if text.startswith("\\") and len(text) > 1:
            self.command(piece, text[1:], out)
        elif text == "{":
            inner = self.until("}")
            if _holds_claims(inner) and not (out and out[-1].kind in ("SUP", "SUB")):
                # a boxed or coloured equation: the braces hold whole claims together
                out += inner
                return
            emit("LBRACE")
            out += inner
            emit("RBRACE", "}")
        elif text == "}":
            raise UnreadableError("a closing brace too many")
        elif text in "^_":
            if text == "^" and self.next_is("*") and self.plain:
                self.at += 1
            emit("SUP" if text == "^" else "SUB")
            if self.plain:
                self.plain_script(out)
        elif text.isdigit() and text.isascii():
            self.number(piece, out)
        elif text.isascii() and text.isalpha():
            self.letters(piece, out)
        elif text in " □∎■✓":
            pass
        elif text == "*" and self.plain and self.next_is("*"):
            self.at += 1
            emit("SUP", "^")
            self.plain_script(out)
        else:
            kind = _CHARACTER_KINDS.get(text)
            emit(kind or "UNKNOWN")

    def number(self, piece: Lexeme, out: list[Token]) -> None:
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

    def letters(self, piece: Lexeme, out: list[Token]) -> None:
        """A known word, or one letter."""
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
            self.command(Lexeme("\\" + run, piece.start, self.pieces[self.at - 1].end), run, out)
            return
        if word:
            self.at += len(word) - 1
        out.append(Token("NAME", word or piece.text, piece.start, self.pieces[self.at - 1].end))

    def plain_script(self, out: list[Token]) -> None:
        """In text, a script reaches as far as it looks: `h_10`, `W^-1`, `x^(t)`, `h_init`."""
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

    # --- commands -------------------------------------------------------------------------------

    def command(self, piece: Lexeme, name: str, out: list[Token]) -> None:
        def emit(kind: str, text: str = "") -> None:
            out.append(Token(kind, text or piece.text, piece.start, self.pieces[self.at - 1].end))

        if name in alphabet.STYLES or name == " ":
            return
        if name in ("left", "right"):
            if self.peek_solid() == ".":
                self.skip_blanks()
                self.at += 1
        elif name in alphabet.NAMES:
            emit("NAME", name)
        elif name in alphabet.BIG:
            emit("BIG", alphabet.BIG[name])
        elif name in alphabet.FRACTIONS:
            emit("FRAC", "frac")
        elif name in alphabet.ACCENTS:
            emit("ACCENT", alphabet.ACCENTS[name])
        elif name in _COMMAND_KINDS:
            emit(_COMMAND_KINDS[name], name)
        elif name in alphabet.TIMES:
            emit("TIMES")
        elif name in alphabet.CIRCLED:
            emit("CIRCLED", alphabet.CIRCLED[name])
        elif name in alphabet.DOTS:
            emit("DOTS")
        elif name in alphabet.RELATIONS:
            emit("REL", alphabet.RELATIONS[name])
        elif name in alphabet.STOPS:
            emit("STOP", name)
        elif name in alphabet.QUADS:
            emit("QUAD")
        elif name in alphabet.OPENING:
            if self.peek_solid() != r"\begin":
                emit("LPAR")
        elif name in alphabet.CLOSING:
            emit("RPAR")
        elif name in alphabet.BARS:
            emit("BAR")
        elif name in ("\\", "cr", "tabularnewline"):
            self.row(piece, out)
        elif name in alphabet.UPRIGHT or name in alphabet.TEXTS:
            self.words(piece, name, out)
        elif name in alphabet.IGNORED_WITH_ARGUMENT:
            self.raw()
        elif name in alphabet.SECOND_OF_TWO:
            self.second_of_two(name, piece, out)
        elif name in alphabet.FIRST_WITH_LABEL:
            self.first_with_label(alphabet.FIRST_WITH_LABEL[name], out)
        elif name == "substack":
            inner = [Token("COMMA", ",", t.start, t.end) if t.kind == "ROW" else t for t in self.argument()]
            out += inner
        elif name in alphabet.DERIVATIVES:
            self.derivative(alphabet.DERIVATIVES[name], piece, out)
        elif name == "not":
            following = self.argument()
            out += [Token("REL", "≠", t.start, t.end) if t.kind == "REL" else t for t in following]
        elif name == "begin":
            self.environment(piece, out)
        elif name == "_":
            emit("SUB", "_")
        elif name in ("*", "&"):
            emit("TIMES") if name == "*" else None
        else:
            emit("UNKNOWN")

    def derivative(self, kind: str, piece: Lexeme, out: list[Token]) -> None:
        r"""`\pdv{a}{b}`, `\dv{a}{b}`."""
        out.append(Token("FRAC", "frac", piece.start, piece.end))
        for _ in range(2):
            opening, *rest = self.braced()
            out += [opening, Token(kind, "d", piece.start, piece.end), *rest]

    def row(self, piece: Lexeme, out: list[Token]) -> None:
        rest = "".join(part.text for part in self.pieces[self.at : self.at + 12])
        if spacing := _SPACING.match(rest):
            self.at += len(spacing.group())
        out.append(Token("ROW", piece.text, piece.start, piece.end))

    def words(self, piece: Lexeme, name: str, out: list[Token]) -> None:
        r"""`\mathrm{d}`, `\operatorname{diag}`, `\text{ for all }`."""
        start = self.at
        raw = self.raw()
        word = raw.strip()
        end = self.pieces[self.at - 1].end
        letters = word.isascii() and word.isalpha()
        script = bool(out) and out[-1].kind in ("SUP", "SUB")
        if word == "d":
            kind = "DIFF"
        elif (letters and (name in alphabet.UPRIGHT or script or len(word) == 1)) or word in _KNOWN_WORDS:
            kind = "NAME"
        elif name in alphabet.UPRIGHT:
            self.at = start
            out += self.braced()
            return
        else:
            kind = "TEXT"
        if word:
            out.append(Token(kind, word, piece.start, end))

    def second_of_two(self, name: str, piece: Lexeme, out: list[Token]) -> None:
        label = self.raw()
        kept = self.argument()
        if name in ("overset", "stackrel") and kept:
            first = kept[0]
            if first.kind == "PARTIAL" and label.strip() == "+":
                sup = Token("SUP", "^", piece.start, piece.end)
                kept += [sup, Token("SIGN", "+", piece.start, piece.end)]
            elif first.kind == "REL" and "?" in label:
                kept[0] = Token("REL", "≟", first.start, first.end)
        out += kept
        if name in ("overset", "underset", "stackrel") and label.strip(" \\:+?!()0123456789"):
            out.append(Token("NOTE", label.strip(), piece.start, piece.end))

    def first_with_label(self, script: str, out: list[Token]) -> None:
        out += self.braced()
        if self.peek_solid() == script:
            self.skip_blanks()
            label = self.pieces[self.at]
            self.at += 1
            text = self.raw().strip()
            if text:
                out.append(Token("NOTE", text, label.start, self.pieces[self.at - 1].end))

    def environment(self, piece: Lexeme, out: list[Token]) -> None:
        name = self.raw()
        if self.peek_solid() == "[":
            while self.at < len(self.pieces) and self.pieces[self.at].text != "]":
                self.at += 1
            self.at += 1
        if name in alphabet.TAKES_ARGUMENT:
            self.raw()
        inner = self.until(name)
        begins = not out or out[-1].kind in ("ROW", "STOP", "QUAD", "TEXT", "COMMA")
        equations = name.startswith(("array", "cases")) and begins and any(t.kind == "REL" for t in inner)
        if name not in alphabet.MATRIX_ENVIRONMENTS or equations:
            out += [t for t in inner if t.kind != "AMP"]
            if equations:
                out.append(Token("ROW", "", inner[-1].end, inner[-1].end))
            return
        end = self.pieces[self.at - 1].end
        out.append(Token("MATRIX", name, piece.start, end, cells(merged(inner))))

    # --- arguments ------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> str:
        return self.pieces[self.at + ahead].text if self.at + ahead < len(self.pieces) else ""

    def next_is(self, text: str) -> bool:
        return self.peek() == text

    def next_is_digit(self, ahead: int) -> bool:
        following = self.peek(ahead)
        return following.isdigit() and following.isascii()

    def skip_blanks(self) -> None:
        while self.peek() == " ":
            self.at += 1

    def peek_solid(self) -> str:
        self.skip_blanks()
        return self.peek()

    def raw(self) -> str:
        """The next argument as text."""
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

    def argument(self) -> list[Token]:
        """The next argument's tokens, without its braces."""
        following = self.peek_solid()
        self.at += 1
        if following == "{":
            return self.until("}")
        if not following:
            raise UnreadableError("an argument is missing")
        out: list[Token] = []
        self.take(self.pieces[self.at - 1], out)
        return out

    def braced(self) -> list[Token]:
        """The next argument's tokens in braces, so that a script after them belongs to all of them."""
        start = self.at
        inner = self.argument()
        where = self.pieces[min(start, len(self.pieces) - 1)].start
        return [Token("LBRACE", "{", where, where), *inner, Token("RBRACE", "}", where, where)]


def _holds_claims(inner: list[Token]) -> bool:
    """Whether there is a relation or a line break in it, outside of all brackets."""
    depth = 0
    for token in inner:
        depth += {"LBRACE": 1, "LPAR": 1, "RBRACE": -1, "RPAR": -1}.get(token.kind, 0)
        if depth == 0 and token.kind in ("REL", "ROW"):
            return True
    return False


_CHARACTER_KINDS = {
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
_COMMAND_KINDS = {"partial": "PARTIAL", "nabla": "NABLA", "prime": "PRIME", "sqrt": "SQRT", "over": "OVER"}
_KNOWN_WORDS = alphabet.FUNCTIONS | alphabet.SHORT_WORDS
_PLAIN_COMMANDS = {r"\sum", r"\prod", r"\partial", r"\nabla", r"\frac", r"\cdot"}
