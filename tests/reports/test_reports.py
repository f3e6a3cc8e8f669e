"""Reports: the numbers are right, and students' texts stay plain text."""

import json
import re
from html.parser import HTMLParser
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console

from autograder.model import Outcome
from autograder.model.result import NotebookResult, QuestionResult, SubmissionResult
from autograder.reports import Line, Points, as_json, junit, markdown, notices, print_tables
from autograder.reports.class_page import class_page
from autograder.reports.overview import overview
from autograder.sandbox import SandboxReport
from autograder.store.graded import Entry
from autograder.text import printable

HOSTILE = '<script>alert(1)</script> | **x** ]]> \x1b[2J \x00 & "'
NS = SandboxReport("ns", ("network",), ())


def question(name, outcome, credit, points=4.0, **more):
    values = {
        "notebook": "bptt",
        "question": name,
        "outcome": Outcome(outcome),
        "credit": credit,
        "score": None if credit is None else credit * points,
        "max_score": points,
        "misconception": None,
        "feedback": "",
        "suggested_credit": None,
        "needs_manual_grade": credit is None,
        "sandbox": "ns",
    }
    return QuestionResult(**{**values, **more})


def entry(student, *questions, problems=(), seconds=1.0, sandbox=NS):
    result = SubmissionResult(student, (NotebookResult("bptt", questions, sandbox.level),), problems)
    return Entry("key", result, sandbox, {}, seconds)


CLASS = [
    entry("ann", question("easy", "correct", 1.0), question("hard", "incorrect", 0.0, misconception="sign lost")),
    entry("bob", question("easy", "partial", 0.5), question("hard", "incorrect", 0.0, misconception="sign lost")),
    entry(
        HOSTILE,
        question("easy", "correct", 1.0, near_miss="close to the tolerance"),
        question("hard", "undecided", None, suggested_credit=0.25, feedback=HOSTILE),
        problems=(HOSTILE,),
        seconds=9.0,
        sandbox=SandboxReport("landlock", (), ("disk",)),
    ),
]
RESULTS = [each.result for each in CLASS]
LINES = [Line.of(each) for each in RESULTS]


def test_the_overview_counts_scores_outcomes_and_misconceptions():
    it = overview("rnn", CLASS)
    assert sorted(it.scores) == [2, 4, 4]
    assert it.max_score == 8
    assert it.quartiles[1] == 4
    assert [line.question for line in it.questions] == ["hard", "easy"]
    assert it.questions[0].mean == 0
    assert it.questions[0].outcomes["undecided"] == 1
    assert it.questions[1].mean == pytest.approx(2.5 / 3)
    assert [(each.name, each.students) for each in it.misconceptions] == [("sign lost", ("ann", "bob"))]
    assert sum(count for _, _, count in it.bins) == 3
    assert it.levels == {"ns": 2, "landlock": 1}
    assert it.slowest[0] == (HOSTILE, 9.0)


def test_undecided_answers_and_near_misses_are_listed_for_review():
    to_review = overview("rnn", CLASS).to_review
    assert [(each.result.question, each.suggested_score) for each in to_review] == [("easy", 4.0), ("hard", 1.0)]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_small_and_empty_classes_have_a_report(number):
    page = class_page(overview("rnn", CLASS[:number]), {})
    assert f"{number} submissions" in page


class Reader(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.pictures, self.words = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        given = dict(attributes)
        if tag == "a":
            self.links.append(given["href"])
        if tag == "svg":
            self.pictures.append(given)
        assert not any(name.startswith("on") for name in given)

    def handle_data(self, data):
        self.words.append(data)


def test_the_class_report_is_self_contained_and_has_no_scripts():
    links = {(HOSTILE, "bptt"): "http://localhost:8888/formgrader/submissions/abc/?index=0"}
    page = class_page(overview("rnn", CLASS), links)
    read = Reader(page)
    assert "script" not in read.tags
    assert "<script>alert(1)</script>" in "".join(read.words)
    assert not {"img", "link", "iframe", "object"} & set(read.tags)
    assert [link for link in read.links if not link.startswith("#")] == [*links.values()] * 2
    assert "\x1b" not in page
    assert "\x00" not in page
    assert page == class_page(overview("rnn", reversed(CLASS)), links)


def test_every_chart_has_a_text_alternative():
    read = Reader(class_page(overview("rnn", CLASS), {}))
    assert len(read.pictures) == 2
    for picture in read.pictures:
        assert picture["role"] == "img"
        assert len(picture["aria-label"]) > 30
    assert "3 students" in read.pictures[0]["aria-label"]
    assert "hard, easy" in read.pictures[1]["aria-label"]


def test_ids_of_different_charts_are_unique():
    page = class_page(overview("rnn", CLASS), {})
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names)) > 20
    assert set(re.findall(r'xlink:href="#([^"]+)', page)) <= set(names)


