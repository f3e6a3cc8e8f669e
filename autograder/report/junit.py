"""The results as JUnit XML, which job pages of continuous integration show: one test case a student and question."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from autograder.model import Outcome
from autograder.summary import QuestionSummary, Summary

_FAILED = (Outcome.INCORRECT, Outcome.PARTIAL, Outcome.UNANSWERED)


def junit(assignment: str, summaries: Iterable[Summary]) -> bytes:
    """Return a test suite for each student.

    A question that got less than all its points is a failure, and one that waits for a score is skipped. What was
    noticed while a submission was read is its output.
    """
    root = ET.Element("testsuites", name=assignment)
    totals = dict.fromkeys(("tests", "failures", "skipped"), 0)
    for summary in summaries:
        suite = ET.SubElement(root, "testsuite", name=_plain(summary.student))
        for question in summary.questions:
            _case(suite, summary.student, question)
        if summary.problems:
            ET.SubElement(suite, "system-out").text = _plain("\n".join(summary.problems))
        counts = {
            "tests": len(suite.findall("testcase")),
            "failures": len(suite.findall("testcase/failure")),
            "skipped": len(suite.findall("testcase/skipped")),
        }
        for name, count in counts.items():
            suite.set(name, str(count))
            totals[name] += count
    for name, count in totals.items():
        root.set(name, str(count))
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _case(suite: ET.Element, student: str, question: QuestionSummary) -> None:
    case = ET.SubElement(
        suite, "testcase", classname=_plain(f"{student}.{question.notebook}"), name=question.question, time="0"
    )
    said = _plain(question.feedback)
    if question.score is None:
        ET.SubElement(case, "skipped", message="a person decides").text = said
    elif question.outcome in _FAILED:
        points = f"{question.outcome}: {question.score:.4g} of {question.max_score:g} points"
        ET.SubElement(case, "failure", message=points, type=question.misconception or question.outcome).text = said
    if question.needs_manual_grade or question.near_miss:
        note = question.near_miss or "waits for a person"
        ET.SubElement(case, "system-out").text = _plain(note)


def _plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(char if char in "\n\t" or char.isprintable() else "�" for char in text)
