"""What programs write to by habit is never the connection to the grader, at any level."""

import pytest

from autograder.model import Probe, Returned
from autograder.sandbox import Ask, Cell

HABITS = {
    "the log": "logging.warning('x')",
    "a handler of the log": "logging.StreamHandler(sys.__stderr__).emit(logging.makeLogRecord({'msg': 'x'}))",
    "the original error stream": "print('x' * 5000, file=sys.__stderr__, flush=True)",
    "the original output": "print('x' * 5000, file=sys.__stdout__, flush=True)",
    "the original input": "assert sys.__stdin__.read() == ''",
    "the streams' numbers": "[os.write(stream.fileno(), b'x' * 5000) for stream in (sys.stdout, sys.stderr)]",
    "numbers": "[os.write(number, b'x' * 5000) for number in (1, 2)]",
    "a copy of a number": "os.write(os.dup(2), b'x' * 5000)",
    "a file made of a number": "io.open(2, 'w', closefd=False).write('x' * 5000)",
    "what C prints": "libc.puts(b'x' * 5000), libc.fflush(None), libc.perror(b'x')",
    "what C reads": "assert libc.getchar() == -1",
    "a dump of the stack": "faulthandler.enable(), faulthandler.dump_traceback(file=2)",
    "temporary files": "[tempfile.TemporaryFile().write(b'x'), tempfile.NamedTemporaryFile().write(b'x')]",
    "a temporary folder": "assert os.listdir(tempfile.mkdtemp()) == [] and os.access(tempfile.gettempdir(), os.W_OK)",
    "a file": "open('results.txt', 'w').write('x'), open(os.path.expanduser('~/results.txt'), 'w').write('x')",
    "a pipe": "[os.write(end, b'x') for end in os.pipe()[1:]]",
    "another event loop": "asyncio.new_event_loop().run_until_complete(asyncio.sleep(0))",
}
IMPORTS = "import asyncio, ctypes, faulthandler, io, logging, os, sys, tempfile\nlibc = ctypes.CDLL(None)"


def test_habits_do_no_harm_in_a_cell(every_level):
    cells = [Cell(habit, source) for habit, source in HABITS.items()]
    first, *results = every_level.run(Cell("imports", IMPORTS), *cells)
    failed = {cell.id: result for cell, result in zip(cells, results, strict=True) if result.raised or result.stopped}
    assert (first.raised, failed) == (None, {})


@pytest.mark.parametrize("deferred", [False, True])
def test_habits_do_no_harm_in_an_answer(every_level, deferred):
    functions = [f"def f{number}(x):\n    {source}\n    return x" for number, source in enumerate(HABITS.values())]
    probes = [(Probe(f"f{number}", (1.0,)), Probe(f"f{number}", (2.0,))) for number in range(len(HABITS))]
    asks = [Ask(habit, each, deferred=deferred) for habit, each in zip(HABITS, probes, strict=True)]
    _, *results = every_level.run(Cell("a", "\n".join([IMPORTS, *functions])), *asks)
    values = {ask.question: [*map(_value, result.answers)] for ask, result in zip(asks, results, strict=True)}
    assert values == {habit: [1.0, 2.0] for habit in HABITS}


def _value(answer):
    return answer.value if isinstance(answer, Returned) else answer