def test_the_class_report_warns_about_grading_without_a_sandbox():
    weak = entry("eve", question("easy", "correct", 1.0), sandbox=SandboxReport("none", (), ("network",)))
    assert "untrustworthy" in class_page(overview("rnn", [*CLASS, weak]), {})
    assert "untrustworthy" not in class_page(overview("rnn", CLASS), {})


def test_json_values_are_unchanged_by_a_json_file():
    values = as_json("rnn", NS, RESULTS)
    assert json.loads(json.dumps(values)) == values


JENKINS = {
    "testsuites": (
        {"name", "tests", "failures", "errors", "time"},
        {"testsuite"},
        {"name", "tests", "failures", "errors"},
    ),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time"},
        {"testcase", "system-out"},
        {"name", "tests", "failures", "errors"},
    ),
    "testcase": ({"name", "classname", "time"}, {"skipped", "failure", "system-out"}, {"name", "classname"}),
    "skipped": ({"message"}, set(), set()),
    "failure": ({"message", "type"}, set(), {"message", "type"}),
    "system-out": (set(), set(), set()),
}
"""What the strictest reader takes: attributes, children, and the attributes that have to be there."""


def test_junit_has_a_test_case_per_student_and_question():
    root = ET.fromstring(junit("rnn", RESULTS))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("6", "3", "0")
    assert [suite.get("skipped") for suite in root] == ["0", "0", "1"]
    cases = root.findall("testsuite/testcase")
    assert [case.get("name") for case in cases] == ["easy", "hard"] * 3
    assert cases[0].get("classname") == "ann.bptt"
    assert cases[1].find("failure").get("type") == "sign lost"
    assert cases[0].find("failure") is None
    assert cases[5].find("skipped") is not None


def test_junit_follows_the_schema_of_jenkins():
    for element in ET.fromstring(junit("rnn", RESULTS)).iter():
        attributes, children, required = JENKINS[element.tag]
        assert required <= set(element.attrib) <= attributes
        assert {child.tag for child in element} <= children
        assert all(
            element.get(name).isdigit() for name in ("tests", "failures", "errors", "skipped") if name in element.attrib
        )
        if element.tag == "testcase":
            assert len(element.findall("skipped") + element.findall("failure")) <= 1


def test_junit_escapes_hostile_ids_and_problems():
    root = ET.fromstring(junit("rnn", RESULTS))
    suite = root.findall("testsuite")[2]
    assert suite.get("name").startswith("<script>alert(1)</script>")
    assert suite.find("system-out").text.startswith("<script>")


@pytest.mark.parametrize(
    "hostile", ["\x00\x01\x0b", "\ud800", "\ufffe\uffff", "]]>", "&#0;", "a\nb\tc", "\u202e", "x" * 5000]
)
def test_junit_stays_readable_with_any_character(hostile):
    told = entry(hostile, question("hard", "incorrect", 0.0, feedback=hostile, near_miss=hostile), problems=(hostile,))
    (suite,) = ET.fromstring(junit("rnn", [told.result]))
    assert suite.get("tests") == suite.get("failures") == "1"
    assert suite.get("name").isprintable()


def test_junit_gives_lookalike_students_unique_names():
    alike = [entry(f"a{char}", question("easy", "correct", 1.0)).result for char in "\x00\x01\x02"]
    cases = ET.fromstring(junit("rnn", alike)).findall("testsuite/testcase")
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == 3


MARKUP = (
    HOSTILE,
    "@octocat",
    "someone@example.org",
    "#12 GH-12 !3",
    "www.example.org https://example.org",
    "![](https://example.org/x.png)",
    "a`b",
    "``` x",
    "`",
    "a\\|b | c\\",
    "$x$ :tada: <!-- -->",
    "x\n\n# y",
    " ",
    "| a |\r\n|---|",
)


