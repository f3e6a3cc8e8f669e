"""Read the attacks: what each file says about itself, and how it is submitted.

A submission is a file in `submissions/<family>/`. It begins with a sentence (in Python, its docstring) and optional
lines:

- `person:` the questions whose answers are right but need manual grading.
- `honest:` the questions with right answers, which have to earn full points; all others have to earn none. Default:
  sigmoid, states, first-index.
- `reported:` a part of a problem that the report has to contain; may be repeated.
- `limits:` short, for code that runs until it is stopped.
- `student:` the student's id, if the attack depends on it.

Answers follow in a Markdown file, as in `autograder/commands/demo/submissions`. A Python file has a function
`tamper(notebook)`, which changes the JSON of an honest notebook, or `hand_in(folder, world)`, which changes its folder.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.notebooks import HONEST, Json, blank, fill
from tests.attacks.world import World
from tests.classroom import read_answers

FOLDER = Path(__file__).parent / "submissions"
USUALLY_HONEST = "sigmoid, states, first-index"

_LINE = re.compile(r"^- (honest|person|reported|limits|student): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Handed:
    """One submission of the suite."""

    path: Path
    sentence: str
    honest: frozenset[str]
    student: str
    answers: dict[str, str]
    person: frozenset[str] = frozenset()
    reported: tuple[str, ...] = ()
    short: bool = False
    tamper: Callable[[Any], None] | None = None
    change_folder: Callable[[Path, World], None] | None = None

    @property
    def name(self) -> str:
        return f"{self.family}/{self.path.stem}"

    @property
    def family(self) -> str:
        return self.path.parent.name

    def hand_in(self, world: World, released: Json | None = None) -> None:
        """Write it into the course, based on the small notebook or on another released one."""
        notebook = released or blank()
        right = {place for name in self.honest | self.person for place in (name, f"{name}-code")}
        fill(notebook, {place: HONEST[place] for place in right if place in HONEST})
        fill(notebook, {grade_id: world.addressed(source) for grade_id, source in self.answers.items()})
        plain = json.loads(json.dumps(notebook))
        if self.tamper is not None:
            self.tamper(plain)
        folder = world.course / "submitted" / self.student / "rnn"
        folder.mkdir(parents=True)
        (folder / "bptt.ipynb").write_text(json.dumps(plain))
        if self.change_folder is not None:
            self.change_folder(folder, world)


def read_submission_file(path: Path) -> Handed:
    """Read one file of the suite."""
    if path.suffix == ".md":
        head, answers, actions = path.read_text(encoding="utf-8").partition("\n## ")[0], read_answers(path), {}
    else:
        spec = importlib.util.spec_from_file_location(f"attack_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        head, answers, actions = module.__doc__ or "", {}, vars(module)
    said: dict[str, list[str]] = {}
    for name, value in _LINE.findall(head):
        said.setdefault(name, []).append(value)
    return Handed(
        path=path,
        sentence=head.strip().partition("\n\n")[0],
        honest=_questions(said.get("honest", [USUALLY_HONEST])),
        person=_questions(said.get("person", ["nothing"])),
        reported=tuple(said.get("reported", [])),
        short=said.get("limits") == ["short"],
        student=said.get("student", [f"{path.parent.name}-{path.stem.replace('_', '-')}"])[0],
        answers={grade_id: source for (_, grade_id), source in answers.items()},
        tamper=actions.get("tamper"),
        change_folder=actions.get("hand_in"),
    )


def _questions(said: list[str]) -> frozenset[str]:
    return frozenset() if said == ["nothing"] else frozenset(re.split(r", *", said[0]))


EVERY = tuple(read_submission_file(path) for path in sorted(FOLDER.glob("*/*.*")) if path.suffix in (".md", ".py"))


def selected(session: pytest.Session) -> set[str]:
    """Return the students whose submissions the tests of this run examine, as their parameter `submission`."""
    parameters = (item.callspec.params for item in session.items if hasattr(item, "callspec"))
    return {each["submission"].student for each in parameters if "submission" in each}
