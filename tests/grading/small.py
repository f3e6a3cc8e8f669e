"""A small assignment whose questions misbehave on request."""

from __future__ import annotations

import time
from dataclasses import dataclass

from autograder.model import Assignment, Probe, Question, Response, Verdict, correct, incorrect


@dataclass(frozen=True, kw_only=True)
class Moody(Question):
    """Does what its name says while it judges."""

    def probes(self, rng):
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
        return incorrect(repr(response.answers))


def load(name: str) -> Assignment:
    names = ("hangs", "sleeps", "grows", "breaks", "answers")
    return Assignment(name, {"nb": tuple(Moody(name=each) for each in names)})
