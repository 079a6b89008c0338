from typing import Any

import msgspec
import pytest

from kubectl_porttrace.model.container import Container, Probe
from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.meta import ObjectReference, OwnerReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.workload import Workload
from tests.build import container, endpoint, headless, pod, service, sidecar


def test_null_lists_of_a_placeholder_slice_read_as_empty() -> None:
    slice_ = msgspec.json.decode(b'{"addressType": "IPv4", "endpoints": null, "ports": null}', type=EndpointSlice)
    assert (slice_.endpoints, slice_.ports) == ((), ())


def test_absent_conditions_mean_ready_and_serving_and_not_terminating() -> None:
    bare = endpoint("10.0.0.1", ready=None, serving=None, terminating=None)
    assert (bare.ready, bare.serving, bare.terminating) == (True, True, False)


def test_conditions_are_taken_at_their_word() -> None:
    said = endpoint("10.0.0.1", ready=False, serving=False, terminating=True)
    assert (said.ready, said.serving, said.terminating) == (False, False, True)


@pytest.mark.parametrize(("written", "target"), [(0, 80), ("", 80), (8080, 8080), ("http", "http")])
def test_target_port_defaults_to_the_port_never_to_its_name(written: int | str, target: int | str) -> None:
    assert ServicePort(name="web", port=80, target_port=written).target == target


@pytest.mark.parametrize(
    ("subject", "headless_", "selects", "addresses"),
    [
        pytest.param(service(), False, True, ("10.96.0.10",), id="cluster-ip"),
        pytest.param(service(clusterIP="10.96.0.1", clusterIPs=[]), False, True, ("10.96.0.1",), id="an-old-object"),
        pytest.param(service(clusterIP=""), False, True, (), id="not-yet-allocated"),
        pytest.param(headless(), True, True, (), id="headless"),
        pytest.param(service(selector={}), False, False, ("10.96.0.10",), id="without-selector"),
        pytest.param(service(type="ExternalName", externalName="x.example"), False, False, (), id="external-name"),
    ],
)
def test_kinds_of_service(subject: Service, headless_: bool, selects: bool, addresses: tuple[str, ...]) -> None:  # noqa: FBT001
    assert (subject.headless, subject.selects, subject.cluster_ips) == (headless_, selects, addresses)


@pytest.mark.parametrize(
    ("subject", "outside"),
    [
        pytest.param(service(), False, id="cluster-ip"),
        pytest.param(service(externalIPs=["192.0.2.1"]), True, id="with-external-ips"),
        pytest.param(service(type="NodePort"), True, id="node-port"),
        pytest.param(service(type="LoadBalancer"), True, id="load-balancer"),
        pytest.param(service(type="ExternalName", externalIPs=["192.0.2.1"]), False, id="external-name"),
    ],
)
def test_externally_accessible(subject: Service, outside: bool) -> None:  # noqa: FBT001 - the expectation
    assert subject.externally_accessible is outside


VIP = {"loadBalancer": {"ingress": [{"ip": "203.0.113.5", "ipMode": "VIP"}]}}
PROXIED = {"loadBalancer": {"ingress": [{"ip": "203.0.113.5", "ipMode": "Proxy"}, {"hostname": "lb.example.com"}]}}
NO_NODE_PORTS: dict[str, Any] = {"type": "LoadBalancer", "allocateLoadBalancerNodePorts": False}


@pytest.mark.parametrize(
    ("subject", "opens"),
    [
        pytest.param(service(), False, id="cluster-ip"),
        pytest.param(service(externalIPs=["192.0.2.1"]), True, id="external-ip"),
        pytest.param(service(type="NodePort"), True, id="node-port"),
        pytest.param(service(type="LoadBalancer"), True, id="load-balancer-with-node-ports"),
        pytest.param(service(**NO_NODE_PORTS, status={}), False, id="none-to-be-allocated"),
        pytest.param(service({"port": 80, "nodePort": 30080}, **NO_NODE_PORTS), True, id="one-asked-for"),
        pytest.param(service(status=VIP, **NO_NODE_PORTS), True, id="virtual-address"),
        pytest.param(service(status=PROXIED, **NO_NODE_PORTS), False, id="address-the-proxy-does-not-serve"),
    ],
)
def test_opens_outside(subject: Service, opens: bool) -> None:  # noqa: FBT001 - the expectation
    assert subject.opens_outside(subject.spec.ports[0]) is opens


def test_a_label_hides_a_service_from_kube_proxy_whatever_its_value() -> None:
    assert service(labels={"service.kubernetes.io/service-proxy-name": ""}).hidden_from_kube_proxy
    assert not service().hidden_from_kube_proxy


