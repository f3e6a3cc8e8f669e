"""Pictures that students attach or paste: decoded, re-encoded, and attached to the text that shows them.

Only their pixels are kept, none of the submitted bytes.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from PIL import Image, ImageOps

MAX_PICTURES = 20
"""Maximum number of pictures that are kept in one notebook."""
MAX_BYTES = 20 * 2**20
"""Maximum size of a submitted picture in bytes."""
MAX_PIXELS = 50_000_000
"""Maximum number of pixels of a submitted picture; phones take pictures of 12 to 50 million."""
MAX_SIDE = 1600
"""Larger pictures are scaled down to this many pixels along the longer side."""

_INLINE = re.compile(r"data:image/[\w.+-]{1,20};base64,([A-Za-z0-9+/=%]+)")
_HTML = re.compile(r"<img\b[^<>]{0,300}?\bsrc=[\"']?(attachment:inline-\d+)[\"']?[^<>]{0,300}>", re.IGNORECASE)
_SHOWN = re.compile(r"attachment:([^\s()\[\]<>\"']{1,200})")
_MARKDOWN_PICTURE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()]{0,300}\)")
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


def pictures_in(cell: Mapping[str, Any], source: str) -> tuple[str, dict[str, str]]:
    """Return a cell's text with references instead of pictures pasted as data, and all pictures that it shows.

    Returns
    -------
    text : str
    pictures : dict
        Base64 by the name of the attachment; "" for an attachment that is not a picture.
    """
    inline: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        inline[f"inline-{len(inline) + 1}"] = match[1]
        return f"attachment:inline-{len(inline)}"

    text = _INLINE.sub(name, source) if ";base64," in source else source
    if inline:
        text = _HTML.sub(r"![picture](\1)", text)
    bundles = cell.get("attachments")
    if not isinstance(bundles, dict) or "attachment:" not in text:
        return text, inline
    shown = dict.fromkeys(_SHOWN.findall(text))
    return text, {**{name: _data(bundles[name]) for name in shown if name in bundles}, **inline}


def saved_outputs(cell: Mapping[str, Any]) -> list[str]:
    """Return the pictures among a code cell's saved outputs, as base64."""
    outputs = cell.get("outputs")
    bundles = (each.get("data") for each in outputs if isinstance(each, dict)) if isinstance(outputs, list) else ()
    pictures = (data for bundle in bundles if isinstance(bundle, dict) and (data := _data(bundle)))
    return list(islice(pictures, MAX_PICTURES))


def re_encoded(data: str) -> dict[str, str] | None:
    """Return a re-encoded picture as an attachment of a notebook cell; None if it is not a picture.

    Parameters
    ----------
    data : str
        Base64 of a PNG, JPEG, GIF, WebP, BMP or TIFF file.
    """
    if len(data) > MAX_BYTES * 4 // 3:
        return None
    try:
        raw = base64.b64decode("".join(data.split()), validate=True)
        with warnings.catch_warnings(), Image.open(io.BytesIO(raw), formats=_FORMATS) as opened:
            warnings.simplefilter("ignore")
            if opened.width * opened.height > MAX_PIXELS:
                return None
            opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((MAX_SIDE, MAX_SIDE))
            photo = opened.format == "JPEG"
            made = io.BytesIO()
            if photo:
                picture.convert("RGB").save(made, "JPEG", quality=85)
            else:
                picture.convert("RGBA").save(made, "PNG")
    except Exception:  # Pillow's decoders raise exceptions of any type
        return None
    return {"image/jpeg" if photo else "image/png": base64.b64encode(made.getvalue()).decode()}


def _data(bundle: Any) -> str:
    """Return the base64 data of the picture in a MIME bundle; "" if there is none."""
    for kind, data in bundle.items() if isinstance(bundle, dict) else ():
        if isinstance(kind, str) and kind.startswith("image/") and kind != "image/svg+xml":
            lines = data if isinstance(data, list) else [data]
            return "".join(line for line in lines if isinstance(line, str))
    return ""


@dataclass
class Album:
    """The pictures of one notebook, under new names.

    Attributes
    ----------
    lost : bool
        Whether a picture was left out because it cannot be read or there are too many.
    """

    kept: int = 0
    lost: bool = False

    def keep(self, source: str, pictures: Mapping[str, str]) -> tuple[str, dict[str, dict[str, str]]]:
        """Return a text that refers to its pictures under new names, and these pictures as attachments."""
        made: dict[str, dict[str, str]] = {}

        def name(match: re.Match[str]) -> str:
            if match[1] not in pictures:
                return match[0]
            picture = re_encoded(pictures[match[1]]) if self.kept < MAX_PICTURES else None
            if picture is None:
                self.lost = True
                return "picture that cannot be shown"
            self.kept += 1
            made[f"picture-{self.kept}"] = picture
            return f"attachment:picture-{self.kept}"

        return _SHOWN.sub(name, source), made


def only_pictures(text: str) -> bool:
    """Whether a text contains pictures and hardly any words."""
    rest = _MARKDOWN_PICTURE.sub("", text)
    return rest != text and not re.search(r"\w\w", rest)
