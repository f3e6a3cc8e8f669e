"""Folders with any name are graded or named, and do not disturb what is shown of others."""

from __future__ import annotations

import json
import os
from xml.etree import ElementTree as ET

from tests.classroom import STUDENTS, fill, hand_in, make_course, read_answers
from tests.end_to_end.conftest import run

NAMES = ["a" * 255, "new\nline", "\u202ebidi", "\x1b[31mred", "[red]rich", "=1+1", "<b>&amp;", "]]>"]


def test_every_name_is_graded_or_reported_and_has_no_effect(tmp_path):
    course = make_course(tmp_path / "course")
    notebook = {"bptt": fill(read_answers(STUDENTS / "many-styles.md"))["bptt"]}
    for name in (*NAMES, "honest", os.fsdecode(b"m\xfcller")):
        hand_in(course, name, notebook)
    done = run(
        course, "autograder", "grade", "rnn", "--notebook", "bptt", "--json", "j", "--junit", "x", "--summary", "s"
    )
    assert done.returncode == 1
    assert "submission of `m\N{REPLACEMENT CHARACTER}ller` is left out" in done.stderr
    submissions = json.loads((course / "j").read_text())["submissions"]
    assert {each["student"] for each in submissions} == {*NAMES, "honest"}
    assert len({each["score"] for each in submissions}) == 1
    suites = {suite.get("name") for suite in ET.parse(course / "x").iter("testsuite")}
    assert {"honest", "<b>&amp;", "]]>"} < suites
    assert len(suites) == len(NAMES) + 1
    summary = (course / "s").read_text()
    for text in (done.stdout, summary):
        assert "honest" in text
        assert not {"\x1b", "\u202e"} & set(text)
        assert "new\nline" not in text
    assert "| `<b>&amp;` |" in summary  # as code
