"""Make what a student wrote or displayed safe to show: pages made of it are opened by graders and classmates."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

import bleach

_TEXT = {"abbr", "b", "blockquote", "br", "code", "del", "em", "hr", "i", "kbd", "p", "pre", "s", "samp", "small"}
_MORE_TEXT = {"a", "div", "img", "span", "strong", "sub", "sup", "u", "h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_TAGS = _TEXT | _MORE_TEXT | _LISTS | _TABLES
_PROTOCOLS = {"http", "https", "data"}
_ATTRIBUTES = {
    "*": ["title"],
    "a": ["href"],
    "img": ["alt", "height", "src", "width"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan"],
}
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")


def markdown(text: str) -> str:
    """Return Markdown in which no HTML is left: a tag's `<` gets a blank behind it, which formulas do not mind."""
    return _TAG_START.sub("< ", text)


def html(text: str) -> str:
    """Return the part of an HTML output that can only show something: no scripts, styles, forms or frames."""
    return str(bleach.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True))


def output(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return a notebook output whose rich forms are harmless."""
    if "data" not in shown:
        return dict(shown)
    data = dict(shown["data"])
    if "text/html" in data:
        data["text/html"] = html(data["text/html"])
    if "text/markdown" in data:
        data["text/markdown"] = markdown(data["text/markdown"])
    if "image/svg+xml" in data:  # as a picture: scripts in it do not run
        code = base64.b64encode(data.pop("image/svg+xml").encode()).decode()
        data.setdefault("text/html", f'<img alt="picture" src="data:image/svg+xml;base64,{code}">')
    return {**shown, "data": data}
