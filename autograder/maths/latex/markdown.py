"""Finds the formulas of a Markdown cell: between dollar signs or brackets, in environments, and in plain text."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from autograder.maths.latex.alphabet import FUNCTIONS, GREEK, ROW_ENVIRONMENTS, SHORT_WORDS


@dataclass(frozen=True)
class Span:
    """A part of the cell: `math` is LaTeX, `plain` is text that reads like a formula, `open` is never closed."""

    kind: Literal["math", "plain", "open", "prose"]
    start: int
    end: int
    display: bool = False
    retracted: bool = False


_OPENER = re.compile(
    r"(?P<fence>^[ \t]*(?:```+|~~~+)[^\n`]*\n)|(?P<comment><!--)|(?P<dollars>\$\$)"
    r"|(?P<bracket>\\\\?\[)|(?P<paren>\\\\?\()"
    r"|\\begin\{(?P<environment>[a-z]+\*?)\}|(?P<code>`+)|(?P<dollar>(?<!\\)\$)"
    r"|(?P<strike>~~|</?(?:s|del|strike)>)",
    re.MULTILINE,
)
_MARKED = re.compile(r"\\begin\{|\\\[|\\\(")
_IS_MATHS = re.compile(r"[ \t]*(?:```+|~~~+)[ \t]*\{?\.?(?:math|latex|tex|katex)\b", re.IGNORECASE)
"""A fence that says that it holds one formula, as GitHub and GitLab have it."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def spans(cell: str) -> Iterator[Span]:
    """Yield the parts of the cell in order, in linear time: a missing closing mark is searched for once."""
    position, retracted = 0, False
    absent: set[str] = set()

    def find(mark: str, start: int) -> int:
        if mark in absent:
            return -1
        found = cell.find(mark, start)
        if found < 0:
            absent.add(mark)
        return found

    text_from = 0
    while match := _OPENER.search(cell, position):
        kind = match.lastgroup or ""
        start, inner = match.start(), match.end()
        if kind == "environment" and match["environment"] not in ROW_ENVIRONMENTS:
            position = inner
            continue
        if kind == "strike":
            yield from _text(cell, text_from, start, retracted)
            retracted = not match.group().startswith("</") and not (match.group() == "~~" and retracted)
            position = text_from = inner
            continue
        closing = _closing_mark(kind, match)
        end = find(closing, inner)
        if kind == "dollar":
            end = _closing_dollar(cell, inner)
        if end < 0 and kind in ("code", "dollar", "paren"):
            position = inner
            continue
        yield from _text(cell, text_from, start, retracted)
        if end < 0:
            gap = _BLANK_LINE.search(cell, inner)
            stop = gap.start() if gap and kind != "fence" else len(cell)
            if kind != "comment":
                yield Span("open", inner, stop, True, retracted)
            position = text_from = stop
            continue
        stop = end + len(closing)
        yield from _formula(cell, kind, (start, inner, end, stop), retracted)
        position = text_from = stop
    yield from _text(cell, text_from, len(cell), retracted)


def _closing_mark(kind: str, match: re.Match[str]) -> str:
    if kind == "fence":
        return "\n" + match.group().strip()[:3]
    if kind == "environment":
        return r"\end{" + match["environment"] + "}"
    marks = {"comment": "-->", "dollars": "$$", "dollar": "$", "code": match.group()}
    if kind in ("bracket", "paren"):
        return match.group()[:-1] + {"bracket": "]", "paren": ")"}[kind]
    return marks[kind]


def _closing_dollar(cell: str, start: int) -> int:
    """Position of the next single dollar sign in the paragraph, or -1."""
    for match in re.compile(r"\\.|\$|\n[ \t]*\n", re.DOTALL).finditer(cell, start):
        if match.group() == "$":
            return match.start()
        if match.group().isspace():
            return -1
    return -1


def _formula(cell: str, kind: str, places: tuple[int, int, int, int], retracted: bool) -> Iterator[Span]:
    start, inner, end, stop = places
    if kind == "comment":
        return
    if kind == "environment":
        yield Span("math", start, stop, True, retracted)
    elif kind in ("dollars", "bracket"):
        yield Span("math", inner, end, True, retracted)
    elif kind in ("dollar", "paren"):
        yield Span("math", inner, end, _alone(cell, start, stop), retracted)
    elif cell[inner:end].count("$") >= 2 or (kind == "fence" and _MARKED.search(cell, inner, end)):
        for part in spans(cell[inner:end].replace("`", " ")):
            yield Span(part.kind, inner + part.start, inner + part.end, part.display, retracted)
    elif kind == "fence" and _IS_MATHS.match(cell, start):
        for first, last in _fenced_rows(cell, inner, end):
            yield Span("math", first, last, True, retracted)
    else:
        yield from _text(cell, inner, end, retracted)


