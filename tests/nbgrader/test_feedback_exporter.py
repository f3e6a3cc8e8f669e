"""Feedback pages are not parsed again, and have the content that nbconvert's own exporter would write."""

from html.parser import HTMLParser

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from autograder.model.setup import CourseFile, CourseFiles
from autograder.nbgrader.feedback.exporter import FeedbackExporter
from autograder.nbgrader.feedback.grades import Grades
from autograder.nbgrader.feedback.pictures import MAX_BYTES, Pictures
from autograder.store.autograded import sanitize

PIXEL = "data:image/png;base64,iVBORw0KGgo="
TEXTS = ("**bold** and $x < y$", "an open <div> and </main></body>", "1. one\n2. <img src=x onerror=alert(1)>")
HTML = ("<b>open <table><tr><td>1", "</div></main>", f'<img src="{PIXEL}">', f'<img title=">" src="{PIXEL}">')


VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Tags(HTMLParser):
    """Checks that every end tag closes the element that was opened last."""

    def __init__(self, page):
        super().__init__()
        self.open = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.open += [] if tag in VOID else [tag]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, self.getpos()


@pytest.fixture(scope="module")
def parts():
    """Return an exporter, a notebook of hostile texts and outputs, and the resources of its page."""
    outputs = [new_output("display_data", data=sanitize.output({"data": {"text/html": text}})["data"]) for text in HTML]
    cells = [new_markdown_cell(sanitize.markdown(text), id=f"m{n}") for n, text in enumerate(TEXTS)]
    node = new_notebook(cells=[*cells, new_code_cell("x = '<div>'", id="code", outputs=outputs)])
    nbformat.validate(node)
    scope = {"student": "s", "assignment": "a", "notebook": "n", "score": 0, "max_score": 0, "late_penalty": 0}
    resources = {"unique_key": "n", "nbgrader": scope, "grades": Grades({}, {}, {}, {}, 0, 0, None)}
    return FeedbackExporter(), node, resources


def test_page_has_the_content_that_nbconvert_would_write(parts):
    exporter, node, resources = parts
    page, _ = exporter.from_notebook_node(node, dict(resources))
    expected, _ = HTMLExporter.from_notebook_node(exporter, node, dict(resources))
    assert str(BeautifulSoup(page, "html.parser")) == expected


def test_every_picture_has_a_description(parts):
    exporter, node, resources = parts
    pictures = BeautifulSoup(exporter.from_notebook_node(node, dict(resources))[0], "html.parser").find_all("img")
    assert len(pictures) == 2
    assert all(picture["alt"] for picture in pictures)


def test_students_leave_no_tag_open_and_close_none_of_the_page(parts):
    exporter, node, resources = parts
    assert Tags(exporter.from_notebook_node(node, dict(resources))[0]).open == []


def test_pictures_of_the_course_are_embedded_and_others_are_not(parts, tmp_path):
    for name in ("figures/a b.png", "hidden/b.png", "c.txt"):
        (tmp_path / "source" / "a" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / "a" / name).write_bytes(b"picture")
    links = ["figures/a%20b.png", "./figures/../figures/a%20b.png", "hidden/b.png", "../a/figures/a%20b.png", "c.txt"]
    text = "".join(f"![p]({link})" for link in links) + '<img width="9" src="figures/a b.png">'
    exporter = FeedbackExporter(config=Config({"CourseDirectory": {"root": str(tmp_path)}}))
    page, _ = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(text)]), dict(parts[2]))
    found = [image["src"] for image in BeautifulSoup(page, "html.parser").find_all("img")]
    embedded = "data:image/png;base64,cGljdHVyZQ=="
    assert found == [embedded, embedded, *links[2:], embedded]


def test_pictures_of_a_page_are_bounded():
    files = CourseFiles((CourseFile("a.png", 1, "digest"),), contents={"digest": b"x" * 1000})
    pictures = Pictures(lambda: files)
    data = pictures.embedded("a.png")
    shown = [pictures.bounded(data, "a.png") for _ in range(MAX_BYTES // len(data) + 2)]
    assert set(shown[:-2]) == {data}
    assert shown[-1] == "a.png"
