"""The claims of `docs/security.md` name tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.classroom import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = [
    before + name + after
    for before, names, after in re.findall(r"`(tests/[\w/.-]*)(?:\{([\w,-]+)\})?([\w/.-]*)`", PAGE)
    for name in names.split(",")
]


@pytest.mark.parametrize("path", sorted(set(NAMED)))
def test_named_test_file_exists(path):
    assert (ROOT / path).exists()


def test_every_claim_names_a_test_file():
    claims = PAGE.partition("## What is prevented")[2].partition("## Levels")[0].split("\n\n")
    assert len(claims) > 8
    assert [claim for claim in claims if claim.startswith("**") and "`tests/" not in claim] == []
