"""The sandbox shows libraries only, wherever the grader is installed."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import autograder
from autograder.sandbox import jail, libraries
from autograder.sandbox.jail import Jail, PrivilegeDrop

PACKAGE = Path(autograder.__file__).parent


def test_libraries_are_visible_with_their_dependencies():
    shown = {os.path.basename(path) for path in libraries.visible_files().packages}
    assert {"numpy", "scipy", "sympy", "mpmath", "matplotlib", "IPython", "traitlets", "msgpack", "PIL"} <= shown


def test_other_installed_packages_are_hidden():
    shown = {os.path.basename(path).split("-")[0].lower() for path in libraries.visible_files().packages}
    assert not shown & {
        "autograder",
        "rnn_autograder",
        "nbgrader",
        "jupyter_client",
        "zmq",
        "pip",
        "pytest",
        "sqlalchemy",
    }


def test_site_packages_folders_are_never_fully_visible():
    view = libraries.visible_files()
    for path in (*view.trees, *view.packages):
        assert os.path.basename(path) not in ("site-packages", "dist-packages")
    for tree in view.trees:
        for found in (*Path(tree).glob("site-packages"), *Path(tree).glob("python3*/*-packages")):
            assert str(found) in view.hidden


def test_readable_paths_without_private_root_exclude_hidden_folders():
    view = libraries.visible_files()
    readable = [Path(path) for path in view.readable(has_own_root=False)]
    for hidden in map(Path, view.hidden):
        assert not any(hidden == path or path in hidden.parents for path in readable)
    assert all(any(Path(tree) in (path, *path.parents) for tree in view.shown) for path in readable)


def test_only_the_inside_package_of_the_grader_is_visible():
    for level in (*jail.LEVELS, "none"):
        readable = [path for path in Jail(level, PrivilegeDrop.NONE).readable() if Path(path).is_relative_to(PACKAGE)]
        assert readable == ([] if level in jail.BUBBLEWRAP_LEVELS else [str(PACKAGE / "sandbox" / "inside")])
    assert not any(Path(path).is_relative_to(PACKAGE) for path in libraries.visible_files().shown)


def test_grader_folders_are_not_on_sys_path():
    assert str(PACKAGE / "sandbox") not in libraries.visible_files().sys_path
    assert str(PACKAGE.parent) not in libraries.visible_files().sys_path


def test_file_in_a_private_folder_is_not_readable_by_others(tmp_path):
    tmp_path.chmod(0o700)
    file = tmp_path / "file"
    file.write_text("x")
    file.chmod(0o644)
    assert not libraries.readable_by_others([str(file)])
    assert libraries.readable_by_others(["/usr/lib"])


def test_packages_without_record_are_found_by_their_modules(tmp_path, monkeypatch):
    (tmp_path / "some_thing").mkdir()
    (tmp_path / "single.py").touch()
    (tmp_path / "autograder").mkdir()
    for name, modules in (("some-thing", ""), ("other", "single\nmissing\n")):
        about = tmp_path / f"{name.replace('-', '_')}-1.0.egg-info"
        about.mkdir()
        (about / "PKG-INFO").write_text(f"Name: {name}\nVersion: 1.0\n")
        if modules:
            (about / "top_level.txt").write_text(modules)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(libraries, "LIBRARIES", ("some-thing", "other"))
    assert libraries._packages(()) == (str(tmp_path / "single.py"), str(tmp_path / "some_thing"))


PROGRAM = """
    import sys
    from autograder.model import Limits, Probe
    from autograder.sandbox import Ask, Budget, Cell, open_sandbox
    import autograder, autograder.sandbox.libraries as libraries
    assert autograder.__file__.startswith(sys.argv[1]), autograder.__file__
    assert sys.argv[1] in libraries.visible_files().sys_path
    source = '''
    import os, sys
    found = [folder for folder in sys.path if folder == SITE]
    def blocked(act):
        try: act()
        except Exception: return True
        return False
    tried = [
        lambda: __import__('autograder'),
        lambda: __import__('autograder.assignments.reference'),
        lambda: __import__('nbgrader'),
        lambda: open(SITE + '/autograder/model/errors.py').read(),
        lambda: os.listdir(SITE + '/autograder/assignments/reference'),
        lambda: open(SITE + '/rnn_autograder-0.1.0.dist-info/METADATA').read(),
    ]
    x = [len(found), *map(blocked, tried)]
    '''
    with open_sandbox(sys.argv[2], warm=False) as sandbox:
        steps = [Cell("a", "SITE = %r" % sys.argv[1]), Cell("b", source), Ask("q", (Probe("x"),))]
        print(*sandbox.run(steps, limits=Limits(), budget=Budget(60), seed=0)[1:], file=sys.stderr)
        print(sandbox.run(steps, limits=Limits(), budget=Budget(60), seed=0)[-1].answers[0].value)
"""


@pytest.mark.parametrize("level", ["ns", "landlock"])
def test_grader_installed_beside_the_libraries_is_hidden(tmp_path, level, at_level):
    at_level(level)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    site = tmp_path / "lib" / "site-packages"
    shutil.copytree(PACKAGE, site / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "rnn_autograder-0.1.0.dist-info").mkdir()
    (site / "rnn_autograder-0.1.0.dist-info" / "METADATA").write_text("Name: rnn-autograder\nVersion: 0.1.0\n")
    for path in map(Path, libraries.visible_files().packages):  # a library that is really in the same folder
        if path.name.startswith("msgpack"):
            shutil.copytree(path, site / path.name)
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(site), level]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(site)}, cwd="/", capture_output=True, text=True)
    assert done.stdout.strip() == str([1, *[True] * 6]), done.stderr


def test_other_installed_modules_are_missing_at_every_level(every_level):
    source = "try:\n    import nbgrader\nexcept ImportError as error:\n    print(type(error).__name__)"
    assert every_level.text(source) == "ModuleNotFoundError\n"
