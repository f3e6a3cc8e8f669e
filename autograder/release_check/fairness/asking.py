"""Ask the course author's own code, in this process, exactly what students' code is asked in the sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.model import Answer, Probe, Response
from autograder.sandbox import replies
from autograder.sandbox.inside import calls
from autograder.sandbox.inside.encoding import encode


class Asked:
    """Probes for many namespaces: their arguments are encoded once.

    Parameters
    ----------
    probes : sequence of Probe
    """

    def __init__(self, probes: Sequence[Probe]) -> None:
        self.probes = tuple(probes)
        self._sent = [None if probe.args is None else encode(list(probe.args)) for probe in self.probes]

    def of(self, namespace: Mapping[str, Any]) -> Response:
        """Return what a namespace answers, in the form in which it would leave the sandbox.

        Parameters
        ----------
        namespace : mapping of str to object
            The names that the notebook asks for. Only for code of the course's authors: it runs without a sandbox.
        """
        pairs = zip(self.probes, self._sent, strict=True)
        return Response(self.probes, tuple(_answer(probe, sent, namespace) for probe, sent in pairs))


def _answer(probe: Probe, sent: calls.Sent | None, namespace: Mapping[str, Any]) -> Answer:
    reply, body = calls.ask(namespace, probe.name, sent, _describe, passing=(KeyboardInterrupt,))
    return replies.parse_answer(reply, body, {}, len(probe.args or ()))


def _describe(error: BaseException) -> list[Any]:
    return [calls.kind_of(error), None, None, False]
