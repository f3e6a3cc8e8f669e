"""Any submitted bytes are read as cells, or rejected with a reason."""

import contextlib
import json
import os

import pytest
from hypothesis import given, settings, strategies as st

from autograder.grading.submission.intake import MAX_CODE, MAX_TEXT, RawCell, Unreadable, read_cells, read_file


def notebook(*cells, **more):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}).encode()


def code(source, **more):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


def test_source_may_be_a_string_or_a_list_of_lines():
    cells, problems = read_cells(notebook(code("a\nb"), code(["a\n", "b"])))
    assert [cell.source for cell in cells] == ["a\nb", "a\nb"]
    assert problems == []


def test_lines_without_line_ends_are_joined_as_lines():
    cells, _ = read_cells(notebook(code(["a", "b"]), code(["a\n", "b", "c"])))
    assert [cell.source for cell in cells] == ["a\nb", "a\nbc"]


def test_cell_of_unknown_type_is_read_by_its_content():
    cells, problems = read_cells(notebook(code("x", cell_type="Code"), {"cell_type": "heading", "source": "y"}))
    assert [(cell.kind, cell.source) for cell in cells] == [("code", "x"), ("markdown", "y")]
    assert len(problems) == 2


def test_source_key_of_an_old_format_is_read():
    made = code("")
    made["input"] = made.pop("source").replace("", "x = 1")
    assert read_cells(notebook(made))[0][0].source == "x = 1"


@pytest.mark.parametrize(
    ("source", "attached", "names"),
    [
        ("![a](attachment:a.png)", {"a.png": {"image/png": "x"}}, {"a.png": "x"}),
        ("![a](attachment:a.png)", {"a.png": {"image/png": ["x", "y"]}}, {"a.png": "xy"}),
        ("![a](attachment:a.png)", {"a.png": {"image/svg+xml": "x"}}, {"a.png": ""}),
        ("![a](attachment:a.png)", {"a.png": 3}, {"a.png": ""}),
        ("an answer, and no picture", {"a.png": {"image/png": "x"}}, {}),
        ("![a](attachment:a.png)", ["a.png"], {}),
        ("![a](data:image/png;base64,eA==)", None, {"inline-1": "eA=="}),
        ('<img alt="a" src="data:image/jpeg;base64,eA==" width=10>', None, {"inline-1": "eA=="}),
    ],
)
def test_attached_pictures_are_named_if_the_text_shows_them(source, attached, names):
    made = {"cell_type": "markdown", "source": source, "attachments": attached}
    raw = read_cells(notebook(made))[0][0]
    assert raw.pictures == names
    assert "base64" not in raw.source


def test_large_photo_leaves_the_text_beside_it():
    photo = "A" * (MAX_TEXT * 2)
    made = {"cell_type": "markdown", "source": f"Because.\n\n![photo](data:image/jpeg;base64,{photo})\n\nHence."}
    raw = read_cells(notebook(made))[0][0]
    assert raw.source == "Because.\n\n![photo](attachment:inline-1)\n\nHence."
    assert raw.pictures == {"inline-1": photo}
    assert not raw.cut


def test_picture_in_a_string_of_code_is_kept_there():
    source = "show('data:image/png;base64,eA==')"
    assert read_cells(notebook({"cell_type": "code", "source": source}))[0][0].source == source


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_total_size_of_cells_is_limited_and_the_first_cells_are_kept(kind):
    cells, problems = read_cells(notebook(*[code(letter * 900_000, cell_type=kind) for letter in "abcdefgh"]))
    assert sum(len(cell.source) for cell in cells) <= max(MAX_CODE, MAX_TEXT)
    assert cells[0].source == "a" * 900_000
    assert cells[-1].source == ""
    assert "cell 8" in problems[-1]


def test_line_ends_count_towards_the_size():
    cells, problems = read_cells(notebook(code("\n" * 500_000), code("x = 1")))
    assert [cell.source for cell in cells] == ["", "x = 1"]
    assert len(problems) == 1


