"""The workflows in `docs/ci/` follow the published schemas, need few permissions, and their commands work."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from ruamel.yaml import YAML

from tests.classroom import ROOT, hand_in
from tests.intro import RIGHT, answered, make_course
from tests.templates import open_sandbox
from tests.warm import BIN, commands

FOLDER = ROOT / "docs" / "ci"
GITHUB, GITLAB = (YAML(typ="safe").load(FOLDER / name) for name in ("github-actions.yml", "gitlab-ci.yml"))
STEPS = {step["name"]: step for job in GITHUB["jobs"].values() for step in job["steps"]}
IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "instructor"), ("EMAIL", "instructor@localhost"))
}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("github-actions.yml", ["--builtin-schema", "vendor.github-workflows"]),
        ("gitlab-ci.yml", ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
    ],
)
def test_workflow_conforms_to_the_published_schema(name, options):
    command = [sys.executable, "-m", "check_jsonschema", *options, FOLDER / name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_github_never_grades_pull_requests_and_runs_one_at_a_time():
    assert set(GITHUB["on"]) == {"push", "workflow_dispatch"}
    assert GITHUB["on"]["push"]["branches"] == ["main"]
    assert GITHUB["concurrency"] == {"group": "gradebook", "cancel-in-progress": False}


def test_github_jobs_have_minimal_permissions():
    jobs = GITHUB["jobs"]
    assert GITHUB["permissions"] == {}
    assert jobs["grade"]["permissions"] == {"contents": "read"}
    assert jobs["keep"]["permissions"] == {"contents": "write"}
    assert all(job["timeout-minutes"] for job in jobs.values())
    assert "secrets." not in (FOLDER / "github-actions.yml").read_text()
    writing = [step.get("run", "") for step in (*jobs["keep"]["steps"], *jobs["publish"]["steps"])]
    assert not any("autograder grade" in run for run in writing)


def test_github_actions_are_pinned_and_leave_no_token_beside_students_code():
    uses = [step["uses"] for step in STEPS.values() if "uses" in step]
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action) for action in uses)
    assert not any(action.startswith("actions/cache") for action in uses)
    for step in GITHUB["jobs"]["grade"]["steps"]:
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False
    kept = [step["with"]["retention-days"] for step in STEPS.values() if "retention-days" in step.get("with", {})]
    assert kept == [1, 14]


def test_gitlab_never_grades_merge_requests_and_runs_one_at_a_time():
    first, second = GITLAB["workflow"]["rules"]
    assert first == {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"', "when": "never"}
    assert second == {"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}
    for job in (GITLAB["grade"], GITLAB["keep"]):
        assert job["resource_group"] == "gradebook"
        assert job["interruptible"] is False
        assert job["timeout"]
        assert "cache" not in job
    assert GITLAB["grade"]["artifacts"]["expire_in"] == "2 weeks"
    assert GITLAB["grade"]["artifacts"]["access"] == "developer"


def install():
    github, gitlab = STEPS["Install"]["run"], "\n".join(GITLAB["grade"]["before_script"])
    return github, gitlab


@pytest.mark.parametrize("script", install(), ids=["github", "gitlab"])
def test_install_step_installs_the_sandbox_and_pinned_packages(script):
    assert re.search(r"apt-get install .*bubblewrap libseccomp2", script)
    assert "pip install --quiet --no-deps --requirement requirements.txt" in script
    assert "apparmor_restrict_unprivileged_userns=0" in STEPS["Enable user namespaces"]["run"]


def test_both_services_run_the_same_commands():
    def commands(*scripts):
        joined = "\n".join(scripts).replace("\\\n", " ")
        return [" ".join(found.split()) for found in re.findall(r"^\s*(autograder .*)$", joined, re.MULTILINE)]

    github = commands(*(step["run"] for step in GITHUB["jobs"]["grade"]["steps"] if "run" in step))
    assert github == commands(*GITLAB["grade"]["script"])
    assert [line.split()[1] for line in github] == ["doctor", "check", "grade", "feedback", "report"]


@dataclass(frozen=True)
class Runner:
    """A machine with a copy of the course, and the folder that jobs share with the service."""

    folder: Path
    environment: dict[str, str]

    def run(self, script: str, folder: Path | None = None) -> str:
        done = self.try_to(script, folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def try_to(self, script: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=folder or self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="module")
def runner(tmp_path_factory) -> Runner:
    """A course of one small assignment, and a repository with an empty branch for the gradebook."""
    folder = tmp_path_factory.mktemp("ci")
    course = make_course(folder / "course")
    with open_sandbox() as sandbox:
        level = sandbox.report.level
    given = {
        "PATH": os.pathsep.join([str(commands()), str(BIN), os.environ["PATH"]]),
        "ASSIGNMENT": "intro",
        "LEVEL": level,
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "step-summary.md"),
        "GITHUB_SHA": "0123abc",
        "CI_COMMIT_SHA": "4567def",
        "CI_PROJECT_VISIBILITY": "private",
        "CI_REPOSITORY_URL": f"file://{folder}/repository.git",
    }
    made = Runner(course, {**os.environ, **IDENTITY, **given})
    made.run("nbgrader generate_assignment intro && rm gradebook.db")
    made.run("git init --quiet --bare --initial-branch main ../repository.git")
    made.run("git init --quiet --initial-branch main && git switch --quiet --orphan gradebook")
    made.run("git commit --quiet --allow-empty --message empty && git push --quiet ../repository.git gradebook")
    hand_in(course, "right", answered(course, RIGHT), "intro")
    broken = hand_in(course, "an: odd ?name", answered(course, "0"), "intro")
    (broken / "entropy.ipynb").write_text("{")
    return made


def github_keep(runner: Runner) -> subprocess.CompletedProcess[str]:
    """Run the second job, on another machine with the artifacts of the first."""
    place = runner.folder.parent / "keep"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(runner.folder / "packed", place / "packed")
    runner.run('git clone --quiet --depth 1 --branch gradebook "$CI_REPOSITORY_URL" kept', place)
    return runner.try_to(STEPS["Keep the gradebook"]["run"], place)


@pytest.fixture(scope="module")
def github(runner) -> Runner:
    """The course after a run on GitHub."""
    runner.run('git clone --quiet --depth 1 --branch gradebook "$CI_REPOSITORY_URL" kept')
    steps = [step["run"] for step in GITHUB["jobs"]["grade"]["steps"] if is_run_here(step)]
    said = [runner.run(step.replace("--students 20", "--students 1")) for step in steps]
    (runner.folder / "said.txt").write_text("\n".join(said))
    return runner


def is_run_here(step: dict[str, str]) -> bool:
    """Whether it is a step in the shell that neither installs nor refuses anything."""
    names = ("Refuse to grade in public", "Install", "Enable user namespaces")
    return "run" in step and step["name"] not in names


def test_github_run_leaves_results_a_summary_and_a_notice(github):
    results = github.folder / "results"
    scores = {
        each["student"]: each["score"] for each in json.loads((results / "results.json").read_text())["submissions"]
    }
    assert scores == {"right": 2.0, "an: odd ?name": 0.0}
    assert ET.parse(results / "junit.xml").getroot().get("tests") == "2"
    assert "| `right` |" in (github.folder.parent / "step-summary.md").read_text()
    assert "::notice title=Graded::Some answers need manual grading" in (github.folder / "said.txt").read_text()
    assert "packed=true" in (github.folder.parent / "output").read_text()
    assert "</html>" in (results / "report.html").read_text()
    names = github.run("tar --list --file results/feedback.tar.gz")
    assert "feedback/right/intro/entropy.html" in names


def test_gradebook_is_kept_and_the_next_run_grades_only_changes(github):
    kept = github_keep(github)
    assert kept.returncode == 0, kept.stderr
    for name in ("kept", "packed", "results", "gradebook.db", "autograded", "feedback"):
        place = github.folder / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    script = [line for line in GITLAB["grade"]["script"] if "autograder check" not in line and "doctor" not in line]
    said = github.run("\n".join(script))  # one shell for all lines, as on GitLab
    assert "Some answers need manual grading" in said
    names = github.run("tar --list --file packed/gradebook.tar.gz").splitlines()
    assert "gradebook.db" in names
    assert "autograded/an: odd ?name/intro/entropy.ipynb" in names
    assert (github.folder / "autograded" / "right" / "intro" / "entropy.ipynb").read_bytes() == (
        github.folder.parent / "keep" / "kept" / "autograded" / "right" / "intro" / "entropy.ipynb"
    ).read_bytes()
    place = github.folder.parent / "gitlab-keep"
    shutil.copytree(github.folder / "packed", place / "packed")
    github.run("\n".join(GITLAB["keep"]["script"]), place)
    log = github.run("git log --format=%s gradebook", github.folder.parent / "repository.git").splitlines()
    assert log == ["Graded 0123abc", "empty"]  # nothing was new


def test_gradebook_pushed_in_the_meantime_is_not_overwritten(github):
    place = github.folder.parent / "person"
    github.run('git clone --quiet --branch gradebook "$CI_REPOSITORY_URL" ../person')
    github.run("git commit --quiet --allow-empty --message 'by hand' && git push --quiet origin gradebook", place)
    kept = github_keep(github)
    assert kept.returncode == 2
    assert "Nothing was overwritten" in kept.stdout
    again = github.folder.parent / "gitlab-again"
    shutil.copytree(github.folder / "packed", again / "packed")
    kept = github.try_to("\n".join(GITLAB["keep"]["script"]), again)
    assert kept.returncode == 2
    assert "Nothing was overwritten" in kept.stdout


def test_impossible_grading_fails_the_job(github):
    environment = {**github.environment, "ASSIGNMENT": "poetry", "LEVEL": "ns"}
    done = Runner(github.folder, environment).try_to(STEPS["Grade what changed"]["run"])
    assert done.returncode == 2
    assert "no assignment 'poetry'" in done.stderr


def test_gitlab_refuses_to_grade_in_a_public_project(github):
    environment = {**github.environment, "CI_PROJECT_VISIBILITY": "public"}
    done = Runner(github.folder, environment).try_to(GITLAB["grade"]["script"][0])
    assert done.returncode == 2
    assert "make this project private" in done.stdout
