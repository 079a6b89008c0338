"""`/proc/net`, read by `cat` inside the pod: the exact addresses that listen. No packet is sent.

Every container of a pod has the same network, so any that runs will do.

Source: `proc_net_tcp(5)`; `net/ipv4/tcp_ipv4.c:get_tcp4_sock`, `net/ipv4/udp.c:udp4_format_sock`.
"""

from ipaddress import IPv4Address, IPv6Address
from typing import Literal

from msgspec.structs import replace

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.model.attempt import Attempt, Socket
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.probe.refusals import refusal
from kubectl_porttrace.probe.server import Prober, RequestOutcome, attempt, in_time
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.login.channels import BrokenStreamError, Channels

TABLES = ("tcp", "tcp6", "udp", "udp6")
STDOUT, STDERR, STATUS = 1, 2, 3
_LISTENS = {"TCP": "0A", "UDP": "07"}
_COLUMNS = 4


def try_proc(server: Prober, pod: Pod, seconds: float) -> Attempt:
    """Have the tables of sockets printed in a container of a pod that runs."""
    words = "&".join(["command=cat", *(f"command=%2Fproc%2Fnet%2F{table}" for table in TABLES)])
    container = _running(pod)
    path = f"/api/v1/namespaces/{pod.namespace}/pods/{pod.name}/exec?{words}&stdout=true&stderr=true"
    if container is None:
        return attempt("proc", path, pod, 0, RequestOutcome("failed", "no container of the pod runs"))
    path = f"{path}&container={container}"
    try:
        printed = in_time(seconds, lambda limit: _printed(server, path, limit))
    except (TimeoutError, BrokenStreamError) as error:
        told = RequestOutcome("late") if isinstance(error, TimeoutError) else RequestOutcome("failed", str(error))
        return attempt("proc", path, pod, 0, told)
    except UnreachableError as error:
        return attempt("proc", path, pod, 0, RequestOutcome("failed", error.message))
    if isinstance(printed, RequestOutcome):
        return attempt("proc", path, pod, 0, printed)
    tables, sockets = parsed(printed)
    if not {"tcp", "udp"} & set(tables):
        return attempt("proc", path, pod, 0, RequestOutcome("failed", printed or "nothing was printed"))
    return replace(attempt("proc", path, pod, 0, RequestOutcome("read")), tables=tables, sockets=sockets)


def _running(pod: Pod) -> str | None:
    """The first container of a pod that runs."""
    statuses = (*pod.status.container_statuses, *pod.status.init_container_statuses)
    return next((status.name for status in statuses if status.state.running is not None), None)


def _printed(server: Prober, path: str, seconds: float) -> str | RequestOutcome:
    """All that the command printed, once it has ended; what went wrong where it could not be run."""
    opened = server.open_channels(path, seconds)
    if isinstance(opened, HttpAnswer):
        return refusal(opened)
    try:
        return _collected(opened, seconds)
    finally:
        opened.close()


def _collected(channels: Channels, seconds: float) -> str | RequestOutcome:
    texts: dict[int, bytes] = {}
    while (message := channels.receive(seconds)) is not None:
        texts[message.channel] = texts.get(message.channel, b"") + message.content
    printed, errors, status = (texts.get(each, b"").decode("utf-8", "replace") for each in (STDOUT, STDERR, STATUS))
    # Only the command's end makes it sure that all of it came.
    if not status:
        return RequestOutcome("failed", "the stream ended before the command did")
    missing = all("no such file" in line.lower() for line in errors.splitlines())
    # Without IPv6 two files are missing, and the command ends with 1.
    return printed if printed and missing else RequestOutcome("failed", errors or status)


def parsed(printed: str) -> tuple[tuple[str, ...], tuple[Socket, ...]]:
    """The tables that were printed, each known by its head, and the sockets in them that listen."""
    tables: list[str] = []
    sockets: dict[Socket, None] = {}
    for line in printed.splitlines():
        words = line.split()
        if words[:2] == ["sl", "local_address"]:
            tables.append(("udp" if "drops" in words else "tcp") + ("6" if "remote_address" in words else ""))
        elif tables and len(words) >= _COLUMNS:
            found = _socket(tables[-1], words)
            if found is not None:
                sockets[found] = None
    return tuple(dict.fromkeys(tables)), tuple(sockets)


def _socket(table: str, words: list[str]) -> Socket | None:
    """The socket of a row, if it listens: of UDP, one that is connected to somebody has another state."""
    protocol: Literal["TCP", "UDP"] = "TCP" if table.startswith("tcp") else "UDP"
    address, _, port = words[1].partition(":")
    if words[3] != _LISTENS[protocol]:
        return None
    try:
        return Socket(protocol, _address(bytes.fromhex(address)), int(port, 16))
    except ValueError:
        return None


def _address(written: bytes) -> str:
    """An address, of which each word of 32 bits is written in the byte order of the node's processor."""
    words = (written[at : at + 4] for at in range(0, len(written), 4))
    network = b"".join(word[::-1] for word in words)
    found = IPv4Address(network) if len(network) == IPv4Address(0).max_prefixlen // 8 else IPv6Address(network)
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)