@pytest.mark.parametrize(
    ("metadata", "mirrored"),
    [
        pytest.param({}, True, id="plain"),
        pytest.param({"labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}}, False, id="skip-mirror"),
        pytest.param({"labels": {"endpointslice.kubernetes.io/skip-mirror": "True"}}, True, id="not-exactly-true"),
        pytest.param({"annotations": {"control-plane.alpha.kubernetes.io/leader": "{}"}}, False, id="leader-election"),
    ],
)
def test_mirrored(metadata: dict[str, object], mirrored: bool) -> None:  # noqa: FBT001 - the expectation
    assert msgspec.convert({"metadata": metadata}, Endpoints).mirrored is mirrored


@pytest.mark.parametrize(
    ("probe", "field"),
    [
        ({"httpGet": {"port": "http"}}, "httpGet"),
        ({"tcpSocket": {"port": 80}}, "tcpSocket"),
        ({"grpc": {"port": 80}}, "grpc"),
        ({"exec": {"command": ["true"]}}, None),
    ],
)
def test_the_action_of_a_probe_that_dials_a_port(probe: dict[str, object], field: str | None) -> None:
    action = msgspec.convert(probe, Probe).port_action
    assert (action[0] if action else None) == field


def test_sidecars_are_the_init_containers_that_keep_running() -> None:
    spec = pod(init=[sidecar(name="proxy"), container(name="setup")]).spec
    assert [each.name for each in spec.sidecars] == ["proxy"]
    assert [each.name for each in spec.ordinary_init_containers] == ["setup"]


def test_addresses_of_a_pod_fall_back_on_the_single_field() -> None:
    assert msgspec.convert({"status": {"podIP": "10.0.0.1"}}, Pod).ips == ("10.0.0.1",)
    assert pod(ips=["10.0.0.1", "fd00::1"]).ips == ("10.0.0.1", "fd00::1")
    assert Pod().ips == ()


def test_readiness_is_the_ready_condition_alone() -> None:
    assert pod(phase="Pending").ready
    assert not pod(ready=False).ready
    assert not Pod().ready


def test_container_status_by_name() -> None:
    status = {"containerStatuses": [{"name": "app", "ready": True}], "initContainerStatuses": [{"name": "proxy"}]}
    subject = pod(status=status)
    told = subject.container_status("proxy")
    assert told
    assert not told.ready
    assert subject.container_status("none") is None


def test_the_controller_is_the_owner_that_says_so() -> None:
    owners = (OwnerReference(kind="X", name="x"), OwnerReference(kind="ReplicaSet", name="rs", controller=True))
    subject = msgspec.structs.replace(pod().metadata, owner_references=owners)
    assert subject.controller == owners[1]
    assert pod().metadata.controller is None


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param({"template": {"spec": {"containers": [{"name": "a"}]}}}, id="most-kinds"),
        pytest.param({"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"name": "a"}]}}}}}, id="cron-job"),
    ],
)
def test_the_template_of_a_workload(spec: dict[str, object]) -> None:
    subject = msgspec.convert({"kind": "CronJob", "metadata": {"name": "w"}, "spec": spec}, Workload)
    assert subject.title == "CronJob/w"
    assert subject.template
    assert subject.template.spec.containers == (Container(name="a"),)


def test_an_object_reference_may_be_incomplete() -> None:
    assert msgspec.convert({"kind": "Pod"}, ObjectReference) == ObjectReference(kind="Pod")


@pytest.mark.parametrize(
    ("host", "alias"),
    [
        pytest.param("cart.front.svc.cluster.local", ("front", "cart"), id="in-full"),
        pytest.param("cart.front.svc.cluster.local.", ("front", "cart"), id="with-the-last-dot"),
        pytest.param("Cart.Front.SVC.Cluster.Local", ("front", "cart"), id="any-case"),
        pytest.param("cart.front.svc", ("front", "cart"), id="without-the-domain"),
        pytest.param("db-0.db.shop.svc.cluster.local", ("shop", "db"), id="a-pod-of-it"),
        pytest.param("cart.front", None, id="without-svc"),
        pytest.param("front.svc.cluster.local", None, id="no-name"),
        pytest.param("cart.front.svc.example.org", None, id="another-domain"),
        pytest.param("10-0-0-1.front.pod.cluster.local", None, id="a-pod"),
        pytest.param("cart.front.xsvc", None, id="looks-alike"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_alias_of_a_service(host: str, alias: tuple[str, str] | None) -> None:
    assert service(type="ExternalName", externalName=host).alias_of == alias
    assert service(externalName=host).alias_of is None


def died(reason: str) -> dict[str, object]:
    return {"containerStatuses": [{"name": "app", "state": {"terminated": {"reason": reason, "exitCode": 1}}}]}


@pytest.mark.parametrize(
    ("subject", "word"),
    [
        pytest.param(pod(), "", id="running"),
        pytest.param(pod(phase="Pending"), "", id="pending"),
        pytest.param(pod(phase="Succeeded"), "Completed", id="succeeded"),
        pytest.param(pod(phase="Failed"), "Failed", id="failed"),
        pytest.param(pod(phase="Failed", status=died("OOMKilled")), "OOMKilled", id="a-container-did"),
        pytest.param(pod(phase="Failed", status={"reason": "Evicted", **died("Error")}), "Evicted", id="evicted"),
    ],
)
def test_how_a_pod_ended(subject: Pod, word: str) -> None:
    assert subject.ending == word
