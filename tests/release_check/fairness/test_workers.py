"""Jobs are done side by side, and what never ends or dies costs nobody else anything."""

import os
import time

import numpy as np
import pytest

from autograder.release_check.fairness.workers import Ended, Job, run


def square(number):
    return number**2


def endless():
    while True:
        pass


def endless_without_python():
    return 7 ** (10**9)


def dies():
    os._exit(3)


def fails():
    raise LookupError("this one")


def too_large():
    try:
        return np.zeros(2**40).sum()
    except MemoryError:
        return "no memory"


def test_all_jobs_are_done_whatever_becomes_of_some():
    functions = [endless, dies, endless_without_python, too_large]
    jobs = [
        *(Job(function, (), 0.3) for function in functions),
        *(Job(square, (number,), 5.0) for number in range(20)),
    ]
    results = dict(run(jobs, processes=2))
    assert results[0] is Ended.TIME
    assert results[1] is Ended.DIED
    assert isinstance(results[2], Ended)
    assert results[3] == "no memory"
    assert [results[4 + number] for number in range(20)] == [number**2 for number in range(20)]


def test_an_exception_in_a_job_is_raised_here():
    with pytest.raises(LookupError, match="this one"):
        list(run([Job(fails, (), 5.0), Job(time.sleep, (30,), 5.0)], processes=2))


def test_without_jobs_there_is_nothing_to_do():
    assert list(run([])) == []
