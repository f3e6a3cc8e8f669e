"""Converts lexemes into tokens: drops commands that only affect appearance, and marks separators."""

from __future__ import annotations

import re

from autograder.maths.latex import alphabet
from autograder.maths.latex.cursor import Cursor
from autograder.maths.latex.token_kinds import CHARACTER_KINDS, COMMAND_TOKENS, KNOWN_WORDS, TAKES_BRACES, holds_claims
from autograder.maths.latex.tokens import Token, merge_tokens, split_cells
from autograder.maths.tex.lexemes import Lexeme
from autograder.maths.unreadable import UnreadableError

NESTING = 24
"""Maximum depth of nested brackets and braces."""

_SPACING = re.compile(r"\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\]")


def tokenize(pieces: list[Lexeme], plain: bool = False) -> list[Token]:
    """The tokens of one formula.

    Parameters
    ----------
    pieces : list of Lexeme
        With macros expanded.
    plain : bool
        The formula was typed as plain text, not as LaTeX: `h_10`, `x^(t)` and `sum_{t=0}` mean what they look like.

    Raises
    ------
    UnreadableError
        If brackets are nested too deeply, or an argument is missing.
    """
    return merge_tokens(_Tokenizer(pieces, plain).until(None))


class _Tokenizer(Cursor):
    """Recursive descent over brackets and environments, at most `NESTING` deep."""

    def __init__(self, pieces: list[Lexeme], plain: bool) -> None:
        super().__init__(pieces, plain)
        self.depth = 0
        self.script = False
        """Whether the current position is in the braces of a script."""

    def until(self, closing: str | None) -> list[Token]:
        """Tokens up to the closing brace or the end of the environment, which is consumed."""
        self.depth += 1
        if self.depth > NESTING:
            raise UnreadableError("brackets are nested too deeply")
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
        if closing not in (None, "}"):
            raise UnreadableError("an environment is not closed")
        # a missing closing brace can only belong at the end of the formula
        return out

    def inside(self, script: bool) -> list[Token]:
        """The tokens in braces; `script` if these are the braces of a script."""
        outer, self.script = self.script, script
        inner = self.until("}")
        self.script = outer
        return inner

    # --- one piece ------------------------------------------------------------------------------

    def take(self, piece: Lexeme, out: list[Token]) -> None:
        """Append the tokens that start with this lexeme."""

        def emit(kind: str, text: str = "", end: int | None = None) -> None:
            out.append(Token(kind, text or piece.text, piece.start, piece.end if end is None else end))

        text = piece.text
        if text.startswith("\\") and len(text) > 1:
            self.command(piece, text[1:], out)
        elif text == "{":
            script = bool(out) and out[-1].kind in ("SUP", "SUB")
            inner = self.inside(script)
            if not inner and (script or not (out and out[-1].kind in TAKES_BRACES)):
                if script:
                    out.pop()
                return
            if [t.kind for t in inner] == ["SIGN"] and not script:
                # \mathrel{-}=: the braces only change the space around a sign
                emit("SIGN", inner[0].text, self.pieces[self.at - 1].end)
                return
            if holds_claims(inner) and not script:
                # a boxed or coloured equation: the braces contain whole claims
                out += inner
                return
            emit("LBRACE")
            out += inner
            closing = self.pieces[self.at - 1]
            out.append(Token("RBRACE", "}", closing.start, closing.end))
        elif text == "}" and out and out[-1].kind == "RBRACE":
            pass  # one too many after another one
        elif text == "}":
            raise UnreadableError("an extra closing brace")
        elif text in "^_":
            if text == "^" and self.next_is("*") and self.plain:
                self.at += 1
            emit("SUP" if text == "^" else "SUB")
            if self.plain:
                self.plain_script(out)
        elif text.isdigit() and text.isascii():
            self.number(piece, out)
        elif text.isascii() and text.isalpha():
            command = self.letters(piece, out)
            if command is not None:
                self.command(command, command.text[1:], out)
        elif text in " □∎■✓":
            pass
        elif text == "*" and self.plain and self.next_is("*"):
            self.at += 1
            emit("SUP", "^")
            self.plain_script(out)
        else:
            kind = CHARACTER_KINDS.get(text)
            if text == ";" and self.script:
                kind = "COMMA"  # s_{t;j}
            emit(kind or "UNKNOWN")

    # --- commands -------------------------------------------------------------------------------

    def command(self, piece: Lexeme, name: str, out: list[Token]) -> None:
        """Append the tokens of a command and its arguments."""

        def emit(kind: str, text: str = "") -> None:
            out.append(Token(kind, text or piece.text, piece.start, self.pieces[self.at - 1].end))

        if name in alphabet.STYLES or name == " ":
            return
        if name in ("left", "right"):
            if self.peek_solid() == ".":
                self.skip_blanks()
                self.at += 1
        elif name in COMMAND_TOKENS:
            emit(*COMMAND_TOKENS[name])
        elif name in alphabet.OPENING:
            if self.peek_solid() != r"\begin":
                emit("LPAR")
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
        elif name != "&":
            emit("UNKNOWN")

    def derivative(self, kind: str, piece: Lexeme, out: list[Token]) -> None:
        r"""`\pdv{a}{b}`, `\dv{a}{b}`."""
        out.append(Token("FRAC", "frac", piece.start, piece.end))
        for _ in range(2):
            opening, *rest = self.braced()
            out += [opening, Token(kind, "d", piece.start, piece.end), *rest]

    def row(self, piece: Lexeme, out: list[Token]) -> None:
        """Append a line break, skipping its optional spacing."""
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
        script = self.script or (bool(out) and out[-1].kind in ("SUP", "SUB"))
        if word == "d":
            kind = "DIFF"
        elif (letters and (name in alphabet.UPRIGHT or script or len(word) == 1)) or word in KNOWN_WORDS:
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
        r"""Append the second argument, as in `\overset{a}{b}`, with the first one as a note."""
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
        r"""Append the argument, as in `\underbrace{a}_{b}`, with its label as a note."""
        out += self.braced()
        if self.peek_solid() == script:
            self.skip_blanks()
            label = self.pieces[self.at]
            self.at += 1
            text = self.raw().strip()
            if text:
                out.append(Token("NOTE", text, label.start, self.pieces[self.at - 1].end))

    def environment(self, piece: Lexeme, out: list[Token]) -> None:
        """Append an environment: a matrix, or rows of claims."""
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
        out.append(Token("MATRIX", name, piece.start, end, split_cells(merge_tokens(inner))))

    # --- arguments ------------------------------------------------------------------------------

    def argument(self) -> list[Token]:
        """The tokens of the next argument, without its braces."""
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
        """The tokens of the next argument in braces, so that a following script belongs to all of it."""
        start = self.at
        inner = self.argument()
        where = self.pieces[min(start, len(self.pieces) - 1)].start
        end = self.pieces[self.at - 1].end
        return [Token("LBRACE", "{", where, where), *inner, Token("RBRACE", "}", end, end)]
