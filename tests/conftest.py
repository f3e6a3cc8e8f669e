"""How the tests run: which share a process, which start first, and how hypothesis chooses its examples.

Examples are the same in every run, so that a failure belongs to the change that shows it. To look for new ones:
`pytest --hypothesis-profile=explore`.

Tests marked `thorough` repeat a promise that a faster test keeps as well: at another sandbox level, by another command, or
with more cases. They run with `--thorough`, as they do in continuous integration.
"""

import gc
import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same-every-time", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("same-every-time")

sys.modules.setdefault("rfc3987_syntax", None)  # jsonschema would build a grammar with it for two seconds
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it, and so would its commands
gc.set_threshold(50_000)  # collecting 9,000 tests creates little garbage

GRADED_CLASS = {"fast_course", "nbgrader_course", "results"}
"""Fixtures that are a graded class: the tests that only read them share a process."""
SLOW = {"attacks", "batch", "ci", "commands", "docs", "end_to_end", "release_check", "sandbox"}
"""Folders whose tests start processes."""


def pytest_addoption(parser):
    parser.addoption("--in-process", action="store_true", help="leave out the folders whose tests start processes")
    parser.addoption("--thorough", action="store_true", help="also run the tests that repeat promises of faster ones")


def pytest_xdist_auto_num_workers():
    """Use one process more than there are cores: while one waits for a time limit, another works."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_ignore_collect(collection_path, config):
    """Skip the slow folders with `--in-process`; None leaves the decision to other plugins."""
    folder = collection_path.relative_to(Path(__file__).parent).parts[:1]
    return True if config.getoption("--in-process") and SLOW & set(folder) else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Keep the tests of a file together, and start with the slow ones so that the processes end together."""
    if not config.getoption("--thorough"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            reads_only = GRADED_CLASS & set(item.fixturenames) and "own_course" not in item.fixturenames
            item.add_marker(pytest.mark.xdist_group("graded class" if reads_only else str(item.path)))
    yield
    here, places = Path(__file__).parent, {}
    for item in items:
        places.setdefault(_group(item), len(places))
    items.sort(key=lambda item: (item.path.relative_to(here).parts[0] not in SLOW, places[_group(item)]))


def pytest_collection_finish():
    """Exclude everything imported and collected so far from later garbage collections."""
    gc.collect()
    gc.freeze()


def _group(item):
    (name,) = item.get_closest_marker("xdist_group").args
    return name
