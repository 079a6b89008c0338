"""What files mean: objects by kind and namespace, manifests or a recording, and what they leave unsaid."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from kubectl_porttrace.read.files.manifests import read_files
from tests.read.files.written import NODE, SERVICE, of, read


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(json.dumps(SERVICE).encode(), id="json"),
        pytest.param(json.dumps({"apiVersion": "v1", "kind": "List", "items": [SERVICE]}).encode(), id="list"),
        pytest.param(
            json.dumps(
                {
                    "apiVersion": "v1",
                    "kind": "ServiceList",
                    "metadata": {"resourceVersion": "1"},
                    "items": [{"metadata": SERVICE["metadata"], "spec": SERVICE["spec"]}],
                }
            ).encode(),
            id="list-of-a-kind",
        ),
        pytest.param((json.dumps(SERVICE) + "\n" + json.dumps(NODE)).encode(), id="concatenated-json"),
        pytest.param(b"\xef\xbb\xbf" + json.dumps(SERVICE).encode(), id="utf-8-with-a-mark"),
        pytest.param(json.dumps(SERVICE).encode("utf-16"), id="utf-16"),
        pytest.param(json.dumps(SERVICE).encode("utf-32"), id="utf-32"),
        pytest.param(
            b"{apiVersion: v1, kind: Service, metadata: {name: web},"
            b" spec: {selector: {app: web}, ports: [{port: 80.0}]}}",
            id="flow-yaml",
        ),
        pytest.param(
            b"apiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: web\r\n"
            b"spec:\r\n  selector:\r\n    app: web\r\n  ports:\r\n  - port: 80\r\n",
            id="crlf",
        ),
    ],
)
def test_every_way_to_write_a_service(content: bytes) -> None:
    (service,) = read_files(["-"], recursive=False, stdin=io.BytesIO(content)).services
    assert (service.namespace, service.name) == ("default", "web")
    assert service.spec.selector == {"app": "web"}
    assert [port.port for port in service.spec.ports] == [80]


def test_namespaces() -> None:
    snapshot = read(SERVICE, of("Service", "api", metadata={"namespace": "prod"}), NODE, namespace="shop")
    assert [service.key for service in snapshot.services] == [("shop", "web"), ("prod", "api")]
    assert [node.key for node in snapshot.nodes] == [("", "node-0")]


def test_of_two_with_one_name_the_last_counts() -> None:
    changed = {**SERVICE, "spec": {"ports": [{"port": 81}]}}
    (service,) = read(SERVICE, changed).services
    assert service.spec.ports[0].port == 81


def test_one_name_in_two_namespaces_is_two_objects() -> None:
    assert len(read(SERVICE, of("Service", metadata={"namespace": "prod"})).services) == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({**of("Service"), "apiVersion": "serving.knative.dev/v1"}, id="Service-of-Knative"),
        pytest.param({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": 3}, id="ConfigMap"),
        pytest.param({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}, id="Secret"),
        pytest.param({"apiVersion": "example.com/v1", "kind": "AllowList", "metadata": {"name": "a"}}, id="no-list"),
        pytest.param({"apiVersion": "v1", "kind": "List", "items": None}, id="empty-list"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_passed_over(other: dict[str, Any]) -> None:
    snapshot = read(SERVICE, other)
    assert len(snapshot.services) == 1


def test_older_groups_are_the_same_kinds() -> None:
    old = {**of("Deployment"), "apiVersion": "extensions/v1beta1", "spec": {"template": {}}}
    assert [each.title for each in read(old).workloads] == ["Deployment/web"]


def test_nothing_is_as_good_as_absent_but_for_a_label() -> None:
    written = {
        **of("Service", metadata={"labels": None, "annotations": {"a": None}, "creationTimestamp": None}),
        "spec": {"selector": {"app": None}, "ports": [{"port": 80, "name": None, "targetPort": None}]},
        "status": None,
    }
    (service,) = read(written).services
    assert service.spec.selector == {"app": ""}
    assert service.metadata.annotations == {"a": ""}
    assert (service.spec.ports[0].name, service.spec.ports[0].target) == ("", 80)


def test_nothing_in_an_item_of_a_json_list_is_absent_too() -> None:
    item = of("Service", metadata={"labels": None}, spec={"ports": [{"port": 80.0, "name": None}], "selector": None})
    (service,) = read({"apiVersion": "v1", "kind": "List", "items": [item]}).services
    assert (service.spec.ports[0].port, service.spec.selector, service.metadata.labels) == (80, {}, {})


def test_a_workload_of_a_list_of_its_kind() -> None:
    listed = {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [{"metadata": {"name": "web"}}]}
    assert [each.title for each in read(listed).workloads] == ["Deployment/web"]


def test_a_generated_name_is_a_name() -> None:
    pod = of("Pod")
    pod["metadata"] = {"generateName": "once-"}
    assert [each.name for each in read(pod).pods] == ["once-"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param({}, ("ClusterIP", "", "Cluster", None), id="plain"),
        pytest.param({"type": "NodePort"}, ("NodePort", "Cluster", "Cluster", None), id="NodePort"),
        pytest.param({"externalIPs": ["192.0.2.1"]}, ("ClusterIP", "Cluster", "Cluster", None), id="external-IPs"),
        pytest.param(
            {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "internalTrafficPolicy": "Local"},
            ("LoadBalancer", "Local", "Local", True),
            id="LoadBalancer",
        ),
        pytest.param(
            {"type": "LoadBalancer", "allocateLoadBalancerNodePorts": False},
            ("LoadBalancer", "Cluster", "Cluster", False),
            id="without-node-ports",
        ),
        pytest.param(
            {"type": "ExternalName", "externalName": "a.example"}, ("ExternalName", "", "", None), id="ExternalName"
        ),
    ],
)
def test_the_defaults_of_the_api_server(spec: dict[str, Any], expected: tuple[object, ...]) -> None:
    (service,) = read({**SERVICE, "spec": {**SERVICE["spec"], **spec}}).services
    found = service.spec
    assert (
        found.type,
        found.external_traffic_policy,
        found.internal_traffic_policy,
        found.allocate_load_balancer_node_ports,
    ) == expected


def test_targetPort_stays_as_written() -> None:  # noqa: N802
    ports = [{"port": 80}, {"port": 81, "targetPort": "8080"}]
    (service,) = read({**SERVICE, "spec": {"ports": ports}}).services
    assert [port.target_port for port in service.spec.ports] == [0, "8080"]
    assert [port.target for port in service.spec.ports] == [80, "8080"]


def test_an_address_of_a_load_balancer_has_a_mode() -> None:
    status = {
        "loadBalancer": {"ingress": [{"ip": "192.0.2.1"}, {"hostname": "a"}, {"ip": "192.0.2.2", "ipMode": "Proxy"}]}
    }
    balanced, plain = read(
        {**SERVICE, "spec": {"type": "LoadBalancer"}, "status": status}, of("Service", "b", spec={}, status=status)
    ).services
    assert [each.ip_mode for each in balanced.status.load_balancer.ingress] == ["VIP", None, "Proxy"]
    assert [each.ip_mode for each in plain.status.load_balancer.ingress] == [None, None, "Proxy"]


def test_a_file_a_folder_and_its_folders(tmp_path: Path) -> None:
    named = {"a.yaml": "a", "b.yml": "b", "c.json": "c", "d.txt": "d", "sub/e.yaml": "e"}
    (tmp_path / "sub").mkdir()
    (tmp_path / "folder.yaml").mkdir()
    for file, name in named.items():
        (tmp_path / file).write_text(json.dumps(of("Service", name, spec={})))
    (tmp_path / "values.yaml").write_text("replicas: 3\n")
    shallow = read_files([str(tmp_path)], recursive=False)
    assert [service.name for service in shallow.services] == ["a", "b", "c"]
    assert shallow.source.files == (str(tmp_path),)
    assert [service.name for service in read_files([str(tmp_path)], recursive=True).services] == ["a", "b", "c", "e"]
    two = read_files([str(tmp_path / "sub" / "e.yaml"), str(tmp_path / "d.txt")], recursive=False)
    assert [service.name for service in two.services] == ["e", "d"]
