"""Run commands as an instructor and as a student on one machine.

If the tests run as root, both are ordinary users with their own names and ids; otherwise they only have different home
folders.
"""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.classroom import ROOT
from tests.sandbox.test_ordinary_user import as_ordinary_user
from tests.warm import BIN, WarmCommands

INSTRUCTOR, STUDENT = ("instructor", 12345), ("student", 12346)


@dataclass(frozen=True)
class Person:
    """A user with a home folder that contains their course or their work."""

    name: str
    number: int
    home: Path
    passwd: Path

    @property
    def wrap(self) -> list[str]:
        """What a command starts with that they run."""
        if os.geteuid() != 0:
            return []
        wrapped = as_ordinary_user([], str(self.number))
        place = wrapped.index("--")
        return [*wrapped[:place], "--ro-bind", str(self.passwd), "/etc/passwd", *wrapped[place:]]

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(self.commands), str(BIN), os.environ["PATH"]])
        data = str(self.home / ".local")
        return {"PATH": path, "HOME": str(self.home), "JUPYTER_DATA_DIR": data, "PYTHONPATH": str(ROOT)}

    @property
    def commands(self) -> Path:
        """Where commands are that start at once, in a process of theirs."""
        return self.passwd.parent / f"{self.name}-commands"

    def run(self, *command: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command of this installation in the home folder; check its exit code."""
        words = [str(self.commands / command[0]), *command[1:]]
        done = subprocess.run(words, cwd=self.home, env=self.environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == code, (command, done.stdout, done.stderr)
        return done

    def give(self, folder: Path) -> None:
        """Change the owner of a folder and its contents to this user."""
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.number, self.number, follow_symlinks=False)

    def moved(self, home: Path) -> Person:
        """Return them with a new home folder."""
        home.mkdir()
        self.give(home)
        return replace(self, home=home)

    @property
    def student_id(self) -> str:
        """The student id that nbgrader uses."""
        return self.name if os.geteuid() == 0 else getpass.getuser()


@contextmanager
def two_people() -> Iterator[tuple[Path, Person, Person]]:
    """Create an instructor and a student with homes in a folder that both may enter; pytest's folders are private."""
    if os.geteuid() == 0:
        assert shutil.which("bwrap"), "root needs bwrap to become two users"
    with tempfile.TemporaryDirectory(prefix="two-people-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        passwd = folder / "passwd"
        users = "".join(f"{name}:x:{number}:{number}::/:/bin/sh\n" for name, number in (INSTRUCTOR, STUDENT))
        passwd.write_text(Path("/etc/passwd").read_text() + users)
        instructor, student = (Person(name, number, folder / name, passwd) for name, number in (INSTRUCTOR, STUDENT))
        for person in (instructor, student):
            person.home.mkdir()
            person.commands.mkdir()
            person.give(person.home)
            person.give(person.commands)
        with ExitStack() as started:
            for person in (instructor, student):
                started.callback(WarmCommands(person.commands, person.wrap, person.environment).close)
            yield folder, instructor, student
