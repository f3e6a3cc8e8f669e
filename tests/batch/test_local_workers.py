"""Worker processes may die, be killed, or lose their parent; the class is still graded."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder.batch.bounded import LostSubmission
from autograder.batch.local import LocalWorkers
from autograder.batch.release_validation import find_release
from autograder.batch.run import grade_class
from autograder.batch.task import GradingConfig, Task
from autograder.grading.submission import collect
from autograder.store.course import Course
from tests.attacks.processes import descendants, settle
from tests.batch.conftest import CLASS, hand_in_small_class
from tests.classroom import make_course
from tests.end_to_end.conftest import BIN, run


class Fatal:
    """Ends every process that it is sent to."""

    def __reduce__(self):
        return os._exit, (1,)


@pytest.fixture
def fresh_course(tmp_path):
    return hand_in_small_class(make_course(tmp_path / "fresh"))


def tasks_of(course):
    release = find_release(Course.at(course), "rnn")
    return GradingConfig(release), [
        Task(student, collect(Course.at(course).submitted(student, "rnn"), release)) for student in CLASS
    ]


def test_a_submission_that_ends_its_process_is_given_up_and_its_neighbours_are_graded(fresh_course):
    setting, tasks = tasks_of(fresh_course)
    with LocalWorkers(2) as workers:
        results = list(workers.grade(setting, [tasks[0], Task("fatal", Fatal()), *tasks[1:]]))
    assert sorted(each.entry.result.student for each in results if not isinstance(each, LostSubmission)) == sorted(
        CLASS
    )
    assert [each.task.student for each in results if isinstance(each, LostSubmission)] == ["fatal"]


def test_a_lost_submission_is_undecided_and_says_why(course):
    class LosingWorkers:
        def grade(self, setting, tasks):
            for task in tasks:
                yield LostSubmission(task, "the process that graded it was lost, twice")

    (course / "submitted" / "s002" / "rnn" / "lstm.ipynb").touch()
    place = Course.at(course)
    (entry,) = grade_class(place, find_release(place, "rnn"), ["s002"], LosingWorkers(), force=True)
    assert {question.outcome for question in entry.result.questions} == {"undecided"}
    assert entry.result.score == 0
    assert any("was lost, twice" in problem for problem in entry.result.problems)


def test_killed_run_leaves_no_process_and_the_next_run_continues(course, summaries):
    before = {student: (course / "autograded" / student).stat().st_mtime_ns for student in ("s002", "s004")}
    (course / "submitted" / "untouched" / "rnn" / "timestamp.txt").write_text(
        "2024-05-01 10:00:00 UTC"
    )  # is left to do
    usual = descendants()
    first = subprocess.Popen(
        [BIN / "autograder", "grade", "rnn", "--jobs", "1"],
        cwd=course,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while len(descendants() - usual) < 5:  # it grades: the worker, its judge and its sandbox are there
        assert time.monotonic() < deadline
        time.sleep(0.05)
    spawned = descendants() - usual
    first.send_signal(signal.SIGKILL)
    first.wait()
    while any(os.path.exists(f"/proc/{pid}") and "Z" not in state(pid) for pid in spawned):
        assert time.monotonic() < deadline, "processes were left behind"
        time.sleep(0.05)
    done = run(course, "autograder", "grade", "rnn", "--json", "out.json")
    assert done.returncode == 0, done.stderr
    found = {each["student"]: each for each in json.loads((course / "out.json").read_text())["submissions"]}
    assert found == summaries
    assert {student: (course / "autograded" / student).stat().st_mtime_ns for student in before} == before
    assert not list(course.glob("autograded/*/.writing*"))


def state(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


def test_many_jobs_give_the_same_results_as_one_job(course, summaries):
    pages = {}
    for jobs in ("1", "3"):
        done = run(course, "autograder", "grade", "rnn", "--force", "--jobs", jobs, "--json", f"{jobs}.json")
        assert done.returncode == 0, done.stderr
        pages[jobs] = {path: path.read_bytes() for path in sorted(course.glob("autograded/*/rnn/*.ipynb"))}
    assert (course / "1.json").read_bytes() == (course / "3.json").read_bytes()
    assert pages["1"] == pages["3"]
    assert len(pages["1"]) == 9
    assert json.loads((course / "1.json").read_text())["submissions"] == [summaries[each] for each in sorted(CLASS)]


def test_one_student_gets_the_same_result_alone_and_in_a_class(course, summaries):
    """A single student's notebooks are graded in parallel, in a sandbox that is not warm."""
    folder = course / "autograded" / "s002" / "rnn"
    before = {path.name: path.read_bytes() for path in folder.glob("*.ipynb")}
    done = run(course, "autograder", "grade", "rnn", "--force", "--student", "s002", "--json", "one.json")
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in folder.glob("*.ipynb")} == before
    assert json.loads((course / "one.json").read_text())["submissions"] == [summaries["s002"]]


def test_unneeded_early_worker_ends_with_the_command(fresh_course):
    command = [BIN / "autograder", "grade", "nothing-of-this-name"]
    failed = subprocess.Popen(command, cwd=fresh_course, stderr=subprocess.DEVNULL, start_new_session=True)
    assert failed.wait(60) == 2
    deadline = time.monotonic() + 20
    while in_group(failed.pid):
        assert time.monotonic() < deadline, "a process was left behind"
        time.sleep(0.05)


@pytest.mark.thorough
def test_unneeded_workers_leave_nothing_behind(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("temporary")
    environment = {**os.environ, "TMPDIR": str(folder)}
    again = subprocess.run([BIN / "autograder", "grade", "rnn"], cwd=course, env=environment, capture_output=True)
    assert again.returncode == 0  # the workers are ended while they open a sandbox
    assert list(folder.iterdir()) == []


def test_worker_ends_when_its_client_is_gone(course):
    usual = descendants()
    with LocalWorkers(1) as workers:
        workers.warm_up("rnn", course, None, False)
        (worker,) = workers._busy
        worker.process.terminate = lambda: None  # as if it had come while an import lets nothing through
    assert worker.process.poll() is not None
    assert settle(len(usual)) == usual


def in_group(leader: int) -> bool:
    """Whether a process group still has processes."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("import nothing_of_this_name\n", "rnn.py, line 1"),
        (
            "from dataclasses import replace\n\nfrom autograder.assignments.rnn import assignment as known\n\n"
            "first, *others = known.notebooks['lstm']\n"
            "renamed = replace(first, name='misspelt'), *others\n"
            "assignment = replace(known, notebooks={**known.notebooks, 'lstm': renamed})\n",
            "does not have the questions",
        ),
    ],
)
def test_faulty_questions_are_reported_before_anything_is_written(fresh_course, lines, told):
    (fresh_course / "assignments").mkdir()
    (fresh_course / "assignments" / "rnn.py").write_text(lines)
    done = run(fresh_course, "autograder", "grade", "rnn")
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (fresh_course / "autograded").exists()


EXIT_IN_A_CALLBACK = """
import os, signal
from autograder.batch.worker_process import _ends_tidily
with _ends_tidily():
    os.register_at_fork(after_in_parent=lambda: signal.raise_signal(signal.SIGTERM))
    if not os.fork():
        os._exit(0)
    os.wait()
"""


def test_exit_that_is_dropped_in_a_callback_is_not_printed():
    done = subprocess.run([sys.executable, "-c", EXIT_IN_A_CALLBACK], capture_output=True, text=True, check=False)
    assert done.stderr == ""
