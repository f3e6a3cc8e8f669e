"""The page for TAs quotes existing messages and describes the steps of the workflow."""

import re

import pytest

from tests.ci.test_workflows import FOLDER, GITHUB
from tests.classroom import ROOT

PAGE = (ROOT / "docs" / "ta.md").read_text(encoding="utf-8")
SAID = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "autograder").rglob("*.py")))
SERVICES = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir()))
QUOTED = sorted(
    quote
    for quote in re.findall(r"`([^`\n]+)`", PAGE.partition("## Troubleshooting")[2])
    if re.match(r"(?!autograder )\S+ \S+ ", quote)
)


@pytest.mark.parametrize("quote", [quote for quote in QUOTED if not quote.startswith("nbgrader")])
def test_quoted_message_exists(quote):
    assert quote in SAID or quote in SERVICES


def test_page_quotes_messages():
    assert len(QUOTED) >= 6


def test_table_of_steps_has_the_order_of_the_workflow():
    table = PAGE.partition("## What each step does")[2].partition("\n\n**")[0]
    named = re.findall(
        r"autograder (\w+)", "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|"))
    )
    script = "".join(step.get("run", "") for step in GITHUB["jobs"]["grade"]["steps"])
    assert named == re.findall(r"autograder (\w+)", script)


def test_local_trial_has_the_commands_of_the_workflow():
    here = PAGE.partition("**Try it locally first.**")[2].partition("## What each step does")[0]
    script = "".join(step.get("run", "") for step in GITHUB["jobs"]["grade"]["steps"])
    assert re.findall(r"autograder (\w+)", here) == re.findall(r"autograder (\w+)", script)
