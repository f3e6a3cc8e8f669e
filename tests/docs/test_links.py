"""Links between the pages work in the repository; another test checks them in the site."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.classroom import ROOT
from tests.docs.pages import PAGES

TEXTS = PAGES | {name: (ROOT / name).read_text(encoding="utf-8") for name in ("CHANGELOG.md", "benchmarks/README.md")}
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """Return the places in a page, as code hosts name them."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def links(page: str) -> list[tuple[str, str]]:
    """Return path and place of the links of a page that do not leave the repository."""
    found = _LINK.findall(_FENCE.sub("", TEXTS[page]))
    return [link.partition("#")[::2] for link in found if not re.match(r"\w+:", link)]


@pytest.mark.parametrize("page", TEXTS)
def test_links_lead_to_an_existing_file_and_anchor(page):
    broken = []
    for path, place in links(page):
        target = os.path.normpath(Path(page).parent / path) if path else page
        made_by_the_site = page == "docs/api.md" and place.startswith("autograder.")
        if not (ROOT / target).exists():
            broken.append(path)
        elif place and not made_by_the_site and place not in anchors(TEXTS[target]):
            broken.append(f"{path}#{place}")
    assert broken == []


def test_links_and_anchors_are_found():
    assert len(links("README.md")) > 10
    assert "the-kill-matrix" in anchors(TEXTS["docs/fairness.md"])
    assert "no such place" not in anchors(TEXTS["docs/fairness.md"])
