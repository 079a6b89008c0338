"""kwok as the kubelet of pods that have network namespaces: it serves port-forward and exec in these."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.cluster.api import Api, resource_path
from tests.cluster.nodes import HAND_NODES
from tests.probe.network import ProbedPod

NAMESPACE = "probed"
NUMBERS = (3000, 8080, 8443, 9090)
"""The ports that may be forwarded."""

_CAT = """\
#!/bin/sh
[ "$POD_CAT" = none ] && { echo 'exec: "cat": executable file not found in $PATH: unknown' >&2; exit 126; }
[ "$POD_CAT" = hangs ] && exec sleep 30
[ -n "$POD_NETNS" ] && exec ip netns exec "$POD_NETNS" /bin/cat "$@"
exec /bin/cat "$@"
"""


def program_of_kwok(directory: Path, kwok: Path, pods: Iterable[ProbedPod]) -> Path:
    """A program that starts kwok with what it serves, and with our `cat` before the machine's."""
    bin_ = directory / "bin"
    bin_.mkdir()
    _write_program(bin_ / "cat", _CAT)
    config = directory / "kwok.yaml"
    entries = (entry for place in pods for entry in _entries(place))
    config.write_text("\n---\n".join(json.dumps(entry) for entry in entries))
    return _write_program(
        directory / "kwok", f'#!/bin/sh\nPATH="{bin_}:$PATH" exec "{kwok}" --config="{config}" "$@"\n'
    )


def lead_to_kwok(api: Api) -> None:
    """Say of the nodes whose pods are managed by hand that their kubelet is kwok."""
    kwok_node = api.get(resource_path("Node", name="node-0"))
    endpoint = kwok_node["status"]["daemonEndpoints"]
    addresses = [{"type": kind, "address": "127.0.0.1"} for kind in ("Hostname", "InternalIP")]
    status = {"daemonEndpoints": endpoint, "addresses": addresses}
    for name in HAND_NODES:
        api.patch(resource_path("Node", name=name) + "/status", {"status": status})


def _entries(place: ProbedPod) -> Iterable[dict[str, Any]]:
    api_version = "kwok.x-k8s.io/v1alpha1"
    metadata = {"name": place.name, "namespace": NAMESPACE}
    forwards = [{"ports": [number], **_forward(place, number)} for number in NUMBERS]
    yield {"apiVersion": api_version, "kind": "PortForward", "metadata": metadata, "spec": {"forwards": forwards}}
    cat = {"no-cat": "none", "cat-hangs": "hangs"}.get(place.name, "")
    envs = [{"name": "POD_NETNS", "value": place.namespace}, {"name": "POD_CAT", "value": cat}]
    yield {
        "apiVersion": api_version,
        "kind": "Exec",
        "metadata": metadata,
        "spec": {"execs": [{"local": {"envs": envs}}]},
    }


def _forward(place: ProbedPod, number: int) -> dict[str, Any]:
    """Where a port-forward leads: to 127.0.0.1, or to ::1, which runtimes try where 127.0.0.1 refuses.

    Source: `containerd/internal/cri/server/sandbox_portforward_linux.go:portForward`.
    """
    if place.name != "loopback-ipv6":
        return {"target": {"address": place.localhost, "port": number}}
    joined = f"exec 3<>/dev/tcp/::1/{number}; cat <&3 & exec cat >&3"
    return {"command": ["ip", "netns", "exec", place.namespace, "bash", "-c", joined]}


def _write_program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IEXEC | stat.S_IXGRP | stat.S_IXOTH)
    return path
