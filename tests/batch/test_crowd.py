"""Workers are kept busy, a slow task blocks no other, and the class is not read into memory at once."""

from concurrent.futures import Future

import pytest

from autograder.batch.bounded import bounded_as_completed


def test_number_of_pending_tasks_is_limited():
    taken = []

    def tasks():
        for number in range(10):
            taken.append(number)
            yield number

    futures = {}

    def submit(task):
        futures[task] = Future()
        if task == 1:
            futures[task].set_result("done")
        return futures[task]

    results = bounded_as_completed(submit, tasks(), at_once=3)
    assert next(results)[0] == 1
    assert taken == [0, 1, 2]


def test_slow_task_does_not_block_others():
    slow = Future()

    def submit(task):
        if task == "slow":
            return slow
        done = Future()
        done.set_result(task)
        return done

    results = bounded_as_completed(submit, ["slow", *"abcdef"], at_once=2)
    assert [next(results)[0] for _ in range(6)] == list("abcdef")
    slow.set_result("at last")
    assert [task for task, _ in results] == ["slow"]


def test_pending_tasks_are_cancelled_when_the_consumer_stops():
    out = []

    def submit(task):
        out.append(Future())
        if len(out) == 1:
            out[0].set_result(None)
        return out[-1]

    results = bounded_as_completed(submit, range(5), at_once=3)
    next(results)
    results.close()
    assert all(future.cancelled() for future in out[1:])


def test_error_while_reading_tasks_is_raised():
    def tasks():
        yield 1
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        list(bounded_as_completed(lambda task: Future(), tasks(), at_once=5))
