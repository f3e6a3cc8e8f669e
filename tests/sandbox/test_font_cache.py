"""The font list is built once and reused by the next fork server."""

import pytest

from autograder.model.errors import SandboxError
from autograder.sandbox import Budget, Cell, open_sandbox
from tests.sandbox.conftest import QUICK

FOUND = """
import glob, matplotlib.font_manager as m
print(len(m.fontManager.ttflist), m.findfont("DejaVu Sans").rsplit("/", 1)[-1])
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "autograder"


def shown(level: str) -> str:
    try:
        sandbox = open_sandbox(level, warm=False)
    except SandboxError as error:
        pytest.skip(str(error))
    with sandbox:
        (result,) = sandbox.run([Cell("a", FOUND)], limits=QUICK, budget=Budget(30), seed=0)
    return result.outputs[0]["text"]


@pytest.mark.parametrize(
    "level", ["ns", *(pytest.param(level, marks=pytest.mark.thorough) for level in ("outer", "landlock"))]
)
def test_next_fork_server_reuses_the_font_list(cache, level):
    first = shown(level)
    (kept,) = cache.iterdir()
    before = kept.stat().st_mtime_ns, kept.read_bytes()
    assert shown(level) == first
    assert (kept.stat().st_mtime_ns, kept.read_bytes()) == before
    assert first.endswith("DejaVuSans.ttf\n")


def test_font_list_is_rebuilt_if_the_cache_is_not_writable(cache):
    cache.write_text("not a folder")
    assert shown("ns") == shown("ns")


def test_damaged_font_list_is_rebuilt(cache):
    first = shown("ns")
    (kept,) = cache.iterdir()
    kept.write_bytes(b"\xc1 broken")
    assert shown("ns") == first
