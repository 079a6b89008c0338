"""A port-forward: the node connects to localhost inside the pod, and nothing is sent on the connection.

There is no word for success: the node sends the port number on both channels, and a text on the second one where it
could not connect. So silence for a while counts as success.

Source: `k8s.io/cri-streaming/pkg/streaming/portforward/websocket.go`.
"""

from time import monotonic

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.model.attempt import Attempt
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.probe.refusals import refusal
from kubectl_porttrace.probe.server import Prober, RequestOutcome, attempt, in_time
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.login.channels import BrokenStreamError, ChannelMessage, Channels

DATA, ERROR = 0, 1

WAIT = 1.0
"""Seconds of silence that count as success, where the node answers at once."""

LONGER = 4
"""The wait is so many times as long as the handshake took, for nodes that are far away or busy."""


def try_forward(server: Prober, pod: Pod, number: int, seconds: float) -> Attempt:
    """Have the node connect to a number of localhost inside a pod over TCP."""
    path = f"/api/v1/namespaces/{pod.namespace}/pods/{pod.name}/portforward?ports={number}"
    begun = monotonic()
    try:
        opened = in_time(seconds, lambda limit: server.open_channels(path, limit))
        told = refusal(opened) if isinstance(opened, HttpAnswer) else _listen(opened, number, begun, seconds)
    except TimeoutError:
        told = RequestOutcome("late")
    except UnreachableError as error:
        told = RequestOutcome("failed", error.message)
    return attempt("forward", path, pod, number, told)


def _listen(channels: Channels, number: int, begun: float, seconds: float) -> RequestOutcome:
    """Wait for the port number on both channels, and then for a text or for silence."""
    greeting = number.to_bytes(2, "little")
    greeted: set[int] = set()
    end = begun + seconds
    quiet_until = end
    try:
        while True:
            try:
                message = channels.receive(min(quiet_until, end) - monotonic())
            except TimeoutError:
                # The wait was cut short where the time is over.
                return RequestOutcome("opened" if greeted == {DATA, ERROR} and quiet_until <= end else "late")
            if message is None:
                return RequestOutcome("opened" if greeted == {DATA, ERROR} else "failed", "the node closed the stream")
            if message.channel not in greeted and message.content == greeting:
                greeted.add(message.channel)
                handshake = monotonic() - begun
                quiet_until = monotonic() + max(WAIT, LONGER * handshake)
            elif message.content:
                return _of(message)
    except BrokenStreamError as error:
        return RequestOutcome("failed", str(error))
    finally:
        channels.close()


def _of(message: ChannelMessage) -> RequestOutcome:
    text = message.content.decode("utf-8", "replace")
    if message.channel == DATA:
        return RequestOutcome("opened", "the program speaks first")
    if message.channel != ERROR:
        return RequestOutcome("failed", text)
    if "connection refused" in text.lower():
        return RequestOutcome("refused", text)
    return RequestOutcome("opened" if "connection reset by peer" in text.lower() else "failed", text)
