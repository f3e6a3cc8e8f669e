"""What a student reads about a test that failed: of hidden tests only the number and the author's message."""

from __future__ import annotations

import ast
from dataclasses import replace
from difflib import SequenceMatcher

from autograder.model import Outcome, Verdict
from autograder.questions.inline import Inline
from autograder.sandbox.outside import TestResult
from autograder.text import printable

MAX_LINES = 8


def explained(verdict: Verdict, question: Inline, result: TestResult, seen: bool) -> Verdict:
    """Return a verdict whose feedback says which test failed.

    Parameters
    ----------
    verdict : Verdict
    question : Inline
    result : TestResult
    seen : bool
        Whether the student's process has met hidden tests of another cell before. Its values and messages could carry
        their inputs then, so they are left out.
    """
    if result.raised is None or verdict.outcome is not Outcome.INCORRECT or result.line is None:
        return verdict
    tests = _tests(question.source)
    number = next((n for n, each in enumerate(tests) if each.lineno <= result.line <= (each.end_lineno or 0)), None)
    if number is None:
        return verdict
    shown = _visible_lines(question)
    hidden = [each for each in tests if each.lineno not in shown]
    failed = tests[number]
    if failed in hidden:
        told = f"Hidden test {hidden.index(failed) + 1} of {len(hidden)} failed{_ended(result)}."
        return replace(verdict, feedback=told + _author_message(failed))
    seen = seen or any(each.lineno < failed.lineno for each in hidden)
    told = f"This test failed{_ended(result)}:\n\n  {_first_line(question.source, failed)}"
    if seen:
        return replace(verdict, feedback=told + _author_message(failed))
    if len(result.sides) == 2 and result.raised == "AssertionError":
        told += f"\n\nLeft of the comparison: `{_quoted(result.sides[0])}`; right of it: `{_quoted(result.sides[1])}`."
    return replace(verdict, feedback=told + _message(result))


def has_hidden_tests(question: Inline) -> bool:
    """Whether a cell has tests that students do not see."""
    shown = _visible_lines(question)
    return any(each.lineno not in shown for each in _tests(question.source))


def _tests(source: str) -> list[ast.stmt]:
    """Return the statements of a cell that can fail, in order: its assertions and the other innermost statements."""
    try:
        waiting, found = list(ast.parse(source).body), list[ast.stmt]()
    except SyntaxError:  # a cell with magics
        return []
    while waiting:
        statement = waiting.pop(0)
        inner = [each for each in ast.iter_child_nodes(statement) if isinstance(each, ast.stmt)]
        if inner and not isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Try):
            waiting = [*inner, *waiting]
        elif isinstance(statement, ast.Assert | ast.Expr | ast.Assign | ast.Try | ast.Raise):
            found.append(statement)
    return [each for each in found if not _is_text(each)]


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _visible_lines(question: Inline) -> frozenset[int]:
    """Return the numbers of the lines that students have."""
    whole, released = question.source.splitlines(), question.visible.splitlines()
    blocks = SequenceMatcher(None, whole, released, autojunk=False).get_matching_blocks()
    return frozenset(block.a + place + 1 for block in blocks for place in range(block.size))


def _ended(result: TestResult) -> str:
    return "" if result.raised == "AssertionError" else f" with {result.raised}"


def _author_message(failed: ast.stmt) -> str:
    """Return the text after the comma of an assertion if it is a constant: anything else could hold inputs."""
    if isinstance(failed, ast.Assert) and isinstance(failed.msg, ast.Constant) and isinstance(failed.msg.value, str):
        return f" {failed.msg.value}"
    return ""


def _first_line(source: str, failed: ast.stmt) -> str:
    return source.splitlines()[failed.lineno - 1].strip()


def _message(result: TestResult) -> str:
    lines = [printable(line, 200) for line in result.message.strip().splitlines() if line.strip()]
    return "".join(f"\n  {line}" for line in lines[:MAX_LINES]) if lines else ""


def _quoted(text: str) -> str:
    return printable(text, 300).replace("`", "'")
