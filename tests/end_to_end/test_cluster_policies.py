"""Policies of the whole cluster on a real API server, with its own CRDs: they are read, and judged tier by tier."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cache import cache_directory, locked
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace

GROUP = "policy.networking.k8s.io"
EVERYBODY: Manifest = {"namespaces": {}}


@pytest.fixture(scope="module")
def shop(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Namespace, Porttrace]]:
    namespace = control_plane.new_namespace("tiers")
    try:
        namespace.apply(service("web", service_port(80, 8080)))
        namespace.run_pod(pod("web-0", container("app", container_port(8080, "http")), labels={"app": "web"}))
        namespace.run_pod(pod("client-0", container("app"), labels={"app": "client"}))
        namespace.wait_for_endpoints("web", ready=1)
        yield namespace, Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    finally:
        namespace.remove()


def only(namespace: Namespace) -> Manifest:
    """A subject, or a peer, that is in this namespace alone: others share the cluster."""
    return {"namespaces": {"matchLabels": {"kubernetes.io/metadata.name": namespace.name}}}


def cluster_wide(namespace: Namespace, kind: str, **spec: Any) -> Manifest:
    version = "v1alpha2" if kind == "ClusterNetworkPolicy" else "v1alpha1"
    name = "default" if kind == "BaselineAdminNetworkPolicy" else namespace.name
    return {
        "apiVersion": f"{GROUP}/{version}",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {"subject": only(namespace), **spec},
    }


def denies(kind: str, peer: Manifest = EVERYBODY) -> Manifest:
    spec: Manifest = {"ingress": [{"action": "Deny", "from": [peer]}]}
    if kind != "BaselineAdminNetworkPolicy":
        spec["priority"] = 5
    return spec | ({"tier": "Admin"} if kind == "ClusterNetworkPolicy" else {})


@contextmanager
def there(cluster: Cluster, *manifests: Manifest) -> Iterator[None]:
    """Have objects in the cluster for as long as this lasts; of the baseline policy a cluster has only one."""
    written = json.dumps({"apiVersion": "v1", "kind": "List", "items": manifests})
    with locked(cache_directory() / "cluster-policies.lock"):
        cluster.kubectl("apply", "-f", "-", stdin=written)
        try:
            yield
        finally:
            cluster.kubectl("delete", "-f", "-", "--ignore-not-found", stdin=written)


def asked(porttrace: Porttrace, *arguments: str) -> tuple[str, set[str], str]:
    """What policies make of the backend, the codes about them, and what is said of the client."""
    report = json.loads(porttrace("web", "-o", "json", "--from", "pod/client-0", *arguments).stdout)
    (port,) = report["services"][0]["ports"]
    (access,) = report["access"]
    codes = {each["code"] for each in report["findings"] if each["code"].startswith("PTN")}
    return port["backends"][0]["networkPolicy"], codes, access["ports"][0]["verdict"]


@pytest.mark.parametrize("kind", ["ClusterNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy"])
def test_each_kind_is_read_and_judged(shop: tuple[Namespace, Porttrace], control_plane: Cluster, kind: str) -> None:
    namespace, porttrace = shop
    assert asked(porttrace) == ("none", set(), "admitted")
    with there(control_plane, cluster_wide(namespace, kind, **denies(kind))):
        assert asked(porttrace) == ("allowed", {"PTN21"}, "refused")
    with there(control_plane, cluster_wide(namespace, kind, **denies(kind, only(namespace)))):
        assert asked(porttrace) == ("allowed", {"PTN08"}, "refused")


def test_a_network_policy_comes_between_the_tiers(shop: tuple[Namespace, Porttrace], control_plane: Cluster) -> None:
    namespace, porttrace = shop
    clients = {"podSelector": {"matchLabels": {"app": "client"}}}
    admits = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "web", "namespace": namespace.name},
        "spec": {"podSelector": {"matchLabels": {"app": "web"}}, "ingress": [{"from": [clients]}]},
    }
    baseline = "BaselineAdminNetworkPolicy"
    with there(control_plane, admits, cluster_wide(namespace, baseline, **denies(baseline))):
        assert asked(porttrace) == ("allowed", set(), "admitted")
    admin = "ClusterNetworkPolicy"
    with there(control_plane, admits, cluster_wide(namespace, admin, **denies(admin))):
        assert asked(porttrace) == ("blocked", {"PTN21"}, "refused")
        report = json.loads(porttrace("web", "-o", "json").stdout)
        assert report["services"][0]["verdict"] == "broken"
        assert [each["code"] for each in report["findings"] if each["severity"] == "error"] == ["PTN21"]


def test_who_may_not_read_them_is_told_so(shop: tuple[Namespace, Porttrace], control_plane: Cluster) -> None:
    namespace, porttrace = shop
    control_plane.allow_view(namespace.name)
    with there(control_plane, cluster_wide(namespace, "AdminNetworkPolicy", **denies("AdminNetworkPolicy"))):
        report = json.loads(porttrace("web", "-o", "json", user="namespaced-view").stdout)
    (port,) = report["services"][0]["ports"]
    assert (port["verdict"], port["backends"][0]["networkPolicy"]) == ("wired", "unknown")
    unread = {each["resource"]: each for each in report["notChecked"]}
    for resource in ("clusternetworkpolicies", "adminnetworkpolicies", "baselineadminnetworkpolicies"):
        assert unread[resource]["reason"] == "forbidden"
        assert "PTN21" in unread[resource]["affects"]
