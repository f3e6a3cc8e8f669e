"""Text outside the answer cells is moved if only one fits; otherwise the questions need manual grading."""

import json
from dataclasses import replace

import pytest

from autograder.grading.submission.answer_texts import text_in_code, text_of
from autograder.grading.submission.cells import Notebook, NotebookCell, Role
from autograder.grading.submission.intake import RawCell, read_cells
from autograder.grading.submission.rebuild import rebuild

PROOF = "Base case: $M^0 = I$. Step: $M^{n+1} = M M^n$, which is what was claimed."
STUB = "**Your answer** (`{name}`)\n\nYOUR ANSWER HERE"


def section(name, title):
    known = {"grade_id": name, "grade": True, "solution": True}
    about = f"## {title}\n\nWrite it down."
    stub = STUB.format(name=name)
    return (
        NotebookCell(f"about-{name}", "markdown", about, Role.RELEASED, about),
        NotebookCell(name, "markdown", stub, Role.WRITTEN, stub, known),
    )


def code_section(name, title):
    about, stub = f"## {title}\n\nImplement it.", f"def {name}():\n    raise NotImplementedError()"
    check = f"assert {name}() == 1"
    return (
        NotebookCell(f"about-{name}", "markdown", about, Role.RELEASED, about),
        NotebookCell(f"{name}-code", "code", stub, Role.SOLUTION, stub, {"grade_id": f"{name}-code", "solution": True}),
        NotebookCell(name, "code", check, Role.GRADE, check, {"grade_id": name, "grade": True, "points": 1}),
    )


RELEASE = Notebook(
    "nb",
    (
        NotebookCell("title", "markdown", "# Title", Role.RELEASED, "# Title"),
        *section("proof", "1. A proof by induction"),
        *code_section("power", "2. Powers of a matrix"),
        *section("meaning", "3. What it means"),
    ),
)


def submitted(**sources):
    return [RawCell(c.kind, sources.get(c.id, c.source), c.id if c.nbgrader else "", c.id) for c in RELEASE.cells]


def place(raws, name):
    return next(number for number, raw in enumerate(raws) if raw.id == name)


