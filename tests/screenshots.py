"""Retakes the pictures in the documentation: `python -m tests.screenshots docs/`."""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.request
from pathlib import Path

from PIL import Image

from tests import formgrader
from tests.browser import DESKTOP, PHONE, Screen, Tab, browser
from tests.classroom import fill, hand_in, make_course, students
from tests.end_to_end.conftest import run

NARROW = Screen(960, 800)
COLOURS = 128
SHOWN = (("rnn", "s004"), ("training", "s001"), ("training", "last-step-only"))


def main(folder: Path) -> None:
    """Grade one submission of each assignment, and take pictures of the pages."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as place:
        course = Path(place)
        for assignment, student in SHOWN:
            make_course(course, assignment)
            hand_in(course, student, fill(students(assignment)[student], assignment), assignment)
        for assignment in ("rnn", "training"):
            for command in ("grade", "feedback"):
                run(course, "autograder", command, assignment)
        with browser() as tab:
            tab.look_on(NARROW)
            tab.open((course / "feedback" / "s004" / "rnn" / "vanishing.html").as_uri())
            take(tab, folder / "feedback.png", card("w30"), above=302, height=525)
            tab.look_on(PHONE)
            tab.open((course / "feedback" / "s001" / "training" / "updates.html").as_uri())
            take(tab, folder / "feedback-phone.png", card("wu-derivation"), above=12, height=780)
            tab.look_on(DESKTOP)
            with formgrader.formgrader(course) as address:
                comment = "document.getElementById('v-derivation-comment')"
                tab.open(f"{address}/submissions/{number_of(address, 'last-step-only')}/")
                tab.wait_for(f"{comment}?.placeholder.includes('Recognised')")
                take(tab, folder / "formgrader.png", comment, above=190, height=680)


def number_of(address: str, student: str) -> str:
    """Return the number that formgrader gives to a student's notebook."""
    with urllib.request.urlopen(f"{address}/api/submitted_notebooks/training/updates", timeout=20) as answer:
        return str(next(each["id"] for each in json.load(answer) if each["student"] == student))


def card(question: str) -> str:
    """Return the position of a question's card."""
    return (
        f"[...document.querySelectorAll('.autograder-card[role=note]')].find(e => e.innerText.includes('{question}:'))"
    )


def take(tab: Tab, path: Path, element: str, above: int, height: int) -> None:
    """Save the surroundings of an element as a picture with few colours."""
    top, width = tab.wait_for(f"[{element}.getBoundingClientRect().top + scrollY, innerWidth]")
    tab.picture(path, (0, max(0, top - above), width, height))
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
