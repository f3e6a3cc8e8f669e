"""The class report: one HTML page that needs no other file, and no mouse."""

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
    """Lay out the report.

    Parameters
    ----------
    overview : Overview
    links : mapping
        Where formgrader shows a student's notebook, by student and notebook.
    """
    return _templates.get_template("class.html").render(
        it=overview,
        names=OUTCOMES,
        links=links,
        distribution=Markup(pictures.distribution(overview)),
        outcomes=Markup(pictures.outcomes(overview.questions)),
    )
