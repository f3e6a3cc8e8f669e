"""The results as JUnit XML for continuous integration: one test case per student and question.

The files follow the strictest schema, that of Jenkins (`junit-10.xsd` of its xUnit plugin). GitLab and GitHub actions
read them, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from autograder.model import Outcome
from autograder.model.result import QuestionResult, SubmissionResult
from autograder.text import printable

_FAILED = (Outcome.INCORRECT, Outcome.PARTIAL, Outcome.UNANSWERED)
_MAX_NAME = 300
"""Longer than any folder name."""


def junit(assignment: str, results: Iterable[SubmissionResult]) -> bytes:
    """Return a test suite for each student.

    A question without full points is a failure; an undecided one is skipped. The problems that were found while a
    submission was read and run are its output.
    """
    root = ET.Element("testsuites", name=assignment)
    taken: set[str] = set()
    for result in results:
        student = _name(result.student, taken)
        suite = ET.SubElement(root, "testsuite", name=student)
        for question in result.questions:
            _case(suite, student, question)
        if result.problems:
            ET.SubElement(suite, "system-out").text = _plain("\n".join(result.problems))
        _count(suite, "")
        suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    _count(root, "testsuite/")
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _case(suite: ET.Element, student: str, question: QuestionResult) -> None:
    case = ET.SubElement(
        suite, "testcase", classname=f"{student}.{question.notebook}", name=question.question, time="0"
    )
    feedback = _plain(question.feedback)
    if question.score is None:
        ET.SubElement(case, "skipped", message="needs manual grading").text = feedback
    elif question.outcome in _FAILED:
        points = f"{question.outcome}: {question.score:.4g} of {question.max_score:g} points"
        ET.SubElement(case, "failure", message=points, type=question.misconception or question.outcome).text = feedback
    if question.needs_manual_grade or question.near_miss:
        note = question.near_miss or "needs manual grading"
        ET.SubElement(case, "system-out").text = _plain(note)


def _count(element: ET.Element, below: str) -> None:
    """Set the required counts. There are no errors: a submission that breaks the grader is undecided."""
    element.set("tests", str(len(element.findall(f"{below}testcase"))))
    element.set("failures", str(len(element.findall(f"{below}testcase/failure"))))
    element.set("errors", "0")
    element.set("time", "0")


def _name(student: str, taken: set[str]) -> str:
    """Return a printable and unique name: readers drop test cases with duplicate names."""
    shown = printable(student, _MAX_NAME)
    number = 1
    while shown in taken:
        number += 1
        shown = f"{printable(student, _MAX_NAME)} ({number})"
    taken.add(shown)
    return shown


def _plain(text: str) -> str:
    """Replace characters that XML cannot contain."""
    return "".join(char if char in "\n\t" or char.isprintable() else "�" for char in text)
