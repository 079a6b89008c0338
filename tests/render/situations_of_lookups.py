"""Situations in which a name, a URL or who uses a port is asked about."""

from kubectl_porttrace.model.snapshot import Snapshot
from tests.build import (
    backend,
    cluster,
    container,
    forbidden,
    gateway,
    gateway_class,
    grant,
    headless,
    ingress,
    ingress_class,
    listener,
    pod,
    policy,
    port,
    route,
    service,
)
from tests.build.callers import monitor, webhook, webhooks
from tests.build.snapshots import LISTED
from tests.render.running import HTTP, METRICS, deployment, nginx, of_web

NGINX = (ingress_class(), ingress(name="old", host="shop.example.com", ingressClassName="nginx"))


def of_url() -> Snapshot:
    to_cart = {"matches": [{"path": {"type": "PathPrefix", "value": "/cart"}}], "backendRefs": [backend(81, "cart")]}
    tested = {"matches": [{"headers": [{"name": "version", "value": "two"}]}], "backendRefs": [backend()]}
    routed = route(hostnames=["shop.example.com"], rules=[to_cart, tested, {"backendRefs": [backend()]}])
    return cluster(
        service(HTTP),
        service(HTTP, name="cart"),
        of_web("4rp2q", nginx(port(8080, "http"))),
        gateway(listener()),
        gateway_class(),
        routed,
        *NGINX,
        listed=LISTED,
    )


def of_dns_name() -> Snapshot:
    db = headless({"name": "postgres", "port": 5432}, name="db", selector={"app": "db"})
    members = (
        pod(
            container(port(5432), name="postgres"),
            name=f"db-{number}",
            labels={"app": "db"},
            owner=("StatefulSet", "db"),
            spec={"subdomain": "db", "hostname": f"db-{number}"},
        )
        for number in range(2)
    )
    return cluster(db, *members)


def of_uses() -> Snapshot:
    scraped = monitor({"port": "metrics"}, name="all", namespace="monitoring", namespaceSelector={"any": True})
    return cluster(
        service(
            {**HTTP, "nodePort": 30080},
            METRICS,
            {"name": "debug", "port": 6060},
            labels={"app": "web"},
            type="NodePort",
        ),
        service(name="shop", namespace="legacy", type="ExternalName", externalName="web.shop.svc.cluster.local"),
        *deployment("web", **{"5bd7fc4d6b": 1}),
        of_web("4rp2q", nginx(port(8080, "http"), port(9090, "metrics"))),
        ingress("http", host="shop.example.com"),
        route(backend(namespace="shop"), namespace="infra"),
        grant(namespace="shop", of="infra"),
        webhooks(webhook(80)),
        scraped,
        policy(ingress=[{"ports": [{"port": 8080}]}], policyTypes=["Ingress"]),
        unread=[forbidden("customresourcedefinitions")],
        listed=LISTED,
    )