def pieces(text):
    """Return what a reader of Markdown makes of a text: kinds of its parts, its plain words, and its code."""
    kinds, words, code = set(), [], []
    for block in MarkdownIt("commonmark").enable("table").parse(text):
        for part in (block, *(block.children or ())):
            kinds.add(part.type.removesuffix("_open").removesuffix("_close"))
            if part.type == "text":
                words.append(part.content)
            if part.type in ("code_inline", "fence"):
                code.append(part.content)
    return kinds, " ".join(words), code


@pytest.mark.parametrize("hostile", MARKUP)
def test_the_markdown_summary_shows_students_texts_as_code_only(hostile):
    told = [entry(hostile, question("hard", "incorrect", 0.0, near_miss=hostile), problems=(hostile,)).result] * 2
    kinds, words, code = pieces(markdown("rnn", "ns", [Line.of(each) for each in told]))
    blocks = {"heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td"}
    assert kinds <= blocks | {"text", "inline", "code_inline", "fence", "softbreak"}
    assert re.fullmatch(r"[\w .:/]*", words), words
    shown = printable(hostile, 300)
    assert code.count(shown.replace("|", "¦").strip() or "�") == 2
    assert code[-1].count(shown) >= 4


def test_the_markdown_summary_has_a_row_for_every_student():
    text = markdown("rnn", "ns", LINES)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + len(CLASS)
    assert len({row.count("|") for row in rows}) == 1
    assert "need manual grading: 1. Near misses: 1." in text


def test_a_large_class_is_cut_in_the_markdown_summary_and_says_so():
    text = markdown("rnn", "ns", LINES * 500)
    assert "and 1300 more students." in text
    assert len(text) < 200_000


def table_of(lines, **console):
    console = Console(file=StringIO(), **console)
    print_tables(console, "rnn", "ns", lines)
    return re.sub(r"\x1b\[[\d;]*m", "", console.file.getvalue())


@pytest.mark.parametrize(("number", "parts"), [(0, 1), (1, 1), (500, 1), (501, 2), (1200, 3)])
def test_a_large_class_is_split_into_tables_with_one_title_and_one_total(number, parts):
    points = Points(1.0, 2.0)
    lines = [Line(f"s{each:04}", {"nb": points}, points, waiting=2, problems=()) for each in range(number)]
    text = table_of(lines)
    assert text.count("student ") == parts
    assert re.findall(r"s\d{4}", text) == [line.student for line in lines]
    assert text.count("rnn, sandbox level ns") == 1
    assert re.search(rf"^{number} submissions?; {2 * number} answers need manual grading", text, re.MULTILINE)


def test_tests_that_code_can_forge_are_named_once_for_the_class():
    points = Points(1.0, 2.0)
    lines = [Line(name, {}, points, 0, (), forgeable=("nb/f",)) for name in ("a", "b")]
    found = list(notices([*lines, Line("c", {}, points, 0, ("a problem",))]))
    assert found == ["nb/f: 2 passed in the student's own process, where code can forge the result", "c: a problem"]


LONG_IDS = ("s002", "alice.maria.van-der-longname@student.university.example", "張偉.long@students.example.org")
THREE_NOTEBOOKS = {"bptt": Points(12.75, 24), "vanishing": Points(20.5, 22), "lstm": Points(17.25, 18)}
LONG_LINES = [Line(each, THREE_NOTEBOOKS, Points(50.5, 64), 11, ("noticed",) * 10, ("near",)) for each in LONG_IDS]


@pytest.mark.parametrize("width", [80, 100, 40])
def test_numbers_and_headings_are_never_cut_on_a_terminal(width):
    text = table_of(LONG_LINES, width=width, force_terminal=True)
    assert "…" not in text
    for word in ("12.75", "20.5", "17.25", "50.5", "11", "10"):
        assert len(re.findall(rf" {re.escape(word)}(?= |$)", text, re.MULTILINE)) == len(LONG_LINES), word
    for heading in ("bptt", "vanishing", "lstm", "score", "manual", "near", "notes", "of 24", "of 64"):
        assert heading in text, heading
    folded = "".join(re.findall(r"^\S+", text, re.MULTILINE))
    assert all(each in folded for each in LONG_IDS)


def test_three_notebooks_and_long_ids_fit_80_columns():
    text = table_of(LONG_LINES, width=80, force_terminal=True)
    assert max(map(cell_len, text.splitlines())) <= 80


def test_a_pipe_gets_one_line_per_student():
    text = table_of(LONG_LINES, width=80)
    for student in LONG_IDS:
        assert re.search(rf"^{re.escape(student)} .* 50\.5 ", text, re.MULTILINE)
