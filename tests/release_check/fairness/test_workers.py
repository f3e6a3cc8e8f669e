"""Jobs run in parallel, and an endless or crashing job loses only its own result."""

import time

import pytest

from autograder.release_check.fairness.workers import Ended, Job, run
from tests.release_check.fairness.jobs import dies, endless, endless_without_python, fails, square, too_large


def test_endless_or_crashing_job_loses_only_its_own_result():
    functions = [endless, dies, endless_without_python, too_large]
    jobs = [
        *(Job(function, (), 0.3) for function in functions),
        *(Job(square, (number,), 5.0) for number in range(20)),
    ]
    results = dict(run(jobs, processes=2))
    assert all(isinstance(results[position], Ended) for position in range(3))
    assert results[3] == "no memory"
    assert [results[4 + number] for number in range(20)] == [number**2 for number in range(20)]


def test_exception_in_a_job_is_raised_by_run():
    with pytest.raises(LookupError, match="this one"):
        list(run([Job(fails, (), 5.0), Job(time.sleep, (30,), 5.0)], processes=2))


def test_no_jobs_yield_no_results():
    assert list(run([])) == []
