"""Situations on call in which a namespace, a workload or what names Services is looked at."""

from kubectl_porttrace.model.container import ContainerPort
from kubectl_porttrace.model.snapshot import Snapshot
from tests.build import (
    cluster,
    container,
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
from tests.build.snapshots import LISTED
from tests.render.running import HTTP, METRICS, deployment, nginx, of_web


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


def of_address() -> Snapshot:
    web = service({**HTTP, "nodePort": 30080}, type="NodePort", clusterIP="10.96.0.10", clusterIPs=["10.96.0.10"])
    return cluster(web, pod(nginx(port(8080, "http")), name="web-0"), node("node-0"), node("node-1"))


def of_wrong_number() -> Snapshot:
    return of_address()


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