def _fenced_rows(cell: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the formulas in a fence: one, or one a line if every line is a claim of its own."""
    lines = [(m.start(), m.end()) for m in re.compile(r"[^\n]+").finditer(cell, start, end) if m.group().strip()]
    texts = [cell[first:last].strip() for first, last in lines]
    apart = "\\\\" not in cell[start:end] and all(re.search(r"=|\\leftarrow|\\gets|←", text) for text in texts)
    if apart and not any(re.match(r"[=+&-]", text) for text in texts):
        yield from lines
    else:
        yield start, end


def _alone(cell: str, start: int, stop: int) -> bool:
    """Whether the lines of cell[start:stop] contain only formulas, list markers and punctuation."""
    first, last = cell.rfind("\n", 0, start) + 1, cell.find("\n", stop)
    return _no_words(cell[first : last if last >= 0 else len(cell)])


@functools.lru_cache(maxsize=4)
def _no_words(line: str) -> bool:
    return not re.search(r"[^\W\d_]{2}", re.sub(r"\$[^$\n]*\$|\\\(.*?\\\)", "", line))


# --- formulas typed as text ---------------------------------------------------------------------

_KNOWN = FUNCTIONS | GREEK | SHORT_WORDS | {"sum", "prod", "partial", "init", "frac", "cdot", "left", "right"}
_WORD = re.compile(r"(?<![\\\w])(?:\w+[_^])?([^\W\d_]{2,})", re.UNICODE)
_CLAIM = re.compile(r"[=←∂]|\\leftarrow|\\gets|\bd\w+\s*/\s*d")
_MATHEMATICAL = re.compile(r"[∂∇Σ∑∏σΛ⁻ᵀ_^\\/*·]|[₀-₉ₜₖ]|\bd[A-Za-z]\w*\s*/\s*d[A-Za-z]|[A-Z]\s*=\s*[A-Z]")
_CHUNK = re.compile(r"\S+")
_IDEOGRAPH = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _text(cell: str, start: int, end: int, retracted: bool) -> Iterator[Span]:
    """Yield prose and the unmarked formulas in it."""
    continued = False
    for line in re.compile(r"[^\n]+").finditer(cell, start, end):
        bullet = re.match(r"\s*(?:[-*]|\d+[.)])\s", line.group())
        begin = line.start() + (bullet.end() if bullet else 0)
        if continued and re.match(r"\s*[=+]", line.group()):
            yield Span("plain", begin, line.end(), True, retracted)
            continue
        found = list(_line(cell, begin, line.end(), retracted))
        continued = [span.kind for span in found] == ["plain"]
        yield from found


def _line(cell: str, start: int, end: int, retracted: bool) -> Iterator[Span]:
    line = cell[start:end]
    if not _MATHEMATICAL.search(line) or not _CLAIM.search(line):
        if line.strip():
            yield Span("prose", start, end, False, retracted)
        return
    run_start = run_end = prose_from = start
    for piece in [*_identities(cell, list(_pieces(cell, start, end))), (end, end, True)]:
        if not piece[2]:
            run_start = piece[0] if run_start == run_end else run_start
            run_end = piece[1]
            continue
        if run_end > run_start and _formula_like(cell[run_start:run_end]):
            if cell[prose_from:run_start].strip():
                yield Span("prose", prose_from, run_start, False, retracted)
            alone = _no_words(cell[start:run_start] + cell[run_end:end])
            yield Span("plain", *_balanced(cell, run_start, run_end), alone, retracted)
            prose_from = run_end
        run_start = run_end = piece[1]
    if cell[prose_from:end].strip():
        yield Span("prose", prose_from, end, False, retracted)


def _balanced(cell: str, start: int, end: int) -> tuple[int, int]:
    """The formula without a bracket of the sentence around it: "(so dh/dW = 0)"."""
    text = cell[start:end]
    if text.startswith("(") and text.count("(") == text.count(")") + 1:
        return start + 1, end
    stripped = text.rstrip(" .,;")
    if stripped.endswith(")") and text.count(")") == text.count("(") + 1:
        return start, start + len(stripped) - 1
    return start, end


def _pieces(cell: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the pieces of a line between spaces, each with whether it is a word."""
    for match in _CHUNK.finditer(cell, start, end):
        text = match.group()
        ideographs = [i.start() for i in _IDEOGRAPH.finditer(text)]
        if ideographs:
            edges = [-1, *ideographs, len(text)]
            for left, right in itertools.pairwise(edges):
                if right - left > 1:
                    yield match.start() + left + 1, match.start() + right, _is_word(text[left + 1 : right])
                yield match.start() + right, match.start() + right, True
            continue
        yield match.start(), match.end(), _is_word(text)


def _identities(cell: str, pieces: list[tuple[int, int, bool]]) -> Iterator[tuple[int, int, bool]]:
    """The same pieces, except that I and A next to an equals sign are matrices instead of words."""
    for i, (start, end, word) in enumerate(pieces):
        beside = cell[pieces[i - 1][0] : pieces[i - 1][1]][-1:] if i else ""
        beside += cell[pieces[i + 1][0] : pieces[i + 1][1]][:1] if i + 1 < len(pieces) else ""
        letter = re.fullmatch(r"[IA][.,;:]?", cell[start:end])
        yield start, end, word and not (letter and "=" in beside)


def _is_word(text: str) -> bool:
    if text.strip("*_#>-.,:;()|") == "" and not re.fullmatch(r"[*()·.-]+", text):
        return True
    if re.search(r"[∂∇Σ∑∏=←_^\\/]", text) and not re.search(r"[^\W\d_]{5,}", re.sub(r"\\[A-Za-z]+", "", text)):
        return False
    words = [w for w in _WORD.findall(text) if not _variables(w)]
    return bool(words) or text in ("a", "A", "I")


def _variables(word: str) -> bool:
    """Whether a run of letters can be several names: `dW`, `WQ`, `diag`."""
    if word in _KNOWN or (len(word) == 2 and (word[0] == "d" or word.isupper())):
        return True
    return not word.isascii() and not re.search("[à-öø-ÿß]", word.lower())


def _formula_like(text: str) -> bool:
    return bool(_MATHEMATICAL.search(text) and _CLAIM.search(text))
