"""What holds for all tests: files stay together when they are spread over processes, and so do those of one class."""

import pytest

SHARED = {"fast_course", "nbgrader_course", "results"}
"""Fixtures that are made once and are expensive: a graded class."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            group = "class" if SHARED & set(item.fixturenames) else str(item.path)
            item.add_marker(pytest.mark.xdist_group(group))
