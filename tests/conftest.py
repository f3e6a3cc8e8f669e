"""What holds for all tests: files stay together, in one process or in several, and so do those of one class.

Properties are tried on the same examples every time, so that a failure belongs to the change that shows it. To look for
new ones: `pytest --hypothesis-profile=explore`.
"""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same-every-time", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("same-every-time")

SHARED = {"fast_course", "nbgrader_course", "results"}
"""Fixtures that are made once and are expensive: a graded class."""
LONG = {"docs", "attacks", "end_to_end", "ci", "cohort", "commands", "fairness"}
"""Folders whose files take long: they begin first, so that no process is left alone with one at the end."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            group = "class" if SHARED & set(item.fixturenames) else str(item.path)
            item.add_marker(pytest.mark.xdist_group(group))
    yield
    here, places = Path(__file__).parent, {}
    for item in items:
        places.setdefault(_group(item), len(places))
    items.sort(key=lambda item: (item.path.relative_to(here).parts[0] not in LONG, places[_group(item)]))


def _group(item):
    (name,) = item.get_closest_marker("xdist_group").args
    return name
