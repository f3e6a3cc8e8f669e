"""The surroundings of the attacks: a course, a home folder, servers, and secrets in every place an attack may read."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from tests.attacks.notebooks import SOURCE, blank, small
from tests.classroom import ROOT, write_secret

TRACES = ("hidden-input-seen", "hidden_input_seen", "left-by-an-earlier-student")
"""What attacks print if they see a hidden input or an earlier submission; no source contains it in one piece."""
PLANTED = [Path(folder) / "planted-by-an-attack" for folder in ("/tmp", "/var/tmp", "/dev/shm")]


@dataclass(frozen=True)
class World:
    """Places that attacks aim at, and the secrets in them."""

    root: Path
    listener: socket.socket
    local: socket.socket
    secrets: dict[str, str] = field(
        default_factory=lambda: {
            where: f"canary-{secrets.token_hex(8)}"
            for where in ("source", "home", "outside", "environment", "classmate", "settings")
        }
    )

    @property
    def course(self) -> Path:
        return self.root / "course"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def outside(self) -> Path:
        return self.root / "outside"

    def addressed(self, source: str) -> str:
        """Return the source of an attack with its placeholders replaced by real places."""
        places = {
            "@course@": self.course,
            "@home@": self.home,
            "@outside@": self.outside,
            "@repository@": ROOT,
            "@grader@": os.getpid(),
            "@port@": self.listener.getsockname()[1],
            "@abstract@": self.local.getsockname()[1:].decode(),
        }
        for name, place in places.items():
            source = source.replace(name, str(place))
        return source

    def connections(self) -> int:
        """Count the connections to the servers since the last call."""
        return sum(map(_came, (self.listener, self.local)))

    def files(self) -> dict[str, bytes]:
        """Return the files that no attack may change, and those that attacks leave in world-writable folders."""
        kept = (
            "course/*.*",
            "course/source/**/*",
            "course/release/**/*",
            "course/submitted/witness*/**/*",
            "home/**/*",
        )
        found = [path for pattern in (*kept, "outside/*") for path in self.root.glob(pattern)]
        results = self.course / "gradebook.db"
        return {str(path): path.read_bytes() for path in [*found, *PLANTED] if path.is_file() and path != results}


@contextlib.contextmanager
def make_world(root: Path) -> Iterator[World]:
    """Create a world. Until it is closed, servers listen, and the environment has a secret and another home folder."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(socket.AF_UNIX) as local:
        local.bind("\0attacks-" + secrets.token_hex(8))
        local.listen()
        world = World(root, listener, local)
        _lay_out(world)
        own = {"HOME": str(world.home), "XDG_CACHE_HOME": str(world.root / "cache")}  # the grader writes to it
        with _environment(AUTOGRADER_TEST_CANARY=world.secrets["environment"], **own):
            yield world


def _lay_out(world: World) -> None:
    for folder in ("source", "release"):
        (world.course / folder / "rnn").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", world.course)
    with (world.course / "nbgrader_config.py").open("a") as file:
        file.write(f"\n# {world.secrets['settings']}\n")
    solution = small(nbformat.read(SOURCE, as_version=4))
    for cell in solution["cells"]:
        cell["source"] += f"\n# {world.secrets['source']}"
    (world.course / "source" / "rnn" / "bptt.ipynb").write_text(json.dumps(solution))
    write_secret(world.course)
    (world.course / "release" / "rnn" / "bptt.ipynb").write_text(json.dumps(blank()))
    (world.home / ".ssh").mkdir(parents=True)
    (world.home / ".ssh" / "id_rsa").write_text(world.secrets["home"])
    world.outside.mkdir()
    world.outside.chmod(0o777)
    (world.outside / "note.txt").write_text(world.secrets["outside"])
    (world.outside / "note.txt").chmod(0o666)


@contextlib.contextmanager
def _environment(**changes: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _came(server: socket.socket) -> int:
    server.setblocking(False)
    came = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            came += 1
    return came