def test_file_that_expands_to_gigabytes_is_rejected():
    with pytest.raises(Unreadable, match="parts"):
        read_cells(b'{"cells": [' + b'{"a":1},' * 5_000_000 + b"{}]}")


def test_grade_id_is_read_from_the_metadata():
    cells, _ = read_cells(notebook(code("x", metadata={"nbgrader": {"grade_id": "bptt"}}, id="other")))
    assert cells == [RawCell("code", "x", "bptt", "other")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b'{"cells": [', "not valid JSON"),
        (b"[]", "not a notebook"),
        (b'"text"', "not a notebook"),
        (b"{}", "no list of cells"),
        (b'{"cells": {}}', "no list of cells"),
        (b"[" * 100_000, "nested too deeply"),
        (b"PK\x03\x04 a zip file", "a zip archive"),
        (b"%PDF-1.7", "a PDF"),
        (b" <!DOCTYPE html>", "a web page"),
        (b'{"nbformat": 3, "worksheets": 7}', "old notebook format"),
        (b'{"cells": [], "x": ' + b"9" * 5000 + b"}", "too long"),
    ],
)
def test_invalid_notebook_is_rejected_with_a_reason(data, reason):
    with pytest.raises(Unreadable, match=reason):
        read_cells(data)


def test_invalid_cells_are_dropped_and_the_others_kept():
    cells, problems = read_cells(notebook(code("good"), 7, code({"no": "text"}), {"cell_type": "x", "source": ""}))
    assert [cell.source for cell in cells] == ["good"]
    assert len(problems) == 3


def test_old_format_is_converted():
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [{"cell_type": "code", "input": "y = 1", "outputs": [], "language": "python"}]}],
    }
    cells, problems = read_cells(json.dumps(old).encode())
    assert [(cell.kind, cell.source) for cell in cells] == [("code", "y = 1")]
    assert any("old notebook format" in problem for problem in problems)


def test_unknown_format_number_is_reported_and_the_file_read():
    cells, problems = read_cells(notebook(code("y = 1"), nbformat=99))
    assert cells[0].source == "y = 1"
    assert "99" in problems[0]


def test_byte_order_mark_is_skipped():
    assert read_cells(b"\xef\xbb\xbf" * 2 + notebook(code("x")))[0][0].source == "x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_all_unicode_encodings_are_read(encoding):
    text = json.dumps({"cells": [code("s = 'σ→Ω'")]}, ensure_ascii=False)
    assert read_cells(text.encode(encoding))[0][0].source == "s = 'σ→Ω'"


def test_windows_encoding_is_read_and_reported():
    text = json.dumps({"nbformat": 4, "cells": [code("# größer")]}, ensure_ascii=False)
    cells, problems = read_cells(text.encode("cp1252"))
    assert cells[0].source == "# größer"
    assert "Windows-1252" in problems[0]


def test_lone_surrogates_are_replaced():
    cells, _ = read_cells(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "a\\u0000b\\ud800c"}]}')
    assert cells[0].source == "a�b�c"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
@settings(max_examples=200, deadline=None)
def test_any_json_is_read_or_rejected_with_a_reason(tree):
    for data in (
        tree,
        {"cells": tree},
        {"cells": [tree]},
        {"cells": [{"cell_type": "code", "source": tree, "metadata": tree}]},
    ):
        with contextlib.suppress(Unreadable):
            read_cells(json.dumps(data).encode())


def test_links_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(notebook(code("secret")))
    link = tmp_path / "bptt.ipynb"
    link.symlink_to(secret)
    with pytest.raises(Unreadable, match="link"):
        read_file(link)


def test_named_pipe_does_not_block(tmp_path):
    pipe = tmp_path / "bptt.ipynb"
    os.mkfifo(pipe)
    with pytest.raises(Unreadable, match="regular file"):
        read_file(pipe)


def test_folder_is_rejected(tmp_path):
    (tmp_path / "bptt.ipynb").mkdir()
    with pytest.raises(Unreadable):
        read_file(tmp_path / "bptt.ipynb")
