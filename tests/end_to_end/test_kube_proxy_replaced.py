"""A cluster whose kube-proxy is not seen, and whose network plugin may do its work: one of its own, for all see it."""

from __future__ import annotations

import json

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import pod
from tests.end_to_end.in_process import InProcess


def told(porttrace: InProcess) -> list[tuple[str, str]]:
    """The Services on which it is told, among those of the whole cluster."""
    report = json.loads(porttrace("-A", "-o", "json", "--fail-on", "never").stdout)
    found = [each["subject"] for each in report["findings"] if each["code"] == "PTK17"]
    return [(each["namespace"], each["name"]) for each in found]


def test_it_is_told_once_and_not_beside_kube_proxy(plane: Cluster, on_plane: InProcess) -> None:
    system = Namespace(plane.api(), "kube-system")
    assert told(on_plane) == []
    system.run_pod(pod("cilium", labels={"k8s-app": "cilium"}))
    assert told(on_plane) == [("default", "kubernetes")]
    system.run_pod(pod("kube-proxy", labels={"k8s-app": "kube-proxy"}))
    assert told(on_plane) == []
