"""Feedback pages that fit any screen and load nothing from other servers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbgrader
from jinja2 import FileSystemLoader, pass_context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters.ansi import ansi2html
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.strings import clean_html
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.model.setup import CourseFiles
from autograder.nbgrader.course_directory import GuardedCourseDirectory, leave_out_unmatched
from autograder.nbgrader.feedback.effort import Effort
from autograder.nbgrader.feedback.grades import Grades
from autograder.nbgrader.feedback.pictures import Pictures
from autograder.store.autograded import formulas
from autograder.store.autograded.notebook import question_cells, update_cards
from autograder.store.course_files import read_setup

_OURS = Path(__file__).parent / "templates"
_NBGRADERS = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
"""Our template replaces nbgrader's and extends it."""
_UNDESCRIBED = re.compile(r"<img(?![^>]*\salt=)")
_SOURCE = re.compile(r"""(<img\b[^>]{0,1000}?\ssrc=["'])([^"'<>:]{1,1000})(["'])""", re.IGNORECASE)
"""The address of a picture that is not on a server or attached."""
_DESCRIBED = '<img alt="No description has been provided for this image"'


class FeedbackExporter(HTMLExporter):
    """Renders nbgrader's feedback page with the current grades.

    Set as `GenerateFeedback.exporter_class`; grades are read from the gradebook unless `resources["grades"]` has them.
    """

    def __init__(self, config: Any = None, **options: Any) -> None:
        loader = FileSystemLoader([_OURS, _NBGRADERS])
        super().__init__(config, extra_loaders=[loader], **options)  # type: ignore[no-untyped-call]
        if isinstance(self.parent, GenerateFeedback):
            leave_out_unmatched(self.parent)
            self.parent.coursedir = GuardedCourseDirectory.of(self.parent.coursedir, copies=True)

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **options: Any) -> tuple[Any, Any]:
        """Return the page, and the resources of its making.

        `HTMLExporter` parses each page again, which takes three quarters of the time, to describe pictures that have no
        description and to close tags. Tags are closed here: students' Markdown has none, and their HTML outputs are
        sanitized.
        """
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name"))
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        types = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self._highlight = Highlight2HTML(pygments_lexer=lexer, parent=self)
        self._effort = Effort(0) if resources.get("as_written") else Effort()
        self.register_filter("filter_data_type", types)  # type: ignore[no-untyped-call]
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **options)
        return _UNDESCRIBED.sub(_DESCRIBED, page), resources

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        self._page = formulas.Page()
        made, resources = super()._preprocess(nb, resources)  # type: ignore[no-untyped-call]
        scope = resources["nbgrader"]
        self._pictures = Pictures(lambda: _files_of_course(self.config, scope["assignment"]))
        grades = resources.get("grades") or Grades.read(scope)
        update_cards(made, grades.statuses)
        for cell in question_cells(made):
            cell.metadata.nbgrader["comment"] = grades.said.get(cell.metadata.nbgrader.grade_id)
        return made, resources

    def default_filters(self) -> Any:
        """Yield nbconvert's filters, with ours for Markdown and LaTeX, and with bounds on what each text takes."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "markdown2html", self.markdown2html
        yield "highlight_code", self._highlighted
        yield "clean_html", _cleaned
        yield "strip_files_prefix", lambda text: text  # pages load no files; nbconvert's takes quadratic time
        yield "ansi2html", lambda source: self._effort.spent_on(ansi2html, source, inside_pre=True)
        yield "latex2html", lambda source: self._effort.spent_on(lambda text: self._page.in_text(text), source)

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Return Markdown as HTML, formulas as MathML."""
        attachments = context.get("cell", {}).get("attachments", {})

        def rendered(text: str) -> str:
            renderer = _Renderer(text, self._page, self._pictures, escape=False, attachments=attachments)
            return str(MarkdownWithMath(renderer=renderer).render(text))

        return self._effort.spent_on(rendered, source)

    def _highlighted(self, source: str, metadata: Any = None) -> str:
        return _Highlighted(self._effort.spent_on(lambda text: self._highlight(text, metadata=metadata), source))


def _files_of_course(config: Config, assignment: str) -> CourseFiles:
    course = CourseDirectory(config=config)
    return read_setup(config, Path(course.format_path(course.source_directory, ".", assignment)), assignment).files


class _Highlighted(str):
    """Code as HTML without anything active, as Pygments writes it."""


def _cleaned(element: str) -> str:
    """Return HTML as nbconvert cleans it; that takes ten times as long as highlighting, which needs no cleaning."""
    return element if isinstance(element, _Highlighted) else clean_html(element)


class _Renderer(IPythonRenderer):
    def __init__(self, cell: str, page: formulas.Page, pictures: Pictures, **options: Any) -> None:
        super().__init__(**options)
        self.page, self.macros, self.pictures = page, page.macros_of(cell), pictures

    def _embed_image_or_attachment(self, src: str) -> str:
        attached = super()._embed_image_or_attachment(src)
        return self.pictures.bounded(self.pictures.embedded(src) if attached == src else attached, src)

    def block_html(self, html: str) -> str:
        return super().block_html(self._with_pictures(html))

    def inline_html(self, html: str) -> str:
        return super().inline_html(self._with_pictures(html))

    def _with_pictures(self, html: str) -> str:
        """Embed the pictures of released HTML; students' HTML is disabled when their notebook is graded."""
        return _SOURCE.sub(lambda found: found[1] + self._embed_image_or_attachment(found[2]) + found[3], html)

    def block_math(self, body: str) -> str:
        return self.page.shown(body, self.macros, block=True)

    def inline_math(self, body: str) -> str:
        return self.page.shown(body, self.macros)

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")
