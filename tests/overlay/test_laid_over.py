"""Files laid over a cluster: what is stored, which pods and slices there would be, and what is refused."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointPort
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.overlay.laid_over import Overlay, laid_over
from kubectl_porttrace.overlay.templates import same_template
from kubectl_porttrace.report.v1 import PortTrace
from tests.build import cluster, container, endpoint, endpoint_slice, endpoints, forbidden, pod, port, service, subset
from tests.build.snapshots import LISTED
from tests.build.times import NOW

HTTP: dict[str, Any] = {"name": "http", "port": 80, "targetPort": "http"}
SERVES = container(port(8080, "http"))


def maker(*containers: Any, kind: str = "Deployment", labels: dict[str, str] | None = None, **spec: Any) -> Workload:
    """A workload whose pods are labelled `app: web`."""
    template = {
        "metadata": {"labels": labels or {"app": "web"}},
        "spec": {"containers": [msgspec.to_builtins(each) for each in containers or (SERVES,)]},
    }
    whole = {"selector": {"matchLabels": {"app": "web"}}, "template": template, **spec}
    return msgspec.convert({"kind": kind, "metadata": {"name": "web", "namespace": "shop"}, "spec": whole}, Workload)


def of_web(*containers: Any, kind: str = "StatefulSet", **fields: Any) -> Pod:
    return pod(*(containers or (SERVES,)), owner=(kind, "web"), **fields)


def live(*objects: KubernetesObject, **fields: Any) -> Snapshot:
    return cluster(*objects, **{"listed": LISTED, "complete_namespaces": frozenset({"shop"}), **fields})


def files(*objects: KubernetesObject) -> Snapshot:
    source = Source("file", files=("rendered/",))
    return Snapshot(source=source, observed_at=NOW, recorded=False, objects=by_type(objects))


def over(there: Snapshot, *objects: KubernetesObject) -> Overlay:
    return laid_over(there, files(*objects))


def web_port(snapshot: Snapshot) -> PortTrace:
    (found,) = diagnose(snapshot).services
    return found.ports[0]


def bare(**fields: Any) -> Service:
    """A Service as a file has it: nothing of what a cluster gives."""
    made = service(HTTP, **fields)
    spec = replace(made.spec, cluster_ip=fields.get("clusterIP", ""), cluster_ips=(), ip_families=())
    return replace(made, metadata=replace(made.metadata, uid="", creation_timestamp=None), spec=spec)


THERE = live(service(HTTP), maker(kind="StatefulSet", replicas=2), of_web(name="web-0"), of_web(name="web-1"))


def test_files_that_change_nothing_change_nothing() -> None:
    merged = over(THERE, bare(), maker(kind="StatefulSet", replicas=2))
    assert merged.new_pods == 0
    assert merged.snapshot.pods == THERE.pods
    assert merged.snapshot.endpoint_slices == THERE.endpoint_slices
    assert merged.snapshot.services[0].spec == THERE.services[0].spec


def test_a_template_that_changes_replaces_the_pods() -> None:
    merged = over(THERE, maker(container(port(9090, "http")), kind="StatefulSet", replicas=2))
    assert merged.new_pods == 2
    found = web_port(merged.snapshot)
    assert {(each.port, each.owner, each.ip, each.endpoint_slice) for each in found.backends} == {
        (9090, "StatefulSet/web", None, None)
    }
    assert found.verdict == "wired"
    assert merged.snapshot.laid_over == {("shop", "web")}


def test_a_port_name_that_the_template_loses_breaks_other_services_too() -> None:
    there = live(*THERE.services, service(HTTP, name="other"), *THERE.workloads, *THERE.pods)
    merged = over(there, maker(container(port(8080)), kind="StatefulSet", replicas=2))
    assert {each.name: each.verdict for each in diagnose(merged.snapshot).services} == {
        "web": "broken",
        "other": "broken",
    }


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"paused": True, "kind": "Deployment"}, id="paused"),
        pytest.param({"updateStrategy": {"type": "OnDelete"}, "kind": "StatefulSet"}, id="on-delete"),
        pytest.param({"kind": "ReplicaSet"}, id="a-replica-set"),
    ],
)
def test_what_is_not_rolled_out_keeps_its_pods(changes: dict[str, Any]) -> None:
    kind = changes["kind"]
    there = live(service(HTTP), maker(kind=kind), of_web(kind=kind, name="web-0"))
    merged = over(there, maker(container(port(9090, "http")), **changes))
    assert merged.new_pods == 0
    assert [each.port for each in web_port(merged.snapshot).backends] == [8080]


def test_pods_below_a_partition_keep_their_revision() -> None:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}
    merged = over(THERE, maker(container(port(9090, "http")), kind="StatefulSet", replicas=2, updateStrategy=strategy))
    assert sorted(each.port for each in web_port(merged.snapshot).backends) == [8080, 9090]


def test_new_pods_below_a_partition_have_the_revision_of_the_others() -> None:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": 3}}
    merged = over(THERE, maker(container(port(9090, "http")), kind="StatefulSet", replicas=4, updateStrategy=strategy))
    assert sorted(each.port for each in web_port(merged.snapshot).backends) == [8080, 8080, 8080, 9090]


def test_a_partition_counts_from_the_first_number() -> None:
    changes: dict[str, Any] = {"kind": "StatefulSet", "replicas": 2, "ordinals": {"start": 5}}
    there = live(service(HTTP), maker(**changes), of_web(name="web-5"), of_web(name="web-6"))
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}
    merged = over(there, maker(container(port(9090, "http")), updateStrategy=strategy, **changes))
    assert sorted((each.pod, each.port) for each in web_port(merged.snapshot).backends) == [
        ("web-5", 8080),
        ("web-6", 9090),
    ]


def test_a_paused_deployment_makes_more_pods_of_the_template_that_runs() -> None:
    there = live(service(HTTP), maker(), of_web(kind="Deployment", name="web-a"))
    merged = over(there, maker(container(port(9090, "http")), paused=True, replicas=3))
    assert [each.port for each in web_port(merged.snapshot).backends] == [8080, 8080, 8080]


def test_a_new_deployment_that_is_paused_makes_no_pods() -> None:
    merged = over(live(service(HTTP)), maker(paused=True, replicas=3))
    assert (merged.new_pods, web_port(merged.snapshot).backends) == (0, ())


def test_what_was_held_back_is_rolled_out_once_a_deployment_goes_on() -> None:
    changed = container(port(9090, "http"))
    there = live(service(HTTP), maker(changed, paused=True), of_web(kind="Deployment", name="web-a"))
    merged = over(there, maker(changed))
    assert [each.port for each in web_port(merged.snapshot).backends] == [9090]


@pytest.mark.parametrize(("replicas", "number"), [(0, 0), (1, 1), (3, 3)])
def test_replicas(replicas: int, number: int) -> None:
    merged = over(THERE, maker(kind="StatefulSet", replicas=replicas))
    assert len(web_port(merged.snapshot).backends) == number


def test_replicas_that_a_file_leaves_out_stay() -> None:
    merged = over(THERE, maker(container(port(9090, "http")), kind="StatefulSet"))
    assert len(web_port(merged.snapshot).backends) == 2


def test_of_too_many_pods_those_that_are_not_ready_go() -> None:
    kind = "ReplicaSet"
    pods = (of_web(kind=kind, name="web-a", ready=False), of_web(kind=kind, name="web-b"))
    merged = over(live(service(HTTP), maker(kind=kind, replicas=2), *pods), maker(kind=kind, replicas=1))
    assert [each.name for each in merged.snapshot.pods] == ["web-b"]


def test_a_new_service_and_a_new_workload() -> None:
    merged = over(live(), bare(), maker(replicas=2))
    found = web_port(merged.snapshot)
    assert (found.verdict, len(found.backends)) == ("wired", 2)


def test_slices_of_a_service_that_changes_no_longer_count() -> None:
    merged = over(THERE, bare(selector={"app": "nobody"}))
    assert web_port(merged.snapshot).verdict == "broken"
    (slice_,) = merged.snapshot.endpoint_slices
    assert (slice_.managed_by, slice_.endpoints) == (CONTROLLER, ())


def test_slices_by_hand_stay() -> None:
    by_hand = endpoint_slice([EndpointPort(name="http", port=8080)], endpoint("192.0.2.1"))
    merged = over(live(service(HTTP, selector={}), by_hand), bare(selector={}))
    assert by_hand in merged.snapshot.endpoint_slices


def test_endpoints_of_a_file_are_mirrored() -> None:
    there = live(service(HTTP, selector={}))
    merged = over(there, endpoints(subset(EndpointPort(name="http", port=8080), "192.0.2.1", not_ready=["192.0.2.2"])))
    assert [(each.ip, each.usable) for each in web_port(merged.snapshot).backends] == [
        ("192.0.2.1", True),
        ("192.0.2.2", False),
    ]


def test_what_the_cluster_gave_stays() -> None:
    node_port = {**HTTP, "nodePort": 30080}
    there = live(service(node_port, type="NodePort"))
    (after,) = over(there, bare(type="NodePort")).snapshot.services
    assert after.spec.ports[0].node_port == 30080
    assert after.cluster_ips == there.services[0].cluster_ips
    (gone,) = over(there, bare()).snapshot.services
    assert gone.spec.ports[0].node_port == 0


@pytest.mark.parametrize(
    ("there", "written", "words"),
    [
        pytest.param(service(HTTP), bare(clusterIP="10.96.9.9"), "spec.clusterIP cannot be changed", id="cluster-ip"),
        pytest.param(service(HTTP), bare(clusterIP="None"), "to None", id="headless"),
        pytest.param(
            maker(), maker(selector={"matchLabels": {"app": "api"}}), "from app=web to app=api", id="selector"
        ),
        pytest.param(None, maker(labels={"app": "api"}), "labels of its template do not meet", id="own-template"),
        pytest.param(
            maker(kind="StatefulSet", serviceName="a"),
            maker(kind="StatefulSet", serviceName="b"),
            "spec.serviceName",
            id="service-name",
        ),
        pytest.param(maker(kind="Job"), maker(container(port(1)), kind="Job"), "spec.template of a Job", id="job"),
        pytest.param(pod(SERVES, name="web"), pod(container(port(1)), name="web"), "containers of a pod", id="pod"),
    ],
)
def test_what_the_api_server_would_refuse(there: Any, written: Any, words: str) -> None:
    merged = over(live(*([there] if there else [])), written)
    ((key, why),) = merged.refused
    assert key[0] == getattr(written, "kind", "") or key[0] in {"Service", "Pod"}
    assert words in why


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(bare(), id="service"),
        pytest.param(bare(type="ExternalName", externalName="example.com", selector={}), id="external"),
        pytest.param(maker(), id="workload"),
    ],
)
def test_what_it_would_take(written: Any) -> None:
    assert over(live(service(HTTP), maker()), written).refused == ()


def test_where_pods_may_not_be_read_nothing_is_foreseen_of_slices() -> None:
    there = live(service(HTTP), unread=[forbidden("pods")])
    merged = over(there, bare(selector={"app": "nobody"}))
    assert web_port(merged.snapshot).verdict == "unknown"


def test_what_the_server_fills_in_makes_no_other_template() -> None:
    written = {"readinessProbe": {"httpGet": {"port": 8080}}}
    given = {"readinessProbe": {"httpGet": {"port": 8080, "path": "/", "scheme": "HTTP"}, "failureThreshold": 3}}
    one, other = (maker(container(port(8080), spec=spec)).template for spec in (written, given))
    assert one is not None
    assert other is not None
    assert one != other
    assert same_template(one, other)
    assert not same_template(one, replace(other, spec=maker(container(port(8081))).spec.template.spec))  # type: ignore[union-attr]
