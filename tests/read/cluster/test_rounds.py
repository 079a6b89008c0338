"""Reading from the real control plane, in this process."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from shutil import copy

import pytest

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.read.cluster import query
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.rounds import read_cluster
from kubectl_porttrace.read.login import connection as connection_module
from kubectl_porttrace.read.login.connection import Connection, connect
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.in_cluster import in_cluster
from tests.build import asking
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, endpoint_slice, pod, service, service_port

Read = Callable[..., Snapshot]


@pytest.fixture
def server(control_plane: Cluster, namespace: Namespace) -> Iterator[Connection]:
    path = control_plane.kubeconfig("reader", namespace.name)
    with closing(connect(ConnectionFlags(kubeconfig=str(path)), {})) as connection:
        yield connection


@pytest.fixture
def read(server: Connection, namespace: Namespace) -> Read:
    def reads(*names: str, labels: str = "") -> Snapshot:
        source = Source("cluster", server.context, server.url)
        return read_cluster(server, source, asking(*names, namespace=namespace.name, labels=labels), ProgressLine(None))

    return reads


def names(objects: Iterable[KubernetesObject]) -> set[str]:
    return {each.name for each in objects}


def test_reads_a_service_with_its_slices_pods_and_owners(namespace: Namespace, read: Read) -> None:
    namespace.apply(
        deployment("web", container("app", container_port(8080, "http")), replicas=2),
        service("web", service_port(80, "http")),
        service("other"),
        pod("loner", labels={"app": "other"}),
    )
    namespace.wait_for_endpoints("web", ready=2)
    begun = datetime.now(timezone.utc)
    snapshot = read("web")
    assert names(snapshot.services) == {"web"}
    assert {slice_.service_name for slice_ in snapshot.endpoint_slices} == {"web"}
    assert len(snapshot.pods) == 2
    assert {workload.kind for workload in snapshot.workloads} == {"Deployment", "ReplicaSet"}
    (replica_set,) = [each for each in snapshot.workloads if each.kind == "ReplicaSet"]
    assert replica_set.metadata.annotations["deployment.kubernetes.io/revision"] == "1"
    assert replica_set.metadata.controller is not None
    assert replica_set.template is None
    (made,) = [each for each in snapshot.workloads if each.kind == "Deployment"]
    assert made.template is not None
    assert snapshot.nodes == ()
    # The server's own time, in whole seconds.
    assert begun - timedelta(seconds=2) < snapshot.observed_at < datetime.now(timezone.utc) + timedelta(seconds=2)


def test_reads_page_by_page(namespace: Namespace, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    namespace.apply([service(f"s{number}") for number in range(5)])
    monkeypatch.setattr(query, "PAGE", 2)
    assert names(read().services) == {f"s{number}" for number in range(5)}


def test_reads_the_services_of_a_namespace_by_labels(namespace: Namespace, read: Read) -> None:
    labelled = service("web")
    labelled["metadata"]["labels"] = {"tier": "front"}
    namespace.apply(labelled, service("other"))
    assert names(read(labels="tier=front").services) == {"web"}
    assert names(read().services) == {"web", "other"}


def test_looks_for_pods_elsewhere_where_a_selector_matches_none(
    control_plane: Cluster, namespace: Namespace, read: Read
) -> None:
    elsewhere = control_plane.new_namespace()
    labels = {"app": namespace.name}
    elsewhere.create(pod("there", labels=labels))
    namespace.apply(service("web", selector=labels))
    namespace.create(pod("near", labels={"app": "nearly"}))
    snapshot = read("web")
    elsewhere.remove()
    assert {(each.namespace, each.name) for each in snapshot.pods} == {
        (elsewhere.name, "there"),
        (namespace.name, "near"),
    }
    assert snapshot.was_read("pods", namespace.name)


def test_recognises_a_virtual_address(control_plane: Cluster, namespace: Namespace, read: Read) -> None:
    elsewhere = control_plane.new_namespace()
    (target,) = elsewhere.apply(service("target"))
    namespace.apply(service("web", selector={}), endpoint_slice("web-x", "web", target["spec"]["clusterIP"]))
    snapshot = read("web")
    elsewhere.remove()
    assert snapshot.addresses.cluster_ip_owners[target["spec"]["clusterIP"]].name == "target"


def test_reads_nodes_where_one_may_be_missing(namespace: Namespace, read: Read) -> None:
    namespace.apply(service("web"))
    namespace.run_pod(pod("web-0", node="no-such-node"))
    namespace.run_pod(pod("web-1"))
    namespace.wait_for_endpoints("web", ready=1)
    snapshot = read("web")
    assert snapshot.was_read("nodes")
    assert snapshot.node("no-such-node") is None
    assert snapshot.node("hand-0") is not None


def test_reads_endpoints_of_a_service_without_a_selector(namespace: Namespace, read: Read) -> None:
    endpoints = {
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": {"name": "web"},
        "subsets": [{"addresses": [{"ip": "10.9.9.9"}], "ports": [{"port": 80}]}],
    }
    namespace.apply(service("web", selector={}), endpoints)
    snapshot = read("web")
    assert [each.name for each in snapshot.all_of(Endpoints)] == ["web"]


def test_a_service_that_does_not_exist_leaves_its_neighbours(namespace: Namespace, read: Read) -> None:
    namespace.apply(service("web"))
    assert names(read("wbe").services) == {"web"}


def test_a_service_that_does_not_exist_keeps_nothing_from_the_others(namespace: Namespace, read: Read) -> None:
    namespace.apply(service("web"), service("api"), pod("loner"), deployment("api", container("app"), replicas=1))
    namespace.wait_for_pods(1, app="api")
    snapshot = read("api", "wbe")
    assert names(snapshot.services) == {"api", "web"}
    assert len(snapshot.pods) == 1


def test_a_namespace_that_does_not_exist_is_said(server: Connection) -> None:
    source = Source("cluster")
    for question in (asking("web", namespace="no-such"), asking(namespace="no-such")):
        with pytest.raises(NotFoundError, match="no-such"):
            read_cluster(server, source, question, ProgressLine(None))


def test_in_a_pod_the_service_account_is_used(
    control_plane: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, namespace: Namespace
) -> None:
    folder = control_plane_account(control_plane, namespace, tmp_path)
    monkeypatch.setattr(connection_module, "in_cluster", lambda environ: in_cluster(environ, folder))
    host, _, port = control_plane.connection.server.removeprefix("https://").partition(":")
    environment = {"KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": port, "KUBECONFIG": "/none"}
    with closing(connect(ConnectionFlags(), environment)) as inside:
        assert (inside.context, inside.namespace) == (None, namespace.name)
        assert inside.get(f"/api/v1/namespaces/{namespace.name}/services", {}, "application/json").status == 200


def control_plane_account(control_plane: Cluster, namespace: Namespace, folder: Path) -> Path:
    """A service account's folder, as a pod has it, with the reader's token."""
    copy(control_plane.connection.certificate_authority, folder / "ca.crt")
    (folder / "token").write_text(control_plane.connection.tokens["reader"] + "\n")
    (folder / "namespace").write_text(namespace.name)
    return folder
