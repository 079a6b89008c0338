"""A cluster whose kube-proxy is not seen, and whose network plugin may do its work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import pod
from tests.cluster.plugin import Porttrace


@pytest.fixture
def run(control_plane: Cluster, namespace: Namespace) -> Iterator[Callable[[str], None]]:
    """Runs a pod in kube-system with that word as its label; no other test has pods of these labels."""
    system = Namespace(control_plane.api(), "kube-system")
    names: list[str] = []

    def running(word: str) -> None:
        names.append(f"{namespace.name}-{word}")
        system.run_pod(pod(names[-1], labels={"k8s-app": word}))

    yield running
    for name in names:
        system.delete("Pod", name, gracePeriodSeconds=0)


def told(porttrace: Porttrace) -> list[tuple[str, str]]:
    """The Services on which it is told, among those of the whole cluster."""
    report = json.loads(porttrace("-A", "-o", "json", "--fail-on", "never").stdout)
    found = [each["subject"] for each in report["findings"] if each["code"] == "PTK17"]
    return [(each["namespace"], each["name"]) for each in found]


def test_it_is_told_once_and_not_beside_kube_proxy(run: Callable[[str], None], porttrace: Porttrace) -> None:
    assert told(porttrace) == []
    run("cilium")
    assert told(porttrace) == [("default", "kubernetes")]
    run("kube-proxy")
    assert told(porttrace) == []
