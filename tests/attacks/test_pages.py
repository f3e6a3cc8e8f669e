"""Grading attacks leaves no secret and no active content in the gradebook, the autograded notebooks or the feedback."""

from __future__ import annotations

import re
import sqlite3
from html.parser import HTMLParser

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.nbgrader.feedback.run import MADE_FROM
from tests.attacks.world import TRACES
from tests.end_to_end.conftest import run

LARGEST = 5 * 2**20
ACTIVE_TAGS = frozenset("script iframe object embed form input button meta base link style svg video audio".split())
IN_FORMULAS = frozenset(
    "mrow mfrac msqrt mroot mstyle mspace mpadded mphantom menclose mi mn mo mtext ms msub msup msubsup munder mover "
    "munderover mmultiscripts mprescripts none mtable mtr mtd".split()
)
"""Not `mglyph`, `maction` or `annotation-xml`: with them HTML can hide in a formula."""
ADDRESSES = frozenset("href src action formaction data srcdoc xlink:href poster background".split())


class Content(HTMLParser):
    """What matters in a page.

    Attributes
    ----------
    active : list of str
        Tags that run or load something or hide in formulas, event handlers, addresses.
    typeset : str
        The text in which formulas are typeset: everything except code, listings and nbgrader's own scripts.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.active: list[str] = []
        self._texts: list[str] = []
        self._in_formula, self._in_code = False, 0
        self.feed(text)
        self.typeset = "".join(self._texts)

    def handle_starttag(self, tag, attrs):
        self._in_code += tag in ("pre", "code")
        if tag in ACTIVE_TAGS or (self._in_formula and tag not in IN_FORMULAS):
            self.active.append(f"<{tag} {sorted(attrs)!r}>")
        self._in_formula = self._in_formula or tag == "math"
        for name, value in attrs:
            scheme = re.sub(r"[\s\x00-\x1f]", "", value or "").partition(":")[0].lower()
            if name.startswith("on") or (name in ADDRESSES and scheme in ("javascript", "vbscript", "file")):
                self.active.append(f"{tag} {name}={value!r}")
            if name in ADDRESSES and scheme == "data" and not (value or "").startswith("data:image/"):
                self.active.append(f"{tag} {name}={value!r}")
            if name == "src" and scheme != "data":
                self.active.append(f"{tag} loads {value!r}")

    def handle_endtag(self, tag):
        self._in_formula = self._in_formula and tag != "math"
        self._in_code -= tag in ("pre", "code")

    def handle_data(self, data):
        if self.cdata_elem:
            self.active.append(data)
        elif not self._in_code:
            self._texts.append(data)


@pytest.fixture(scope="module")
def contents(pages):
    """Return the content of every student's feedback page."""
    return {student: Content(page) for student, page in pages.items()}


def autograded(graded, student):
    return graded.course / "autograded" / student / "rnn" / "bptt.ipynb"


def secrets_of_others(graded, submission):
    """Return the secrets that must not leak into a submission; a witness has a secret of its own."""
    own = "classmate" if submission.family == "witnesses" else ""
    return [*TRACES, *(secret for where, secret in graded.world.secrets.items() if where != own)]


def test_autograded_notebooks_and_reports_contain_no_secret(graded):
    for submission in graded.line:
        text = autograded(graded, submission.student).read_text(encoding="utf-8") + repr(
            graded.reports[submission.student]
        )
        assert [secret for secret in secrets_of_others(graded, submission) if secret in text] == [], submission.name


def test_feedback_pages_contain_no_secret(graded, pages):
    for submission in graded.line:
        page = pages.get(submission.student, "")
        assert [secret for secret in secrets_of_others(graded, submission) if secret in page] == [], submission.name


def test_gradebook_contains_no_secret_and_no_script(graded):
    with sqlite3.connect(graded.course / "gradebook.db") as connection:
        content = "\n".join(connection.iterdump())
    assert [secret for secret in (*TRACES, *graded.world.secrets.values()) if secret in content] == []
    comments = [line for line in content.splitlines() if line.startswith('INSERT INTO "comment"')]
    assert Content("\n".join(comments)).active == []


def test_gradebook_scores_equal_report_scores(graded):
    with Gradebook(f"sqlite:///{graded.course}/gradebook.db") as gradebook:
        for submission in graded.line:
            notebook = gradebook.find_submission_notebook("bptt", "rnn", submission.student)
            scores = {grade.name: grade.auto_score or 0 for grade in notebook.grades}
            assert scores == {name: each.score or 0 for name, each in graded.results(submission).items()}


def test_feedback_pages_have_no_active_content_of_a_student(contents):
    witness = contents["witness-at-the-end"].active
    assert witness  # the page's own content security policy and styles
    assert not any(each.startswith("<script") for each in witness)
    for student, content in contents.items():
        assert content.active == witness, student


def test_formulas_on_feedback_pages_have_no_active_commands(contents):
    for student, content in contents.items():
        assert not re.search(r"\\(href|style|class|cssId|require)\b", content.typeset), student


def test_autograded_notebooks_have_no_active_content(graded):
    for submission in graded.line:
        node = nbformat.read(autograded(graded, submission.student), as_version=4)
        nbformat.validate(node)
        for cell in node.cells:
            shown = [output.get("data", {}) for output in cell.get("outputs", [])]
            texts = [cell.source] if cell.cell_type == "markdown" else []
            texts += [data[mime] for data in shown for mime in ("text/html", "text/markdown") if mime in data]
            assert [found for text in texts if (found := Content(text).active)] == [], submission.name
            assert {mime for data in shown for mime in data} <= SHOWN, submission.name
            assert cell.cell_type != "raw"


SHOWN = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "application/json"}


def test_notebooks_and_pages_stay_below_the_size_limit(graded, pages):
    for submission in graded.line:
        assert autograded(graded, submission.student).stat().st_size < LARGEST, submission.name
        assert len(nbformat.read(autograded(graded, submission.student), as_version=4).cells) < 1000, submission.name
    for student, page in pages.items():
        assert len(page) < LARGEST, student


def test_autograded_folder_holds_only_notebook_and_timestamp(graded):
    for submission in graded.line:
        files = {path.name for path in autograded(graded, submission.student).parent.iterdir()}
        assert {"bptt.ipynb"} <= files <= {"bptt.ipynb", "timestamp.txt"}, submission.name


def test_feedback_folder_holds_only_pages_and_their_key(graded, pages):
    for student in pages:
        for path in (graded.course / "feedback" / student / "rnn").iterdir():
            assert path.name in ("bptt.html", "timestamp.txt", MADE_FROM), path


def test_nbgrader_makes_the_same_feedback_pages(graded, pages):
    """Where scripts are displayed this is compared for the whole family, elsewhere for one student."""
    family = "floods-*" if any(each.family == "floods" for each in graded.line) else "witness-at-the-end"
    done = run(graded.course, "nbgrader", "generate_feedback", "rnn", f"--student={family}", "--force")
    assert done.returncode == 0, done.stderr
    made = list((graded.course / "feedback").glob(f"{family}/rnn/bptt.html"))
    assert made
    for path in made:
        assert path.read_text(encoding="utf-8") == pages[path.parts[-3]], path


def test_reported_problems_contain_no_terminal_control_characters(graded):
    for report in graded.reports.values():
        assert all(problem.isprintable() for problem in report.problems), report.problems
