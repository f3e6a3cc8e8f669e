"""Remove active content from what a student wrote or displayed: graders and classmates open these pages."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Container, Mapping
from html import escape
from typing import Any

import nh3

_TEXT = {"abbr", "b", "blockquote", "br", "code", "del", "em", "hr", "i", "kbd", "p", "pre", "s", "samp", "small"}
_MORE_TEXT = {"a", "div", "img", "span", "strong", "sub", "sup", "u", "h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_TAGS = _TEXT | _MORE_TEXT | _LISTS | _TABLES
_CELL = {"colspan", "rowspan"}
_ATTRIBUTES = {"*": {"title"}, "a": {"href"}, "img": {"alt", "height", "src", "width"}, "td": _CELL, "th": _CELL}
_PROTOCOLS = {"http", "https", "data"}
_PICTURE = r"data:image/(?:png|jpeg|gif);base64,"
_ADDRESSES = {("a", "href"): re.compile("https?://"), ("img", "src"): re.compile(_PICTURE)}

MAX_EFFORT = 300_000
TOO_DEEP = "This output has too many tags inside of each other; it is shown as it was written."
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr p li dd dt td th tr option".split())
"""Elements without an end tag, or whose end tag may be left out."""
MAX_COLOURS = 1_000
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;:?]{0,40}[@-~]?)?")
_RGB, _NUMBER = r"[34]8;(?:5;\d{1,3}|2;\d{1,3};\d{1,3};\d{1,3})", r"(?![34]8)\d{0,3}"
_COLOUR = re.compile(rf"\x1b\[(?:{_RGB}|{_NUMBER})(?:;(?:{_RGB}|{_NUMBER})){{0,9}}m", re.ASCII)

_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ATTACHED = re.compile(r"attachment:(?=(picture-\d+))")
_PLAIN_PICTURE = rf"\[[\w .,:'-]*\]\((?:{_PICTURE}[A-Za-z0-9+/=]+|attachment:picture-\d{{1,3}})\)"
"""A picture whose label contains no escape, code, formula or bracket, so that it ends where it seems to end."""
_LOADED_PICTURE = re.compile(rf"!(?=\[)(?!{_PLAIN_PICTURE})")
_SCHEMES = "|".join(r"[\s\\]*".join(scheme) for scheme in ("javascript", "vbscript", "data", "file", "blob"))
_CODE_ADDRESS = re.compile(rf"(?!{_PICTURE})({_SCHEMES})[\s\\]*:", re.IGNORECASE)
_ACTING_TEX = re.compile(r"\\(?=(?:href|class|style|cssId|data|require|bbox)(?![A-Za-z]))")


def markdown(text: str, attachments: Container[str] = ()) -> str:
    """Return Markdown without HTML, without links that run code, and without pictures from other servers.

    A space after the `<` of a tag and the `&` of an entity disables them and does not change formulas. A picture that
    would be loaded becomes a link.

    Parameters
    ----------
    text : str
    attachments : container of str
        Names of the cell's attachments; nbconvert fails on a reference to any other one.
    """
    text = _ATTACHED.sub(lambda found: found[0] if found[1] in attachments else "attachment∶", text)
    text = _ENTITY.sub("& ", _TAG_START.sub("< ", text))
    return formulas(_CODE_ADDRESS.sub(r"\1∶", _LOADED_PICTURE.sub("", text)))


def formulas(text: str) -> str:
    r"""Return a text without LaTeX commands such as `\href`, which create links or styles."""
    return _ACTING_TEX.sub(r"\\ ", text)


def html(text: str) -> str:
    """Return an HTML output without scripts, styles, forms and frames; as it was written if it is nested too deeply."""
    if _effort(text) > MAX_EFFORT:
        return f"<p><em>{TOO_DEEP}</em></p><pre>{formulas(escape(text))}</pre>"
    return formulas(_CLEANER.clean(text))


def _effort(text: str) -> int:
    """Return the sum of the depths of all tags: parsing takes that much time, and at worst that much memory.

    An element counts as open until its own end tag, because a formatting element is opened again in every paragraph.
    """
    opened: Counter[str] = Counter()
    depth = total = 0
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if found[1] and opened[name]:
            opened[name] -= 1
            depth -= 1
        elif not found[1] and name not in _VOID:
            opened[name] += 1
            depth += 1
        total += depth
    return total


def printed(text: str) -> str:
    """Return a printed text with its colours, if these are few, and without other commands to a terminal.

    nbconvert takes quadratic time for many colours, and fails on incomplete ones.
    """
    if "\x1b" not in text:
        return text
    keep = text.count("\x1b[") <= MAX_COLOURS
    return _ESCAPE.sub(lambda found: found[0] if keep and _COLOUR.fullmatch(found[0]) else "", text)


def _kept(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or None to drop it: links must be web addresses, pictures must be embedded."""
    address = _ADDRESSES.get((tag, name))
    return value if address is None or address.match(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=set(),
    attributes=_ATTRIBUTES,
    attribute_filter=_kept,
    url_schemes=_PROTOCOLS,
    link_rel=None,
)


def output(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return a notebook output without active content."""
    if "data" not in shown:
        return {**shown, **{name: _printed(shown[name]) for name in _PRINTED if name in shown}}
    data = dict(shown["data"])
    if "text/plain" in data:
        data["text/plain"] = printed(data["text/plain"])
    if "text/html" in data:
        data["text/html"] = html(data["text/html"])
    if "text/markdown" in data:
        data["text/markdown"] = markdown(data["text/markdown"])
    if "text/latex" in data:
        data["text/latex"] = formulas(data["text/latex"])
    if "image/svg+xml" in data:  # as a picture: scripts in it do not run
        code = base64.b64encode(data.pop("image/svg+xml").encode()).decode()
        data.setdefault("text/html", f'<img alt="picture" src="data:image/svg+xml;base64,{code}">')
    return {**shown, "data": data}


_PRINTED = ("text", "ename", "evalue", "traceback")


def _printed(text: Any) -> Any:
    return [printed(line) for line in text] if isinstance(text, list) else printed(text)
