"""Remove active content from what a student wrote or displayed: graders and classmates open these pages."""

from __future__ import annotations

import base64
import re
from collections.abc import Container, Mapping
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
    """Return an HTML output without scripts, styles, forms and frames."""
    return formulas(_CLEANER.clean(text))


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
        return dict(shown)
    data = dict(shown["data"])
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
