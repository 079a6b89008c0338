"""Reports to look at: each a situation on call, built without a cluster and the same every time."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.container import Container, ContainerPort
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.question import EVERYTHING, Question
from kubectl_porttrace.report.v1 import Report
from tests.build import (
    LONG_AGO,
    NOW,
    asking,
    cluster,
    container,
    endpoint,
    endpoint_slice,
    forbidden,
    headless,
    manifests,
    node,
    pod,
    port,
    service,
    sidecar,
    template,
    workload,
)
from tests.build.callers import HTTPS, api_service, monitor, webhook, webhooks
from tests.build.numbers import from_one
from tests.build.snapshots import LISTED

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
METRICS = {"name": "metrics", "port": 9090, "targetPort": "metrics"}


def nginx(*ports: Any, **fields: Any) -> Container:
    """A container with a readiness probe, as it should be."""
    number = ports[0].container_port if ports else 8080
    spec = {"readinessProbe": {"httpGet": {"port": number}}}
    return container(*ports, name=fields.pop("name", "nginx"), spec=spec, **fields)


def of_web(name: str, *containers: Container, replica_set: str = "web-5bd7fc4d6b", **fields: Any) -> Pod:
    """A pod of a ReplicaSet of Deployment web."""
    return pod(*containers, name=f"{replica_set}-{name}", owner=("ReplicaSet", replica_set), **fields)


def deployment(name: str, labels: dict[str, str] | None = None, /, **revisions: int) -> list[Any]:
    """A Deployment and its ReplicaSets, by the hash in their names; `labels` are those of its template."""
    owner = {"kind": "Deployment", "name": name, "controller": True}
    return [
        workload("Deployment", name, spec={"template": {"metadata": {"labels": labels}}} if labels else {}),
        *(
            workload(
                "ReplicaSet",
                f"{name}-{pod_hash}",
                metadata={
                    "ownerReferences": [owner],
                    "annotations": {"deployment.kubernetes.io/revision": str(revision)},
                    "creationTimestamp": NOW - timedelta(minutes=4) if revision > 1 else LONG_AGO,
                },
            )
            for pod_hash, revision in revisions.items()
        ),
    ]


def healthy() -> Snapshot:
    return cluster(
        service({**HTTP, "nodePort": 30080}, type="NodePort", externalTrafficPolicy="Cluster"),
        *deployment("web", **{"5bd7fc4d6b": 1}),
        *(of_web(name, nginx(port(8080, "http"))) for name in ("4rp2q", "nnl7q", "vp2tn")),
    )


def name_missing() -> Snapshot:
    return cluster(
        service(HTTP),
        *deployment("web", **{"5bd7fc4d6b": 1}),
        *(of_web(name, nginx(port(8080, "web"))) for name in ("4rp2q", "nnl7q")),
    )


def halfway() -> Snapshot:
    return cluster(
        service({**HTTP, "nodePort": 30080}, {**METRICS, "nodePort": 30091}, type="NodePort"),
        *deployment("web", **{"5bd7fc4d6b": 1, "5fd7b5d978": 2}),
        *(of_web(name, nginx(port(8080, "http"), port(9090, "metrics"))) for name in ("4rp2q", "nnl7q", "vp2tn")),
        *(
            of_web(name, nginx(port(8080), port(9090, "metrics")), replica_set="web-5fd7b5d978")
            for name in ("2b4dh", "66g2k")
        ),
    )


def states() -> Snapshot:
    return cluster(
        service(HTTP, {"name": "admin", "port": 8081, "targetPort": "admin"}, {"name": "raw", "port": 7000}),
        *deployment("web", **{"5bd7fc4d6b": 1}),
        of_web("4rp2q", nginx(port(8080, "http")), init=[sidecar(port(15000, "admin"), name="envoy")]),
        of_web("nnl7q", nginx(port(8080, "http")), init=[sidecar(port(15000, "admin"), name="envoy")], ready=False),
        of_web(
            "vp2tn", nginx(port(8080, "http")), init=[sidecar(port(15000, "admin"), name="envoy")], terminating=True
        ),
        pod(nginx(port(8080, "http")), name="debug"),
    )


def headless_mismatch() -> Snapshot:
    return cluster(
        headless({"name": "postgres", "port": 80, "targetPort": "postgres"}, name="db", selector={"app": "db"}),
        *(
            pod(
                nginx(port(5432, "postgres"), name="postgres"),
                name=f"db-{number}",
                labels={"app": "db"},
                owner=("StatefulSet", "db"),
                spec={"subdomain": "db", "hostname": f"db-{number}"},
            )
            for number in range(3)
        ),
    )


def external_name() -> Snapshot:
    return cluster(service(type="ExternalName", externalName="db.example.com", selector={}, ports=[]))


def may_not_list() -> Snapshot:
    unread = [
        forbidden("endpointslices", "shop"),
        forbidden("nodes"),
        Unread("events", "shop", "error", "it timed out"),
    ]
    return cluster(
        service(HTTP),
        *deployment("web", **{"5bd7fc4d6b": 1}),
        of_web("4rp2q", nginx(port(8080, "http"))),
        unread=unread,
        published=False,
    )


def long_names() -> Snapshot:
    name = "recommendations-of-the-personalised-storefront-for-returning-customers"
    label = {"app.kubernetes.io/name": name[:63], "app.kubernetes.io/component": "grpc-backend-of-the-storefront"}
    ports = [
        {"name": f"{which}-of-the-recommendations-{name}"[:63], "port": 50051 + place, "targetPort": f"{which}-port"}
        for place, which in enumerate(("grpc", "metrics"))
    ]
    return cluster(
        service(*ports, name=name[:63], namespace="storefront-production-eu-central-1", selector=label),
        *(
            pod(
                nginx(port(50051, "grpc-port"), port(9090, "metrics-port"), name=f"{name}-backend"[:63]),
                name=f"{name}-{number}",
                namespace="storefront-production-eu-central-1",
                labels=label,
                owner=("StatefulSet", f"{name}-blue" if number else f"{name}-green"),
            )
            for number in range(3)
        ),
    )


def control_characters() -> Snapshot:
    evil = "e\x1b[31mvil\x07\u202egnp.exe\u200b\x9b2J\nsecond line"
    return manifests(
        service({"name": evil, "port": 80, "targetPort": evil}, name=evil, selector={evil: evil, "app": "日本語"}),
        template(
            container(port(8080, "http"), name=evil), of=f"Deployment/{evil}", labels={evil: evil, "app": "日本語"}
        ),
    )


def by_hand() -> Snapshot:
    return cluster(
        service({"name": "postgres", "port": 5432}, name="db", selector={}),
        endpoint_slice(
            [EndpointPort(name="postgres", port=5432)],
            endpoint("192.0.2.10"),
            endpoint("192.0.2.11"),
            endpoint("192.0.2.12", ready=False),
            name="db-old",
            service="db",
        ),
    )


def load_balancer() -> Snapshot:
    return cluster(
        service(
            {**HTTP, "nodePort": 30080},
            type="LoadBalancer",
            externalTrafficPolicy="Local",
            ipFamilies=["IPv4", "IPv6"],
            status={"loadBalancer": {"ingress": [{"ip": "203.0.113.7"}, {"hostname": "lb.example.com"}]}},
        ),
        node("node-0"),
        node("node-1"),
        *deployment("web", **{"5bd7fc4d6b": 1}),
        of_web("4rp2q", nginx(port(8080, "http")), ips=["10.244.0.3", "fd00::3"]),
        of_web("nnl7q", nginx(port(8080, "http")), ips=["10.244.0.4", "fd00::4"]),
    )


def from_files() -> Snapshot:
    return manifests(
        service(HTTP, METRICS),
        template(container(port(8080, "http"), name="nginx")),
        template(container(port(8080, "http"), port(9090, "metrics"), name="nginx"), of="StatefulSet/web-canary"),
    )


def one_pod_in_files() -> Snapshot:
    """A Service for one pod of a StatefulSet, as its template foresees it; the name is not found there."""
    label = "statefulset.kubernetes.io/pod-name"
    return manifests(
        service(HTTP, name="db-0", selector={label: "db-0"}),
        template(
            container(port(5432, "postgres"), name="postgres"),
            of="StatefulSet/db",
            name="db-0",
            labels={"app": "db", label: "db-0"},
        ),
    )


def many_owners() -> Snapshot:
    jobs = [
        pod(nginx(port(8080, "http")), name=f"job-{number}-x", owner=("Job", f"job-{number}")) for number in range(12)
    ]
    bare = [pod(nginx(port(9090, "http")), name=f"bare-{number}") for number in range(3)]
    return cluster(service(HTTP), *jobs, *bare)


def almost() -> Snapshot:
    return cluster(
        service(HTTP, selector={"app": "web", "tier": "backend"}),
        *deployment("web", {"app": "web", "tier": "back-end"}, **{"5bd7fc4d6b": 1}),
        *(
            of_web(name, nginx(port(8080, "http")), labels={"app": "web", "tier": "back-end"})
            for name in ("4rp2q", "nnl7q")
        ),
    )


def pods_unread() -> Snapshot:
    return cluster(
        service(HTTP, type="LoadBalancer"),
        endpoint_slice([EndpointPort(name="http", port=8080)], endpoint("10.244.0.9"), name="web-x"),
        unread=[forbidden("pods", "shop")],
        published=False,
    )


def settling() -> Snapshot:
    young = of_web("4rp2q", nginx(port(8080, "http")), created=NOW - timedelta(seconds=3))
    return cluster(service(HTTP), service(HTTP, name="api"), young, published=False)


def converging() -> Snapshot:
    young = of_web("4rp2q", nginx(port(8080, "http")), created=NOW - timedelta(seconds=3))
    return cluster(service(HTTP), young, published=False)


def some_ended(*others: Any) -> Snapshot:
    return cluster(
        service(HTTP),
        *others,
        *deployment("web", **{"5bd7fc4d6b": 1}),
        of_web("4rp2q", nginx(port(8080, "http"))),
        of_web("nnl7q", nginx(port(8080, "http"))),
        of_web("vp2tn", nginx(port(8080, "http")), phase="Failed", ips=(), status={"reason": "Evicted"}),
        of_web("x2kq8", nginx(port(8080, "http")), phase="Succeeded"),
    )


def all_ended() -> Snapshot:
    batch = pod(nginx(port(8080, "http")), name="batch-1", labels={"app": "batch"}, phase="Succeeded")
    return some_ended(service(HTTP, name="batch", selector={"app": "batch"}), batch)


def portless() -> Snapshot:
    return cluster(headless(ports=[]), pod(nginx(), name="web-0", owner=("StatefulSet", "web")))


def namespace() -> Snapshot:
    return cluster(
        service({**HTTP, "nodePort": 30080}, METRICS, type="NodePort"),
        service(HTTP, name="checkout", selector={"app": "checkout", "tier": "backend"}),
        service(
            {"name": "dns", "port": 53, "protocol": "UDP", "targetPort": "dns"},
            {"name": "dns-too", "port": 54, "protocol": "UDP", "targetPort": "dns"},
            name="dns",
            selector={"app": "dns"},
        ),
        service(type="ExternalName", externalName="smtp.example.com", name="mail", selector={}, ports=[]),
        headless(name="peers", ports=[], selector={"app": "peers"}),
        service(
            HTTP, name="quiet", annotations={"porttrace/ignore": "PTP01: nothing there yet"}, selector={"app": "no"}
        ),
        *deployment("web", **{"5bd7fc4d6b": 1}),
        of_web("4rp2q", nginx(port(8080, "http"), port(9090, "metrics"))),
        of_web("nnl7q", nginx(port(8080, "http"), port(9090, "metrics")), ready=False),
        pod(nginx(port(8080, "http")), name="checkout-0", labels={"app": "checkout", "tier": "back-end"}),
        pod(nginx(port(53, "dns")), name="dns-0", labels={"app": "dns"}),
        pod(nginx(), name="peers-0", labels={"app": "peers"}),
        unread=[forbidden("nodes")],
    )


def everywhere() -> Snapshot:
    return cluster(
        *(service(HTTP, name=f"service-{number}", namespace=f"team-{number % 3}") for number in range(6)),
        *(
            pod(nginx(port(8080, "http")), name=f"web-{number}", namespace=f"team-{number}", owner=("DaemonSet", "web"))
            for number in range(2)
        ),
        unread=[forbidden("pods", "team-2"), forbidden("pods", "team-1"), forbidden("events")],
    )


def of_workload() -> Snapshot:
    """Halfway through a rollout that drops a port's name, with a sidecar, a port nobody reaches, and pods left out."""
    http = ContainerPort(container_port=8080, name="http", host_port=30090)
    proxy = sidecar(port(15000, "admin"), ContainerPort(container_port=15021, host_port=15021), name="envoy")
    template = {"metadata": {"labels": {"app": "web", "tier": "new"}}, "spec": {"containers": [{"name": "nginx"}]}}
    return cluster(
        service({**HTTP, "nodePort": 30080}, {"name": "raw", "port": 7000}, type="NodePort"),
        service({"name": "admin", "port": 81, "targetPort": "admin"}, name="admin"),
        service({"port": 80, "nodePort": 30090}, name="edge", type="NodePort", selector={"app": "edge"}),
        service(HTTP, name="new", selector={"tier": "new"}),
        workload("Deployment", "web", spec={"replicas": 4, "template": template}),
        *deployment("web", **{"5bd7fc4d6b": 1, "5fd7b5d978": 2})[1:],
        of_web("4rp2q", nginx(http, port(9090, "metrics")), init=[proxy]),
        of_web("nnl7q", nginx(http, port(9090, "metrics")), init=[proxy], ready=False, ips=[], node=""),
        of_web("zz2tn", nginx(http, port(9090, "metrics")), init=[proxy], labels={"app": "debug"}),
        of_web("2b4dh", nginx(port(8080)), replica_set="web-5fd7b5d978"),
    )


