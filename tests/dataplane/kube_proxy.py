"""The flags of a real kube-proxy, one in each node's namespace."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tests.dataplane.network import BRIDGE, Place

Mode = Literal["nftables", "iptables"]
HEALTH_PORT = 10256
_METRICS_PORT = 10249


def flags(node: Place, kubeconfig: Path, mode: Mode) -> list[str]:
    """Return the flags of the kube-proxy of one node."""
    return [
        f"--kubeconfig={kubeconfig}",
        f"--hostname-override={node.name}",
        f"--proxy-mode={mode}",
        # So that it knows which traffic comes from pods of its own node, by interface and not by address.
        "--detect-local-mode=BridgeInterface",
        f"--pod-bridge-interface={BRIDGE}",
        f"--healthz-bind-address={node.ipv4}:{HEALTH_PORT}",
        f"--metrics-bind-address={node.ipv4}:{_METRICS_PORT}",
        # The kernel's own limits: they are not a namespace's to set.
        "--conntrack-max-per-core=0",
        "--conntrack-tcp-timeout-established=0",
        "--conntrack-tcp-timeout-close-wait=0",
        "--kube-api-qps=100",
        "--kube-api-burst=200",
    ]
