"""What a probe needs of a connection, and what it is that is tried."""

from collections.abc import Callable
from datetime import datetime, timezone
from functools import partial
from typing import Protocol, TypeVar

import msgspec

from kubectl_porttrace.model.attempt import Attempt, AttemptOutcome, Method
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.parallel import within
from kubectl_porttrace.read.login.channels import Channels

Result = TypeVar("Result")

LONGEST = 200
"""So much of what a server says is kept."""


class Prober(Protocol):
    """A connection that can try things once."""

    def try_once(self, path: str, seconds: float) -> HttpAnswer:
        """Send one request.

        Raises:
            UnreachableError: no answer came.
        """

    def open_channels(self, path: str, seconds: float) -> Channels | HttpAnswer:
        """Ask for a stream of channels.

        Raises:
            UnreachableError: no answer came.
        """


class RequestOutcome(msgspec.Struct, frozen=True):
    """What came of a request, and what the server said of it."""

    outcome: AttemptOutcome
    said: str = ""


def attempt(method: Method, path: str, pod: Pod, number: int, told: RequestOutcome) -> Attempt:
    """The fact that something was tried just now."""
    return Attempt(
        method=method,
        request=f"GET {path}",
        namespace=pod.namespace,
        pod=pod.name,
        uid=pod.metadata.uid,
        number=number,
        outcome=told.outcome,
        told=" ".join(told.said.split())[:LONGEST],
        at=datetime.now(timezone.utc),
    )


def in_time(seconds: float, ask: Callable[[float], Result]) -> Result:
    """What a request brings, or TimeoutError: a limit on each wait for the network would not end a slow answer."""
    return within(seconds, partial(ask, seconds + 1))
