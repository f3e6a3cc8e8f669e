"""The settings that a page mentions exist."""

from __future__ import annotations

import re

import pytest
from nbgrader.apps.nbgraderapp import NbGraderApp

from autograder.model import Assignment
from autograder.model.setup import LIMIT_NAMES
from autograder.store.settings import Autograder
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
    owners = {each.__name__: each for each in (*NbGraderApp().all_configurable_classes(), Autograder)}
    assert name in owners[owner].class_traits(config=True)


def test_documented_settings_are_found():
    assert ("LateSubmissionPlugin", "penalty_method") in SETTINGS


def table(page):
    """Return the rows of a page's tables whose first column is a name in backquotes, without the explanations."""
    return dict(re.findall(r"^\| `(\w+)` \| `?([^|`]*)`? \|", PAGES[page], re.MULTILINE))


def test_page_about_files_and_limits_has_every_setting_with_its_default():
    assignment = Assignment("a", {})
    limits = {name: getattr(assignment, name, None) or getattr(assignment.limits, name) for name in LIMIT_NAMES}
    defaults = {name: getattr(Autograder(), name) for name in Autograder.class_trait_names(config=True)}
    expected = {name: f"{value:g}" if isinstance(value, float) else value for name, value in limits.items()} | defaults
    found = table("docs/course-files.md")
    assert {name: str(value).replace("'", '"') for name, value in expected.items()} == found
    assert all(trait.help for trait in Autograder.class_traits(config=True).values())
