"""Formulas as MathML, which browsers and screen readers understand without loading anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape

from autograder.maths.tex.lexemes import lexemes
from autograder.maths.tex.macros import Budget, Macro, definitions, expand
from autograder.maths.unreadable import UnreadableError

MAX_LENGTH = 5_000
"""Maximum length of a formula. Longer or unreadable ones are shown as LaTeX."""
MAX_ON_A_PAGE = 100_000
"""Maximum length of all formulas on a page, and of all texts searched for macros; each takes about two seconds."""
MAX_DEPTH = 60
_LAYOUT = {"math", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "mspace", "mpadded", "mphantom", "menclose"}
_TOKENS = {"mi", "mn", "mo", "mtext", "ms"}
_SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none"}
_TABLES = {"mtable", "mtr", "mtd", "mlabeledtr"}
_ELEMENTS = _LAYOUT | _TOKENS | _SCRIPTS | _TABLES
_WORD = re.compile(r"[a-z-]{1,20}( [a-z-]{1,20}){0,20}")
_LENGTH = re.compile(r"-?\d?(\.\d{1,6})?(em|ex|px|pt|mu)?")
_ATTRIBUTES = {
    **dict.fromkeys(("display", "displaystyle", "stretchy", "fence", "separator", "form", "accent"), _WORD),
    **dict.fromkeys(("movablelimits", "symmetric", "largeop", "mathvariant", "columnalign", "linebreak"), _WORD),
    **dict.fromkeys(("columnlines", "rowlines", "accentunder"), _WORD),
    **dict.fromkeys(("lspace", "rspace", "minsize", "maxsize", "linethickness", "scriptlevel", "width"), _LENGTH),
}
"""Attributes that are kept, with their permitted values. None can link, style, name or move an element."""
_ALIKE = {
    **dict.fromkeys(("aligned", "gathered"), "split"),
    **dict.fromkeys(("align", "gather", "gather*", "multline", "multline*", "eqnarray", "eqnarray*"), "align*"),
    **dict.fromkeys(("equation", "equation*"), ""),
}
"""Environments that latex2mathml does not know, with a similar one. Equation numbers would restart in each formula."""
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z]+\*?)\}")
_WIDE = 40
_SCROLLED = Markup(
    '<span style="display: inline-block; max-width: 100%; overflow-x: auto; vertical-align: middle;">{}</span>'
)
_FORMULA = re.compile(r"(?<!\\)\$\$(.+?)\$\$|(?<![\\$])\$(?!\$)([^$]+?)(?<!\\)\$(?!\$)", re.DOTALL)


def shown(source: str, block: bool = False) -> Markup:
    """Return a formula as MathML, or its source if it cannot be read."""
    made = _mathml(source, block) if len(source) <= MAX_LENGTH else None
    if made is not None:
        return made if block or len(source) < _WIDE else _SCROLLED.format(made)
    return _as_written(source, block)


def _as_written(source: str, block: bool) -> Markup:
    mark = "$$" if block else "$"
    return Markup('<code class="formula">{}{}{}</code>').format(mark, source, mark)


def in_text(text: str, show: Callable[[str, bool], Markup] = shown) -> Markup:
    """Escape a text and render the formulas between dollar signs in it."""
    made, end = [], 0
    for found in _FORMULA.finditer(text):
        made += [escape(text[end : found.start()]), show(found[1] or found[2], found[1] is not None)]
        end = found.end()
    return Markup("").join([*made, escape(text[end:])])


class Page:
    """The formulas of one page, up to a limit: rendering thousands of them would take too long."""

    def __init__(self) -> None:
        self._left = self._text = MAX_ON_A_PAGE

    def macros_of(self, cell: str) -> Mapping[str, Macro]:
        """Return the macros that a cell defines."""
        self._text -= len(cell) if "\\" in cell else 0
        return macros_of(cell) if self._text >= 0 else {}

    def shown(self, source: str, macros: Mapping[str, Macro], block: bool = False) -> Markup:
        """Return a formula as `shown` does, or its source once the limit of the page is reached."""
        self._left -= len(source)
        return shown(with_macros(source, macros), block) if self._left >= 0 else _as_written(source, block)

    def in_text(self, text: str) -> Markup:
        """Escape a text and render the formulas in it, as `in_text` does, up to the limit of the page."""
        return in_text(text, lambda source, block: self.shown(source, {}, block))


def macros_of(cell: str) -> Mapping[str, Macro]:
    """Return the macros that a cell defines."""
    try:
        return definitions(cell)[1]
    except UnreadableError:
        return {}


def with_macros(source: str, macros: Mapping[str, Macro]) -> str:
    """Return a formula in which macros are replaced."""
    if not macros or len(source) > MAX_LENGTH:
        return source
    try:
        source, _ = definitions(source)
        pieces = expand(lexemes(source, 0, len(source)), macros, Budget(MAX_LENGTH))
    except UnreadableError:
        return source
    return "".join(f"{piece.text} " if piece.text[1:].isalpha() else piece.text for piece in pieces)


@lru_cache(maxsize=5000)  # released text is the same on every page
def _mathml(source: str, block: bool) -> Markup | None:
    try:
        known = _ENVIRONMENT.sub(_alike, source)
        read = convert_to_element(known, display="block" if block else "inline")
        return Markup("".join(_written(read)))
    except Exception:  # latex2mathml raises many types; the source is shown instead
        return None


def _alike(found: re.Match[str]) -> str:
    name = _ALIKE.get(found[2], found[2])
    return rf"\{found[1]}{{{name}}}" if name else ""


def _written(element: Any, depth: int = 0) -> Iterator[str]:
    """Return a copy of an element that contains only harmless content."""
    if element.tag not in _ELEMENTS or element.text == "&" or depth > MAX_DEPTH:
        raise ValueError("not a formula that can be shown")
    kept = "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _ATTRIBUTES[name].fullmatch(value)
    )
    yield f"<{element.tag}{kept}>"
    yield str(escape(unescape(element.text or "")))
    for child in element:
        yield from _written(child, depth + 1)
    yield f"</{element.tag}>"
