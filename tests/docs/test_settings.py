"""The settings that a page mentions exist."""

from __future__ import annotations

import re

import pytest
from nbgrader.apps.nbgraderapp import NbGraderApp

from tests.docs.pages import PAGES, blocks

SETTINGS = sorted(
    {
        found
        for page in PAGES
        for block in blocks(page)
        if block.language == "python"
        for found in re.findall(r"^c\.(\w+)\.(\w+)", block.text, re.MULTILINE)
    }
)


@pytest.mark.parametrize(("owner", "name"), SETTINGS)
def test_documented_setting_exists(owner, name):
    owners = {each.__name__: each for each in NbGraderApp().all_configurable_classes()}
    assert name in owners[owner].class_traits(config=True)


def test_documented_settings_are_found():
    assert ("LateSubmissionPlugin", "penalty_method") in SETTINGS
