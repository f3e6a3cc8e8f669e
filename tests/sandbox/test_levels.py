"""The level is what was measured; below the last one that protects, nothing is opened unless it is forced."""

import os

import pytest

from autograder.model import Limits, Probe, Returned, Stop, Stopped
from autograder.model.errors import SandboxError
from autograder.sandbox import Ask, Budget, Cell, jail, level_reports, open_sandbox
from autograder.sandbox.levels import TOLERATED
from autograder.sandbox.selftest import ATTEMPTS


def test_every_attempt_is_reported_once(every_level):
    report = every_level.sandbox.report
    assert sorted(report.blocked + report.open) == sorted(ATTEMPTS)
    assert set(report.open) <= TOLERATED[report.level]


@pytest.mark.parametrize("level", ["ns", "outer"])
def test_with_a_root_of_its_own_a_level_blocks_everything(level, at_level):
    sandbox = at_level(level).sandbox
    if os.geteuid() == 0 and sandbox._jail.descent is jail.PrivilegeDrop.NONE:
        pytest.skip("root has no way down here: threads are not counted for root")
    assert sandbox.report.open == ()
    assert set(sandbox.report.blocked) == set(ATTEMPTS)


def test_root_without_a_way_down_leaves_threads_open_and_says_so(monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root can be without a way down")
    monkeypatch.setattr(
        "autograder.sandbox.jail.candidates", lambda level: iter([jail.Jail(level, jail.PrivilegeDrop.NONE)])
    )
    try:
        with open_sandbox("ns") as sandbox:
            assert sandbox.report.open == ("threads",)
    except SandboxError as error:
        pytest.skip(str(error))


def test_every_rung_says_what_it_is_worth():
    reports = level_reports()
    assert [report.level for report in reports] == ["ns", "outer", "landlock"]
    for report in reports:
        assert report.protects
        assert report.available == (report.problem == "")
        assert not report.available or set(report.report.open) <= TOLERATED[report.level]


@pytest.fixture
def nothing_installed(monkeypatch):
    """A machine without bubblewrap and without Landlock, for the grader and inside."""
    monkeypatch.setattr("autograder.sandbox.jail.shutil.which", lambda name: None)
    monkeypatch.setattr("autograder.sandbox.setup_hints.shutil.which", lambda name: None)
    monkeypatch.setattr("autograder.sandbox.setup_hints.landlock.version", lambda: 0)
    source = jail._BOOTSTRAP.replace(
        "from inside import zygote", "from inside import landlock, zygote; landlock.version = lambda: 0"
    )
    monkeypatch.setattr("autograder.sandbox.jail._BOOTSTRAP", source)


def test_where_nothing_protects_grading_is_refused_with_the_reason_and_the_remedy(nothing_installed):
    with pytest.raises(SandboxError) as refused:
        open_sandbox()
    assert "apt install bubblewrap" in str(refused.value)
    assert "Linux 6.2" in str(refused.value)


def test_a_forced_sandbox_is_called_none_and_says_what_is_open(nothing_installed):
    with open_sandbox(force=True) as sandbox:
        assert sandbox.report.level == "none"
        assert {"read-outside", "stat-outside", "import-autograder"} <= set(sandbox.report.open)
        assert {"network", "new-process", "exec", "signal"} <= set(sandbox.report.blocked)  # the filter is still there
        steps = [Cell("a", "def f(x): return x + 1"), Ask("q", (Probe("f", (1,)),)), Cell("b", "while True: pass")]
        _, asked, hung = sandbox.run(steps, limits=Limits(seconds=0.5), budget=Budget(20), seed=0)
    assert asked.answers == (Returned(2),)
    assert hung.stopped == Stopped(Stop.TIME)


def test_the_ladder_says_what_is_missing(nothing_installed):
    ns, outer, landlock = level_reports()
    assert [report.available for report in (ns, outer, landlock)] == [False] * 3
    assert "bwrap" in ns.problem
    assert ns.report is None
    assert "sudo apt install bubblewrap" in outer.remedies
    assert "Landlock" in landlock.problem
    assert landlock.remedies


def test_a_level_whose_self_test_fails_is_not_used(monkeypatch):
    monkeypatch.setitem(TOLERATED, "landlock", frozenset())
    with pytest.raises(SandboxError, match=r"found open: .*stat-outside"):
        open_sandbox("landlock")


def test_a_level_that_does_not_exist_is_an_error():
    with pytest.raises(SandboxError, match="no sandbox level"):
        open_sandbox("docker")


def test_force_changes_nothing_where_a_level_protects(at_level):
    at_level("landlock")
    with open_sandbox("landlock", force=True) as sandbox:
        assert sandbox.report.level == "landlock"