def of_pod() -> Snapshot:
    return cluster(service({**HTTP, "nodePort": 30080}, type="NodePort"), pod(nginx(port(8080, "http")), name="web-0"))


def of_template() -> Snapshot:
    spec = {"containers": [{"name": "nginx", "ports": [{"containerPort": 8080, "name": "http"}]}]}
    made = workload("Deployment", "web", spec={"template": {"metadata": {"labels": {"app": "web"}}, "spec": spec}})
    return manifests(service(HTTP), made, template(container(port(8080, "http"), name="nginx")))


def beside_services() -> Snapshot:
    return cluster(
        service(HTTP),
        service(HTTP, name="api", selector={"app": "api"}),
        workload("StatefulSet", "db"),
        pod(nginx(), name="db-0", owner=("StatefulSet", "db"), labels={"app": "db"}),
        of_web("4rp2q", nginx(port(8080, "http"))),
        unread=[forbidden("events")],
    )


def listening() -> Snapshot:
    """A readiness probe on one number that is served, beside a port and a pod of which nothing is known."""
    status = {"name": "nginx", "ready": True, "started": True, "state": {"running": {"startedAt": LONG_AGO}}}
    told: dict[str, Any] = {"status": {"containerStatuses": [status]}}
    ports = port(8080, "http"), port(9090, "metrics")
    return cluster(
        service(HTTP, METRICS),
        *deployment("web", **{"5bd7fc4d6b": 1}),
        *(of_web(name, nginx(*ports), **told) for name in ("4rp2q", "nnl7q")),
        pod(nginx(*ports), name="web-debug", owner=("DaemonSet", "debug"), spec={"hostNetwork": True}, **told),
        pod(container(*ports, name="nginx"), name="web-plain", owner=("StatefulSet", "plain")),
    )


