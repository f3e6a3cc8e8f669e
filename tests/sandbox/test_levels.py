"""The level is measured by the self-test. If no level passes, a sandbox opens only when forced."""

import os

import pytest

from autograder.model import Limits, Probe, Returned, Stop, Stopped
from autograder.model.errors import SandboxError
from autograder.sandbox import Ask, Budget, Cell, jail, level_reports, open_sandbox
from autograder.sandbox.levels import TOLERATED
from autograder.sandbox.selftest import ATTEMPTS


def test_report_lists_every_attempt_once(every_level):
    report = every_level.sandbox.report
    assert sorted(report.blocked + report.open) == sorted(ATTEMPTS)
    assert set(report.open) <= TOLERATED[report.level]


@pytest.mark.parametrize("level", ["ns", "outer"])
def test_level_with_private_root_blocks_every_attempt(level, at_level):
    sandbox = at_level(level).sandbox
    if os.geteuid() == 0 and sandbox._jail.privilege_drop is jail.PrivilegeDrop.NONE:
        pytest.skip("root has no way down here: threads are not counted for root")
    assert sandbox.report.open == ()
    assert set(sandbox.report.blocked) == set(ATTEMPTS)


def test_root_that_cannot_be_dropped_reports_threads_as_open(monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root can be without a way down")
    monkeypatch.setattr(
        "autograder.sandbox.jail.candidates", lambda level, course: iter([jail.Jail(level, jail.PrivilegeDrop.NONE)])
    )
    try:
        with open_sandbox("ns", warm=False) as sandbox:
            assert sandbox.report.open == ("threads",)
    except SandboxError as error:
        pytest.skip(str(error))


def test_level_report_states_protection_and_state():
    reports = level_reports()
    assert [report.level for report in reports] == ["ns", "outer", "landlock"]
    for report in reports:
        assert report.protection
        assert report.available == (report.problem == "")
        assert not report.available or set(report.report.open) <= TOLERATED[report.level]


@pytest.fixture
def nothing_installed(monkeypatch):
    """Pretend that bubblewrap and Landlock are missing, in the grader and in the zygote."""
    monkeypatch.setattr("autograder.sandbox.jail.shutil.which", lambda name: None)
    monkeypatch.setattr("autograder.sandbox.setup_hints.shutil.which", lambda name: None)
    monkeypatch.setattr("autograder.sandbox.setup_hints.landlock.version", lambda: 0)
    source = jail._BOOTSTRAP.replace(
        "from inside import zygote", "from inside import landlock, zygote; landlock.version = lambda: 0"
    )
    monkeypatch.setattr("autograder.sandbox.jail._BOOTSTRAP", source)


def test_opening_fails_with_reason_and_hint_if_no_level_works(nothing_installed):
    with pytest.raises(SandboxError) as error:
        open_sandbox()
    assert "apt install bubblewrap" in str(error.value)
    assert "Linux 6.2" in str(error.value)


def test_forced_sandbox_has_level_none_and_reports_what_is_open(nothing_installed):
    with open_sandbox(force=True, warm=False) as sandbox:
        assert sandbox.report.level == "none"
        assert {"read-outside", "stat-outside", "import-autograder"} <= set(sandbox.report.open)
        assert {"network", "new-process", "exec", "signal"} <= set(
            sandbox.report.blocked
        )  # the seccomp filter still works
        steps = [Cell("a", "def f(x): return x + 1"), Ask("q", (Probe("f", (1,)),)), Cell("b", "while True: pass")]
        _, asked, hung = sandbox.run(steps, limits=Limits(cpu_seconds=0.5), budget=Budget(20), seed=0)
    assert asked.answers == (Returned(2),)
    assert hung.stopped == Stopped(Stop.TIME)


def test_level_reports_say_what_is_missing(nothing_installed):
    ns, outer, landlock = level_reports()
    assert [report.available for report in (ns, outer, landlock)] == [False] * 3
    assert "bwrap" in ns.problem
    assert ns.report is None
    assert "sudo apt install bubblewrap" in outer.hints
    assert "Landlock" in landlock.problem
    assert landlock.hints


def test_level_with_failing_selftest_is_not_used(monkeypatch):
    monkeypatch.setitem(TOLERATED, "landlock", frozenset())
    with pytest.raises(SandboxError, match=r"not blocked: .*stat-outside"):
        open_sandbox("landlock", warm=False)


def test_unknown_level_raises():
    with pytest.raises(SandboxError, match="unknown sandbox level"):
        open_sandbox("docker")


def test_force_has_no_effect_if_a_level_works(at_level):
    at_level("landlock")
    with open_sandbox("landlock", force=True, warm=False) as sandbox:
        assert sandbox.report.level == "landlock"