KINDS = {
    "markdown": RawCell("markdown", PROOF),
    "raw": RawCell("raw", PROOF),
    "latex magic": RawCell("code", f"%%latex\n{PROOF}"),
    "markdown magic": RawCell("code", f"%%markdown\n{PROOF}"),
    "comments": RawCell("code", "\n".join(f"# {line}" for line in PROOF.split(". "))),
    "string": RawCell("code", f'"""{PROOF}"""'),
    "raw string below a comment": RawCell("code", f"# Base case:\n\nr'''\n{PROOF}\n''';"),
    "LaTeX in a code cell": RawCell("code", rf"Base case: \textbf{{yes}} {PROOF}"),
    "prose in a code cell": RawCell(
        "code", "By induction, the claim holds for every power, since one more factor cancels."
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["above the answer cell", "below it", "below a scratch cell"])
def test_text_in_the_section_of_a_question_is_its_answer(kind, where):
    raws = submitted(meaning="It means that long products vanish, because every factor is small.")
    at = place(raws, "proof") + (where != "above the answer cell")
    if where == "below a scratch cell":
        raws.insert(at, RawCell("code", "x = 1\nx"))
        at += 1
    raws.insert(at, KINDS[kind])
    result = rebuild(RELEASE, raws)
    assert result.cell("proof").answer.split()[:2] in (["Base", "case:"], ["By", "induction,"])
    assert result.doubts == {}
    assert any("`proof`" in problem for problem in result.problems)


def test_text_in_the_cell_of_a_question_is_its_answer():
    result = rebuild(RELEASE, submitted(**{"about-proof": f"## 1. A proof by induction\n\nWrite it down.\n\n{PROOF}"}))
    assert result.cell("proof").answer == PROOF


FORMULA = r"$\frac{\partial L}{\partial W} = \sum_t a_t$"


@pytest.mark.parametrize(
    "source",
    [
        f'display(Markdown(r"""{FORMULA}"""))',
        f"print(r'{FORMULA}')\nprint('done')",
        f"answer = '''{FORMULA}'''\nx = 2",
        f"x = 1  # {FORMULA}",
        'from IPython.display import Image\nImage(filename="proof.JPG", width=400)',
        'plt.imshow(plt.imread("scans/proof.png"))',
    ],
)
def test_formulas_and_pictures_shown_by_code_make_unanswered_texts_doubtful(source):
    result = rebuild(RELEASE, [*submitted(meaning=PROOF), RawCell("code", source)])
    assert set(result.doubts) == {"proof"}
    assert any(cell.source == source for cell in result.cells)


@pytest.mark.parametrize("source", ["print('loss =', 3)", "# plot it\nplt.savefig('loss.png')", r"x = '\frac'"])
def test_ordinary_code_casts_no_doubt_on_unanswered_texts(source):
    assert rebuild(RELEASE, [*submitted(), RawCell("code", source)]).doubts == {}


def test_formulas_in_the_comments_of_a_code_answer_make_unanswered_texts_doubtful():
    result = rebuild(RELEASE, submitted(**{"power-code": f"def power():\n    return 1\n# {FORMULA}"}))
    assert set(result.doubts) == {"proof", "meaning"}


@pytest.mark.parametrize("part", ["'", "Image(", 'open("', "\"\"\"'''", "#'", "r'", "\\"])
def test_text_of_a_hostile_code_cell_is_found_in_linear_time(part):
    source = part * (400_000 // len(part))
    assert text_in_code(source) == ""
    assert len(text_of("code", source)) <= len(source)


def test_change_to_an_explanation_is_kept_in_an_added_cell():
    about = "## 1. A proof by induction\n\nWrite it down.\n\n(my remark)"
    result = rebuild(RELEASE, submitted(**{"about-proof": about, "proof": PROOF}))
    assert [cell.source for cell in result.cells if cell.role is Role.EXTRA] == ["(my remark)"]


@pytest.mark.parametrize(
    "text",
    [
        f"## 1. A proof by induction\n\n{PROOF}",
        f"## A proof by induction\n\n{PROOF}",
        f"**Your answer** (`proof`)\n\n{PROOF}",
        f"Answer to proof:\n\n{PROOF}",
    ],
)
def test_text_at_the_end_is_placed_by_its_heading(text):
    result = rebuild(RELEASE, [*submitted(), RawCell("markdown", text)])
    assert PROOF in result.cell("proof").answer
    assert result.cell("meaning").answer == ""


def test_heading_in_its_own_cell_names_the_text_below():
    added = [RawCell("markdown", "## A proof by induction"), RawCell("markdown", PROOF)]
    assert rebuild(RELEASE, [*submitted(), *added]).cell("proof").answer.endswith(PROOF)


def test_answer_cell_retyped_without_metadata_is_found():
    raws = [raw for raw in submitted() if raw.id != "proof"]
    raws.insert(2, RawCell("markdown", PROOF))
    assert rebuild(RELEASE, raws).cell("proof").answer == PROOF


def test_text_above_the_only_submitted_answer_cell_is_its_answer():
    raws = [RawCell("markdown", PROOF), *(raw for raw in submitted() if raw.id == "proof")]
    result = rebuild(RELEASE, raws)
    assert result.cell("proof").answer == PROOF
    assert result.doubts == {}


def test_text_that_may_answer_several_questions_makes_all_of_them_doubtful():
    result = rebuild(RELEASE, [RawCell("markdown", PROOF)])
    assert set(result.doubts) == {"proof", "meaning"}
    assert all("Base case" in why for why in result.doubts.values())
    assert any(cell.source == PROOF for cell in result.cells)


def test_text_in_the_section_of_another_question_makes_an_unanswered_one_doubtful():
    raws = submitted(proof=PROOF)
    raws.insert(place(raws, "power"), RawCell("markdown", "It means that gradients vanish over thirty steps or more."))
    assert set(rebuild(RELEASE, raws).doubts) == {"meaning"}


def test_text_below_the_last_answer_belongs_to_it_and_may_answer_another_question():
    raws = [*submitted(meaning="It means that long products vanish."), RawCell("markdown", PROOF)]
    result = rebuild(RELEASE, raws)
    assert result.cell("meaning").answer.endswith(PROOF)
    assert set(result.doubts) == {"proof"}


@pytest.mark.parametrize("note", ["## Notes", "to do", "Double-click (or enter) to edit", "", "check this again"])
def test_short_notes_and_placeholders_are_not_answers(note):
    raws = submitted()
    raws.insert(place(raws, "power"), RawCell("markdown", note))
    result = rebuild(RELEASE, raws)
    assert result.doubts == {}
    assert result.cell("proof").answer == result.cell("meaning").answer == ""


def test_code_is_not_read_as_text():
    raws = submitted()
    raws.insert(
        place(raws, "proof"), RawCell("code", "import numpy as np\nfor k in range(3):\n    print(k, np.eye(2))")
    )
    result = rebuild(RELEASE, raws)
    assert result.doubts == {}
    assert result.cell("proof").answer == ""


def test_notes_do_not_change_answered_questions():
    answers = {"proof": PROOF, "meaning": "Long products of small factors vanish."}
    raws = [*submitted(**answers)]
    raws.insert(place(raws, "power"), RawCell("markdown", "A long note about matrices, with several words in it."))
    result = rebuild(RELEASE, raws)
    assert result.doubts == {}
    assert {name: result.cell(name).answer for name in answers} == answers


LONG = "The gates decide which part of the old state is kept, which of the input is added, and what is shown"
DERIVED = r"$\frac{a}{b}$, $\frac{c}{d}$ and $\sum_t \partial L_t$"
SAVED_TEXTS = {
    "displayed Markdown": {"output_type": "display_data", "data": {"text/markdown": [PROOF]}},
    "printed formulas": {"output_type": "stream", "name": "stdout", "text": DERIVED},
    "displayed HTML": {"output_type": "execute_result", "data": {"text/html": f"<p>{DERIVED}</p>"}},
    "displayed LaTeX": {"output_type": "display_data", "data": {"text/latex": DERIVED}},
}
HARMLESS_OUTPUTS = {
    "progress": {"output_type": "stream", "name": "stdout", "text": ["epoch 1: the loss is 0.3\n"] * 50},
    "warning": {"output_type": "stream", "name": "stderr", "text": f"{PROOF}\n{DERIVED}"},
    "table": {"output_type": "execute_result", "data": {"text/html": "<table><tr><td>loss</td></tr></table>"}},
    "number": {"output_type": "execute_result", "data": {"text/plain": "0.5", "text/latex": "$0.5$"}},
    "broken": {"output_type": "display_data", "data": {"text/markdown": [3, None]}},
}


def with_output(output, source="show()", grade_id=""):
    node = {"cell_type": "code", "source": source, "outputs": [output], "metadata": {}}
    (made,), _ = read_cells(json.dumps({"nbformat": 4, "cells": [node]}).encode())
    return replace(made, grade_id=grade_id)


@pytest.mark.parametrize("output", SAVED_TEXTS)
def test_text_in_a_saved_output_is_kept_and_leaves_open_questions_to_a_grader(output):
    raws = submitted(proof=PROOF)
    raws.append(with_output(SAVED_TEXTS[output]))
    result = rebuild(RELEASE, raws)
    assert set(result.doubts) == {"meaning"}
    assert result.cells[-1].role is Role.SAVED
    assert ("M^n" if output == "displayed Markdown" else "frac") in result.cells[-1].source


@pytest.mark.parametrize("output", HARMLESS_OUTPUTS)
def test_other_saved_outputs_cast_no_doubt(output):
    raws = submitted()
    raws.append(with_output(HARMLESS_OUTPUTS[output]))
    assert not rebuild(RELEASE, raws).doubts


def test_outputs_of_released_cells_cast_no_doubt():
    raws = [each for each in submitted() if each.grade_id != "power"]
    raws.append(with_output(SAVED_TEXTS["displayed Markdown"], "assert power() == 1", "power"))
    assert not rebuild(RELEASE, raws).doubts


@pytest.mark.parametrize(
    "comment", [f"<!-- {LONG} -->", f"<!--\n{PROOF}\n-->\nYOUR ANSWER HERE", f"<!-- {DERIVED} -->"]
)
def test_text_in_a_comment_is_shown_to_a_grader(comment):
    result = rebuild(RELEASE, submitted(meaning=STUB.format(name="meaning").replace("YOUR ANSWER HERE", comment)))
    assert "in an HTML comment" in result.doubts["meaning"]
    assert "<!--" not in result.cell("meaning-comment").source


@pytest.mark.parametrize("comment", ["<!-- todo -->", "<!-- BEGIN SOLUTION -->", "<!---->", "<!-- " * 100_000])
def test_comment_without_an_answer_is_none(comment):
    result = rebuild(RELEASE, submitted(meaning=STUB.format(name="meaning").replace("YOUR ANSWER HERE", comment)))
    assert not result.doubts


def test_text_elsewhere_is_placed_in_a_cell_with_only_a_comment():
    raws = submitted(meaning=STUB.format(name="meaning").replace("YOUR ANSWER HERE", "<!-- see below -->"))
    result = rebuild(RELEASE, [*raws, RawCell("markdown", PROOF)])
    assert PROOF in result.cell("meaning").answer


@pytest.mark.parametrize("call", ["print('{}')", "display(Markdown('{}'))", 'print("""{}""")'])
def test_sentences_that_code_displays_leave_open_questions_to_a_grader(call):
    result = rebuild(RELEASE, [*submitted(), RawCell("code", "y = f(x)[0]\n" * 9 + call.format(LONG))])
    assert set(result.doubts) == {"proof", "meaning"}