def of_webhook() -> Snapshot:
    """A webhook that answers, beside one whose Service is missing; asked for by name."""
    hooks = webhooks(webhook(), webhook(to="gone", name="gone.example.com"))
    behind = pod(container(port(9443, "https")), name="web-0")
    return cluster(service(HTTPS), behind, hooks, listed=LISTED)


def called() -> Snapshot:
    """A Service that is not ready, because of which requests fail; an APIService and a monitor name it as well."""
    scraped = service(HTTPS, METRICS, labels={"app": "web"})
    behind = pod(container(port(9443, "https"), port(9090, "metrics")), name="web-0", ready=False)
    monitors = monitor({"port": "metrics"}), monitor({"port": "9090"}, name="by-number")
    return cluster(scraped, behind, webhooks(), api_service(), *monitors, listed=LISTED)


QUESTIONS: Mapping[str, Question] = {
    "of-webhook": asking("validatingwebhookconfiguration/checks"),
    "of-workload": asking("deploy/web"),
    "of-pod": asking("pod/web-0"),
    "of-template": asking("deploy/web"),
    "beside-services": asking("sts/db", "web", "api"),
}
"""What is asked where that is not everything."""

ROUTES = frozenset({"of-webhook"})
"""Those of them that ask for an object which names Services."""

SITUATIONS: Mapping[str, Callable[[], Snapshot]] = {
    situation.__name__.replace("_", "-"): situation
    for situation in (
        healthy,
        name_missing,
        halfway,
        states,
        headless_mismatch,
        external_name,
        may_not_list,
        long_names,
        control_characters,
        by_hand,
        load_balancer,
        from_files,
        one_pod_in_files,
        many_owners,
        converging,
        almost,
        pods_unread,
        settling,
        some_ended,
        all_ended,
        portless,
        namespace,
        everywhere,
        of_workload,
        of_pod,
        of_template,
        beside_services,
        listening,
        of_webhook,
        called,
    )
}


@cache
def report_of(situation: str) -> Report:
    """The report on a situation; pods and slices are numbered from one each time."""
    with from_one():
        snapshot = SITUATIONS[situation]()
    return diagnose(snapshot, QUESTIONS.get(situation, EVERYTHING))
