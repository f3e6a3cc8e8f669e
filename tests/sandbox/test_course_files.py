"""Children read the course's files at every level, and cannot change them for the next child."""

import pytest

from autograder.grading.notebook_runner import NotebookRunner
from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.model import Assignment, Limits
from autograder.model.errors import SandboxError
from autograder.model.setup import CourseFile, CourseFiles, Setup
from autograder.questions.inline import Inline
from autograder.sandbox import Budget, Cell, open_sandbox
from tests.sandbox.conftest import EVERY_LEVEL
from tests.templates import open_sandbox as clone

CONTENTS = {
    "helpers.py": b"def twice(x):\n    return 2 * x\n",
    "data/x.csv": b"1,2\n",
    "numpy.py": b"raise ImportError\n",
    "large.bin": bytes(300_000),
}
FILES = CourseFiles(tuple(CourseFile(name, len(text), name) for name, text in CONTENTS.items()), contents=CONTENTS)
CELL = """
import fcntl, os, pathlib, numpy, helpers
show = [helpers.twice(2), open("data/x.csv").read(), os.path.getsize("large.bin"), numpy.__version__ != ""]
show.append(sorted(str(path) for path in pathlib.Path(".").rglob("*")))
open("data/mine.csv", "w").write("mine")
tries = [
    lambda: open("data/x.csv", "w"),
    lambda: open("data/x.csv", "r+b").truncate(0),
    lambda: os.chmod("data/x.csv", 0o666),
    lambda: os.utime("data/x.csv"),
    lambda: fcntl.flock(open("data/x.csv"), fcntl.LOCK_EX),
    lambda: os.posix_fadvise(os.open("data/x.csv", os.O_RDONLY), 0, 0, os.POSIX_FADV_DONTNEED),
    lambda: os.remove(os.path.realpath("data/x.csv")),
    lambda: os.rename(os.path.realpath("helpers.py"), "gone.py"),
    lambda: open(os.path.dirname(os.path.realpath("helpers.py")) + "/new", "w"),
    lambda: os.listdir(os.path.dirname(os.path.dirname(os.path.realpath("helpers.py")))),
]
for each in tries:
    try:
        each()
        show.append("done")
    except OSError:
        pass
times = os.stat("data/x.csv")
os.remove("data/x.csv")
open("data/x.csv", "w").write("another")
print(show, times.st_atime, times.st_mtime)
"""


@pytest.mark.parametrize("level", EVERY_LEVEL)
def test_files_are_readable_and_the_same_for_every_child(level):
    files = CourseFiles(FILES.files, contents={file.digest: CONTENTS[file.name] for file in FILES.files})
    try:
        opened = open_sandbox(level, warm=False)
    except SandboxError as error:
        pytest.skip(f"level {level} is unavailable here: {error}")
    with opened as sandbox:
        shown = []
        for submitted in ({}, {"own/w.txt": b"w" * 9_000_000, "helpers.py": b"twice = None"}):
            (result,) = sandbox.run(
                [Cell("c", CELL)], limits=Limits(), budget=Budget(30), seed=0, files=files, submitted=submitted
            )
            shown.append("".join(output.get("text", str(output)) for output in result.outputs))
        (without,) = sandbox.run(
            [Cell("c", "import os; print(os.listdir())")], limits=Limits(), budget=Budget(30), seed=0
        )
    names = ["data", "data/x.csv", "helpers.py", "large.bin", "numpy.py"]
    assert shown[0] == f"{[4, '1,2' + chr(10), 300_000, True, names]} {float(1 << 32)} 0.0\n"
    more = [*names[:4], "numpy.py", "own", "own/w.txt"]
    assert shown[1] == f"{[4, '1,2' + chr(10), 300_000, True, more]} {float(1 << 32)} 0.0\n"
    assert without.outputs[0]["text"] == "[]\n"


def test_test_cells_read_files_for_the_tests_only_and_code_does_not():
    answer = "import os\ndef sees(): return os.path.exists('hidden/x.txt') or os.path.exists('data/hidden/x.txt')"
    test = "assert open('hidden/x.txt').read() == 'secret'\nassert not sees()"
    cells = (
        NotebookCell("q-answer", "code", answer, Role.SOLUTION, "STUB"),
        NotebookCell("q", "code", test, Role.GRADE, test),
    )
    question = Inline(name="q", source=test, points=1.0, solutions=(("q-answer", answer),))
    files = CourseFiles((CourseFile("hidden/x.txt", 6, "secret", hidden=True),), contents={"secret": b"secret"})
    notebook = NotebookRunner(
        Assignment("a", {"n": (question,)}), "s", Notebook("n", cells), lambda *_: {}, setup=Setup(files=files)
    )
    with clone() as sandbox:
        assert notebook.outside(sandbox)["q"].passed
