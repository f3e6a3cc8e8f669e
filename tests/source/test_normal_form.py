"""The source notebooks contain the expected questions, points and cells, and nothing else."""

import re

import pytest

from .notebooks import SOURCE, find, normal_form, path_of, read
from .questions import ASSIGNMENTS, CODE, DRAWN, POINTS, QUESTIONS, WRITTEN

each_assignment = pytest.mark.parametrize("assignment", ASSIGNMENTS)
each_notebook = pytest.mark.parametrize("name", QUESTIONS)


def flags(cell):
    """The nbgrader metadata of a cell that affect nbgrader; empty for other cells."""
    return {key: value for key, value in cell.metadata.get("nbgrader", {}).items() if key != "grade_id"}


def known(grade=False, solution=False, locked=False, **points):
    flags = {"grade": grade, "solution": solution, "locked": locked}
    return {"schema_version": 3, "task": False, **flags, **points}


def solution_and_rest(source):
    """The lines between the solution markers, and those outside of them."""
    before, begin, rest = source.partition("BEGIN SOLUTION")
    solution, end, after = rest.partition("END SOLUTION")
    assert begin, "no solution"
    assert end, "the solution does not end"
    return solution, before + after


@each_assignment
def test_source_folder_contains_only_notebooks(assignment):
    files = {path.name for path in (SOURCE / assignment).iterdir() if path.name != ".ipynb_checkpoints"}
    assert files == {f"{name}.ipynb" for name in ASSIGNMENTS[assignment]}


@each_notebook
def test_a_notebook_is_in_normal_form(name):
    text = path_of(name).read_text(encoding="utf-8")
    assert text == normal_form(text)


@each_notebook
def test_cell_ids_are_unique_and_readable(name):
    ids = [cell.id for cell in read(name).cells]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cell_id) for cell_id in ids)


@each_notebook
def test_questions_are_in_order_with_their_cells_points_and_flags(name):
    graded = [cell for cell in read(name).cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert [cell.id for cell in graded] == list(QUESTIONS[name])
    for cell in graded:
        if cell.id in WRITTEN[name]:
            assert cell.cell_type == ("code" if cell.id in DRAWN else "markdown")
            assert flags(cell) == known(grade=True, solution=True, points=POINTS[name][cell.id])
        else:
            assert cell.cell_type == "code"
            assert flags(cell) == known(grade=True, locked=True, points=POINTS[name][cell.id])


@each_notebook
def test_solution_cell_is_right_before_its_grade_cell(name):
    cells = read(name).cells
    ids = [cell.id for cell in cells]
    for question in CODE[name]:
        before = cells[ids.index(question) - 1]
        assert before.id == f"{question}-code"
        assert before.cell_type == "code"
        assert flags(before) == known(solution=True)


@each_notebook
def test_other_code_is_locked_and_other_text_has_no_nbgrader_metadata(name):
    questions = {cell_id for question in QUESTIONS[name] for cell_id in (question, f"{question}-code")}
    for cell in read(name).cells:
        if cell.id not in questions:
            assert flags(cell) == (known(locked=True) if cell.cell_type == "code" else {})


@each_notebook
def test_solutions_are_in_answer_cells_only_and_other_cells_hide_nothing(name):
    answers = {*WRITTEN[name], *(f"{question}-code" for question in CODE[name])}
    for cell in read(name).cells:
        functions = re.findall(r'^def .*:\n    """', cell.source, re.MULTILINE)  # each has a solution of its own
        expected = max(1, len(functions)) if cell.id in answers else 0
        assert cell.source.count("BEGIN SOLUTION") == cell.source.count("END SOLUTION") == expected
        assert not re.search(r"hidden\s*test|mark\s*scheme|autotest|hashed", cell.source, re.IGNORECASE)


@each_notebook
def test_solution_cell_names_what_its_solution_defines(name):
    for question, names in CODE[name].items():
        solution, starter = solution_and_rest(find(read(name), f"{question}-code").source)
        for asked in names:
            if asked.endswith(")"):
                assert f'def {asked}:\n    """' in starter
            else:
                assert f"# {asked} = " in starter
                assert re.search(rf"^{asked} = ", solution, re.MULTILINE)


@each_notebook
def test_a_written_question_has_a_model_answer(name):
    for question in WRITTEN[name]:
        answer, prompt = solution_and_rest(find(read(name), question).source)
        assert len(answer.split()) > 20
        assert question in prompt


@each_notebook
def test_stated_points_are_those_in_the_metadata(name):
    text = "\n".join(cell.source for cell in read(name).cells)
    for question, number in POINTS[name].items():
        assert f"*Question `{question}`, {number} point{'s' * (number > 1)}" in text
    assert f"There are {sum(POINTS[name].values())} points." in " ".join(text.split())


@each_assignment
def test_all_notebooks_of_an_assignment_state_the_same_rules(assignment):
    assert len({find(read(name), "how-it-works").source for name in ASSIGNMENTS[assignment]}) == 1
