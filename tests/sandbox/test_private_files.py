"""Student code cannot read a course, wherever it is; the self-test looks from inside, and grading refuses if it can."""

import os
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

import autograder
from autograder.model.errors import SandboxError
from autograder.sandbox import libraries, shared_objects

PACKAGE = Path(autograder.__file__).parent
PLACES = (
    *(
        "/usr/local/lib",
        "/usr/lib",
        "/usr/share",
        sys.base_prefix,
        f"{sys.base_prefix}/lib",
        "/usr/lib/x86_64-linux-gnu",
    ),
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
)
READ = """
import os
def readable(path):
    try:
        return os.listdir(path)
    except OSError:
        pass
    try:
        return open(path + "/gradebook.db").read()
    except OSError:
        return None
"""


@pytest.fixture(scope="module")
def courses():
    """A course at each place of Python and its libraries where this user may write."""
    made = []
    for place in dict.fromkeys(map(os.path.realpath, PLACES)):
        if os.access(place, os.W_OK):
            made.append(tempfile.TemporaryDirectory(prefix="course-", dir=place))
    for each in made:
        Path(each.name).chmod(0o755)
        Path(each.name, "submitted", "student").mkdir(parents=True)
        Path(each.name, "gradebook.db").write_text("points")
    if not made:
        pytest.skip("only root can make a course among the system's libraries")
    libraries.visible_files.cache_clear()
    yield [each.name for each in made]
    for each in made:
        each.cleanup()
    libraries.visible_files.cache_clear()


@pytest.mark.parametrize("level", ["ns", "landlock"])
def test_course_among_the_libraries_is_not_readable(level, courses, tmp_path):
    from autograder.model import Limits, Probe
    from autograder.sandbox import Ask, Budget, Cell, open_sandbox

    link = tmp_path / "link"
    link.symlink_to(courses[0])
    try:
        sandbox = open_sandbox(level, warm=False)
    except SandboxError as error:
        pytest.skip(str(error))
    with sandbox:
        probes = tuple(Probe("readable", (path,)) for path in (*courses, str(link)))
        _, asked = sandbox.run([Cell("a", READ), Ask("q", probes)], limits=Limits(), budget=Budget(60), seed=0)
        assert not any(each.value for each in asked.answers)  # some are empty folders instead
        for course in (*courses, str(link)):
            sandbox.require_hidden([course])


def test_visible_course_is_refused_by_name(every_level):
    (course,) = [path for path in libraries.visible_files().packages if path.endswith("/sympy")]
    with pytest.raises(SandboxError, match=r"student code could read .*sympy.*move the course"):
        every_level.sandbox.require_hidden([course])


def test_visible_submission_is_refused_under_another_name(every_level, tmp_path):
    (library,) = [path for path in libraries.visible_files().packages if path.endswith("/sympy")]
    (tmp_path / "submitted").mkdir()
    (tmp_path / "submitted" / "student").symlink_to(library)
    with pytest.raises(SandboxError, match="sympy"):
        every_level.sandbox.require_hidden([str(tmp_path)])


def test_visible_copy_of_a_private_file_is_refused(every_level, tmp_path):
    (library,) = [path for path in libraries.visible_files().packages if path.endswith("/sympy")]
    notebook = tmp_path / "source.ipynb"
    notebook.write_bytes(Path(library, "abc.py").read_bytes())
    with pytest.raises(SandboxError, match=r"sympy/abc\.py"):
        every_level.sandbox.require_hidden([str(notebook)])


def test_student_cannot_get_a_course_refused(every_level, tmp_path):
    (library,) = [path for path in libraries.visible_files().packages if path.endswith("/sympy")]
    submission = tmp_path / "submitted" / "student" / "assignment"
    submission.mkdir(parents=True)
    (submission / "copy.py").write_bytes(Path(library, "abc.py").read_bytes())
    (submission / "link").symlink_to(library)
    every_level.sandbox.require_hidden([str(tmp_path), str(tmp_path / "submitted")])


def test_hidden_course_and_a_missing_path_are_accepted(every_level, tmp_path):
    (tmp_path / "gradebook.db").write_text("points")
    every_level.sandbox.require_hidden([str(tmp_path), "/does/not/exist"])


def test_shared_objects_include_what_libraries_need_in_turn():
    names = {os.path.basename(path) for path in libraries.visible_files().shared_objects}
    assert any(name.startswith("libc.") for name in names)
    assert any(name.startswith(("ld-linux", "ld-musl", "ld64")) for name in names)


def test_files_that_are_not_binaries_need_nothing(tmp_path):
    for number, content in enumerate((b"", b"\x7fELF", b"\x7fELF\x02\x01" + b"\xff" * 58, b"text")):
        (tmp_path / str(number)).write_bytes(content)
    paths = [str(path) for path in tmp_path.iterdir()]
    assert set(map(os.path.basename, shared_objects.needed_by(paths))) <= set(
        map(os.path.basename, shared_objects.needed_by([]))
    )
