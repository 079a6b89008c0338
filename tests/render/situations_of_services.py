"""Situations on call in which one Service is looked at."""

from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import Unread
from tests.build import (
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
    template,
)
from tests.render.running import HTTP, METRICS, deployment, nginx, of_web


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


def portless() -> Snapshot:
    return cluster(headless(ports=[]), pod(nginx(), name="web-0", owner=("StatefulSet", "web")))
