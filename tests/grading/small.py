"""A small assignment whose questions misbehave on request."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from autograder.model import Assignment, Probe, Question, Response, Verdict, correct, incorrect
from autograder.model.errors import CourseError


class Point(NamedTuple):
    """An argument of a class that the author defines."""

    x: object
    y: object


@dataclass(frozen=True, kw_only=True)
class Moody(Question):
    """Does what its name says while it judges."""

    @property
    def names(self):
        return ("f", self.name)

    def probes(self, rng):
        if rng is None:
            raise ZeroDivisionError
        if self.name == "named":
            return (Probe("f", Point(1, np.ones(2))), Probe("f", (OrderedDict(at=Point(3, 4)),)))
        if self.name == "strange":
            return (Probe("f", (self,)),)
        return (Probe("f", (float(rng.random()),)), Probe("note"))

    def judge(self, response: Response) -> Verdict:
        if self.name == "hangs":
            while True:
                pass
        if self.name == "sleeps":
            time.sleep(60)
        if self.name == "grows":
            return correct(str(len(bytearray(4 << 30))))
        if self.name == "breaks":
            raise ZeroDivisionError
        if self.name == "prints":
            print("correct")
        if self.name == "named":
            return incorrect(f"{response.probes[0].args.x} {response.probes[1].args[0]['at'].y}")
        return incorrect(repr(response.answers))


def load(name: str) -> Assignment:
    names = ("hangs", "sleeps", "grows", "breaks", "answers", "prints", "named", "strange")
    return Assignment(name, {"nb": tuple(Moody(name=each, uses=(each[:3],)) for each in names)})


def load_nothing(name: str) -> Assignment:
    raise CourseError(f"{name} is not here")
