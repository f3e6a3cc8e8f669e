"""Calls the author's own code in this process exactly as the sandbox calls students' code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.model import Answer, Probe, Response
from autograder.sandbox import replies
from autograder.sandbox.inside import calls
from autograder.sandbox.inside.encoding import encode


class EncodedProbes:
    """Probes whose arguments are encoded once, to ask many namespaces.

    Parameters
    ----------
    probes : sequence of Probe
    """

    def __init__(self, probes: Sequence[Probe]) -> None:
        self.probes = tuple(probes)
        self._sent = [None if probe.args is None else encode(list(probe.args)) for probe in self.probes]

    def ask(self, namespace: Mapping[str, Any]) -> Response:
        """Return the answers of a namespace, as if they came from the sandbox.

        Parameters
        ----------
        namespace : mapping of str to object
            The values of the names that the notebook asks for. Never a student's code: nothing here is sandboxed.
        """
        pairs = zip(self.probes, self._sent, strict=True)
        return Response(self.probes, tuple(_answer(probe, sent, namespace) for probe, sent in pairs))


def _answer(probe: Probe, sent: calls.Sent | None, namespace: Mapping[str, Any]) -> Answer:
    reply, body = calls.ask(namespace, probe.name, sent, _describe, passing=(KeyboardInterrupt,))
    return replies.parse_answer(reply, body, {}, len(probe.args or ()))


def _describe(error: BaseException) -> list[Any]:
    return [calls.kind_of(error), None, None, False]
