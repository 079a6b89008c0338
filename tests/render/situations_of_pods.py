"""Situations on call in which the pods of one Service differ, or change."""

from datetime import timedelta
from typing import Any

from kubectl_porttrace.model.snapshot import Snapshot
from tests.build import LONG_AGO, NOW, cluster, container, pod, port, service, sidecar
from tests.render.running import HTTP, METRICS, deployment, nginx, of_web


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


def many_owners() -> Snapshot:
    jobs = [
        pod(nginx(port(8080, "http")), name=f"job-{number}-x", owner=("Job", f"job-{number}")) for number in range(12)
    ]
    bare = [pod(nginx(port(9090, "http")), name=f"bare-{number}") for number in range(3)]
    return cluster(service(HTTP), *jobs, *bare)


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
