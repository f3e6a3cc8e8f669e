"""The class report: a single self-contained HTML page."""

from __future__ import annotations

from collections.abc import Mapping

import jinja2
from markupsafe import Markup

from autograder.reports import pictures
from autograder.reports.overview import OUTCOMES, Overview
from autograder.text import printable

MAX_SHOWN = 300

_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("autograder.reports"),
    autoescape=True,
    trim_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_templates.filters["printable"] = lambda text: printable(text, MAX_SHOWN)


def class_page(overview: Overview, links: Mapping[tuple[str, str], str]) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    overview : Overview
    links : mapping
        Address of each notebook in formgrader, by student and notebook.
    """
    return _templates.get_template("class.html").render(
        overview=overview,
        names=OUTCOMES,
        links=links,
        distribution=Markup(pictures.distribution(overview)),
        outcomes=Markup(pictures.outcomes(overview.questions)),
    )
