"""Pages for students and instructors in a real browser, on a desktop and on a phone, also with hostile content."""

import json
from importlib.resources import files

import pytest

from autograder.model import Outcome
from tests.browser import DESKTOP, PHONE
from tests.classroom import ROOT, fill, hand_in, make_course, read_answers, solved, students
from tests.end_to_end.conftest import run

ATTACKS = ROOT / "tests" / "attacks" / "submissions" / "floods"
PAGES = [
    ("instructor", "rnn", "vanishing"),
    ("broken-file", "rnn", "lstm"),  # it is damaged
    ("attacker", "training", "updates"),
]
"""Perfect, broken and hostile."""
MORE = [
    ("instructor", "training", "updates"),
    ("last-step-only", "rnn", "bptt"),
    ("last-step-only", "training", "updates"),
    ("broken-file", "training", "activations"),  # it is missing
    ("hostile", "rnn", "bptt"),  # its answers crash and hang
    ("attacker", "rnn", "bptt"),
]
AXE = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = json.dumps(
    {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
)
NOT_OURS = {"scrollable-region-focusable"}
"""Browsers make scrolling boxes reachable with the keyboard by themselves."""


def attack(assignment: str, notebook: str, written: str) -> dict:
    """Return a notebook with every known kind of active content."""
    text = read_answers(ATTACKS / "scripts-are-in-the-written-answer.md")["bptt", "bptt-derivation"]
    shown = "\n".join(
        read_answers(ATTACKS / f"{name}.md")["bptt", "jacobian-code"]
        for name in ("scripts-are-displayed", "pictures-hide-addresses-in-their-labels")
    )
    code = "jacobian-code" if assignment == "rnn" else "softmax-code"
    return {notebook: fill({(notebook, written): text, (notebook, code): shown}, assignment)[notebook]}


@pytest.fixture(scope="module")
def course(own_course, tab):
    """The class with an attacker in it, and a small class of the other assignment; with feedback and reports."""
    make_course(own_course, "training")
    hand_in(own_course, "attacker", attack("rnn", "bptt", "bptt-derivation"))
    hand_in(own_course, "attacker", attack("training", "updates", "v-derivation"), "training")
    hand_in(own_course, "instructor", solved("training"), "training")
    typical = fill(students("training")["last-step-only"], "training")
    hand_in(own_course, "last-step-only", typical, "training")
    hand_in(own_course, "broken-file", {"updates": typical["updates"]}, "training")
    for assignment in ("rnn", "training"):
        assert run(own_course, "autograder", "grade", assignment).returncode == 1
        chosen = {f"--student={student}" for student, of, _ in PAGES + MORE if of == assignment}
        assert run(own_course, "autograder", "feedback", assignment, *chosen).returncode == 0
    assert run(own_course, "autograder", "report", "rnn").returncode == 0
    return own_course


def open_page(tab, path, screen):
    tab.look_on(screen)
    tab.open(path.as_uri())


@pytest.fixture(params=[*PAGES, *(pytest.param(each, marks=pytest.mark.thorough) for each in MORE)], ids="-".join)
def page(request, course):
    """One page of every kind of submission, for both assignments."""
    return course.joinpath("feedback", *request.param).with_suffix(".html")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_page_fits_the_screen(tab, page, screen):
    open_page(tab, page, screen)
    assert tab.run("innerWidth") == screen.width
    assert tab.run("document.scrollingElement.scrollWidth <= innerWidth")


def test_page_is_accessible(tab, page):
    open_page(tab, page, PHONE)
    assert faults(tab) == []


def test_code_on_a_page_is_accessible(tab, course):
    open_page(tab, course / "feedback" / "broken-file" / "training" / "activations.html", DESKTOP)
    assert faults(tab, but=".no-such-thing") == []


def faults(tab, but=".highlight"):
    """Return the complaints of the accessibility engine: contrast, headings, alternatives, landmarks, tables."""
    tab.run(f"{AXE};0")
    found = tab.run(
        f"axe.run({{exclude: [['{but}']]}}, {RULES}).then(all => all.violations.map(each => [each.id, each.nodes[0].html.slice(0, 200)]))"
    )
    return [each for each in found if each[0] not in NOT_OURS]


def test_every_card_names_its_outcome(tab, page):
    words = [str(outcome) for outcome in Outcome]
    open_page(tab, page, PHONE)
    cards = tab.run("[...document.querySelectorAll('.autograder-card strong:first-child')].map(e => e.innerText)")
    summary, *verdicts = cards
    assert f"{page.stem}: " in summary
    assert len(verdicts) > 5
    assert all(any(f": {word}, " in verdict for word in words) for verdict in verdicts), verdicts


def test_page_loads_and_runs_nothing_that_a_student_wrote(tab, page):
    open_page(tab, page, DESKTOP)
    assert [address for address in tab.wanted if not address.startswith("data:image/")] == [page.as_uri()]
    assert tab.run("document.scripts.length") == 0
    assert tab.run("document.title").endswith(page.stem)
    happened = {event["method"] for event in tab.events}
    assert not happened & {"Page.javascriptDialogOpening", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
    refused = [each["params"]["entry"]["text"] for each in tab.events if each["method"] == "Log.entryAdded"]
    assert refused == []  # the page's policy blocked nothing


def test_formulas_are_displayed_without_a_network(tab, course):
    open_page(tab, course / "feedback" / "instructor" / "rnn" / "vanishing.html", DESKTOP)
    assert tab.run("document.querySelectorAll('math').length") > 50
    assert tab.run("document.querySelector('math mfrac').getBoundingClientRect().height") > 20
    assert "\\frac" not in tab.run("document.querySelector('main').innerText")


def test_terms_of_a_derivation_are_aligned_in_columns(tab, course):
    open_page(tab, course / "feedback" / "last-step-only" / "training" / "updates.html", PHONE)
    drawn = "[...document.querySelectorAll('.autograder-card pre')].find(pre => pre.innerText.includes('k=1'))"
    assert "  t=2        ○" in tab.run(f"{drawn}.innerText")
    assert "mono" in tab.run(f"getComputedStyle({drawn}).fontFamily")
    assert tab.run(f"getComputedStyle({drawn}).whiteSpace") == "pre"


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_class_report_fits_the_screen_and_is_accessible(tab, course, screen):
    page = course / "rnn-report.html"
    open_page(tab, page, screen)
    assert tab.run("document.scrollingElement.scrollWidth <= innerWidth")
    assert faults(tab) == []
    assert tab.wanted == [page.as_uri()]
