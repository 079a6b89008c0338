"""What each controller makes of a backend, and which endpoints it uses: one case for each cell of the table."""

from typing import Any

import pytest

from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import KubernetesObject, ObjectReference
from kubectl_porttrace.trace.routes.consumers import BY_CONTROLLER, consumer_of
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    custom,
    endpoint,
    endpoint_slice,
    gateway,
    gateway_class,
    headless,
    ingress,
    ingress_class,
    pod,
    route,
    serious,
    service,
    traced_route,
)
from tests.build.callers import monitor

NGINX, F5 = "k8s.io/ingress-nginx", "nginx.org/ingress-controller"
TRAEFIK, KONG = "traefik.io/ingress-controller", "ingress-controllers.konghq.com/kong"
HAPROXYTECH, HAPROXY = "haproxy.org/ingress-controller/internal", "haproxy-ingress.github.io/controller"
CONTOUR, UNKNOWN = "projectcontour.io/ingress-controller", "example.com/none"

A, B = {"name": "a", "port": 80, "targetPort": 8080}, {"name": "b", "port": 8080, "targetPort": 9090}
NAMED = {"name": "http", "port": 80, "targetPort": "web"}
BARE = {"port": 80, "targetPort": 8080}


def by(controller: str, port: int | str, *ports: dict[str, Any], **annotations: str) -> TracedReferrer:
    """An Ingress of a controller, to a port of a Service with these."""
    annotated = {"annotations": {f"nginx.ingress.kubernetes.io/{key}": value for key, value in annotations.items()}}
    shop = ingress(port, ingressClassName="it", metadata=annotated)
    return traced_route(shop, service(*ports), pod(), ingress_class("it", controller))


@pytest.mark.parametrize(
    ("controller", "port", "ports", "taken", "codes"),
    [
        pytest.param(NGINX, 80, [A, B], "a", {}, id="nginx-the-port"),
        pytest.param(NGINX, 8080, [A], "a", {"PTI32": "warning"}, id="nginx-a-target-port"),
        pytest.param(NGINX, "web", [NAMED], "http", {"PTI32": "warning"}, id="nginx-the-name-of-a-target-port"),
        pytest.param(NGINX, 8080, [A, B], "a", {"PTI33": "error"}, id="v46-nginx-an-earlier-target-port"),
        pytest.param(NGINX, 8080, [B, A], "b", {}, id="nginx-in-the-order-of-the-list"),
        pytest.param(NGINX, 7, [A], None, {"PTI02": "error"}, id="nginx-no-port"),
        pytest.param(HAPROXY, 8080, [B, A], "a", {"PTI33": "error"}, id="haproxy-a-later-target-port"),
        pytest.param(HAPROXY, 8080, [A], "a", {"PTI32": "warning"}, id="haproxy-a-target-port"),
        pytest.param(HAPROXY, "a", [A], "a", {}, id="haproxy-a-name"),
        pytest.param(F5, 7, [BARE], "", {"PTI32": "warning"}, id="f5-any-number-of-a-port-without-a-name"),
        pytest.param(F5, 7, [A], None, {"PTI02": "error"}, id="f5-a-port-with-a-name"),
        pytest.param(F5, "web", [NAMED], None, {"PTI04": "error"}, id="f5-no-name-of-a-target-port"),
        pytest.param(KONG, "web", [NAMED], "http", {"PTI32": "warning"}, id="kong-the-name-of-a-target-port"),
        pytest.param(KONG, 8080, [A], None, {"PTI03": "error"}, id="kong-no-number-of-a-target-port"),
        pytest.param(KONG, 80, [A], "a", {}, id="kong-the-port"),
        pytest.param(TRAEFIK, 8080, [A], None, {"PTI03": "error"}, id="traefik-no-target-port"),
        pytest.param(HAPROXYTECH, 8080, [A], None, {"PTI03": "error"}, id="haproxytech-no-target-port"),
        pytest.param(CONTOUR, 8080, [A, B], "b", {}, id="contour-the-port"),
        pytest.param(UNKNOWN, 8080, [A], None, {"PTI03": "error"}, id="an-unknown-one-by-the-contract"),
    ],
)
def test_the_port_that_it_takes(
    controller: str, port: int | str, ports: list[dict[str, Any]], taken: str | None, codes: dict[str, str]
) -> None:
    subject = by(controller, port, *ports)
    assert next((each.spec.name for each in subject.backends[0].ports), None) == taken
    found = {code: each for code, each in serious(subject).items() if code.startswith("PTI") and code != "PTI08"}
    assert found == codes
    assert (subject.verdict.word == "broken") == ("error" in codes.values() or ports == [NAMED])


def test_the_cluster_ip_is_dialled_at_the_number_that_is_written() -> None:
    assert serious(by(NGINX, 8080, A, **{"service-upstream": "true"})) == {"PTI03": "error"}
    assert serious(by(NGINX, 80, A, **{"service-upstream": "true"})) == {}


READY = {"ready": True, "serving": True, "terminating": False}
NIL: dict[str, bool | None] = {"ready": None, "serving": None, "terminating": None}
MIRRORED: dict[str, bool | None] = {"ready": False, "serving": None, "terminating": None}
PUBLISHED = {"ready": True, "serving": False, "terminating": False}
ENDING = {"ready": False, "serving": True, "terminating": True}
UNREADY = {"ready": False, "serving": False, "terminating": False}

OF_TRAEFIK = custom("IngressRoute", {"routes": [{"match": "Host(`a`)", "services": [{"name": "web", "port": 80}]}]})
OF_ISTIO = custom("VirtualService", {"http": [{"route": [{"destination": {"host": "web"}}]}]})
OF_AWS = custom("TargetGroupBinding", {"targetType": "ip", "serviceRef": {"name": "web", "port": 80}})
OF_F5 = custom("VirtualServer", {"host": "a.example", "upstreams": [{"name": "a", "service": "web", "port": 80}]})


OF_CONTOUR = custom("HTTPProxy", {"routes": [{"services": [{"name": "web", "port": 80}]}]})
OF_OPENSHIFT = custom("Route", {"to": {"kind": "Service", "name": "web"}})
OF_GKE = ingress(80, metadata={"annotations": {"kubernetes.io/ingress.class": "gce"}})


def of_class(controller: str) -> tuple[KubernetesObject, ...]:
    return ingress(80, ingressClassName="it"), ingress_class("it", controller)


def of_gateway(controller: str) -> tuple[KubernetesObject, ...]:
    return route(), gateway(), gateway_class(controller=controller)


ROWS = {
    "ingress-nginx": (of_class(NGINX), "used used - used - -"),
    "traefik": (of_class(TRAEFIK), "used used used - used -"),
    "traefik-ingressroute": ((OF_TRAEFIK,), "used used used - used -"),
    "traefik-gateway": (of_gateway("traefik.io/gateway-controller"), "used - - used - -"),
    "f5": (of_class(F5), "used - - used - -"),
    "f5-virtualserver": ((OF_F5,), "used - - used - -"),
    "haproxytech": (of_class(HAPROXYTECH), "used - - used - -"),
    "haproxy-ingress": (of_class(HAPROXY), "used used - used - -"),
    "kong": (of_class(KONG), "used used - used - -"),
    "istio": ((OF_ISTIO,), "used used - used - -"),
    "contour": (of_class(CONTOUR), "used used - used - -"),
    "contour-httpproxy": ((OF_CONTOUR,), "used used - used - -"),
    "openshift": ((OF_OPENSHIFT,), "used used - used - -"),
    "kube-proxy": (of_class(UNKNOWN), "used used - used used -"),
}
"""Ready; nil; mirrored and not ready; published and not ready; serving and ending; unready."""

STATES = (READY, NIL, MIRRORED, PUBLISHED, ENDING, UNREADY)


@pytest.mark.parametrize(
    "place", range(len(STATES)), ids=["ready", "nil", "mirrored", "published", "ending", "unready"]
)
@pytest.mark.parametrize("row", ROWS)
def test_v51_v52_the_endpoints_that_it_uses(row: str, place: int) -> None:
    objects, cells = ROWS[row]
    by_hand = endpoint_slice((EndpointPort(port=8080),), endpoint("10.0.0.9", **STATES[place]))
    subject = traced_route(*objects, service(selector={}), by_hand, published=False)
    used = cells.split()[place] == "used"
    assert (subject.verdict.word == "wired") == used
    by_kube_proxy = ROWS["kube-proxy"][1].split()[place] == "used"
    assert ("PTI47" in serious(subject)) == (by_kube_proxy and not used)


@pytest.mark.parametrize("conditions", STATES, ids=["ready", "nil", "mirrored", "published", "ending", "unready"])
@pytest.mark.parametrize(("written", "verdict"), [("a", "wired"), ("a.*", "wired"), ("http", "broken")])
def test_prometheus_scrapes_every_endpoint_of_the_ports_that_a_monitor_names(
    written: str, verdict: str, conditions: dict[str, bool | None]
) -> None:
    by_hand = endpoint_slice((EndpointPort(name="a", port=8080),), endpoint("10.0.0.9", **conditions))
    web = service(A, selector={}, labels={"app": "web"})
    subject = traced_route(monitor({"port": written}), web, by_hand, published=False)
    assert subject.verdict.word == verdict


@pytest.mark.parametrize(
    ("target", "conditions", "verdict"),
    [
        pytest.param(None, READY, "broken", id="no-pod"),
        pytest.param("Pod", READY, "wired", id="a-pod"),
        pytest.param("Pod", UNREADY, "broken", id="an-unready-pod-is-left-to-kube-proxy"),
    ],
)
def test_targets_of_aws_are_pods(target: str | None, conditions: dict[str, bool | None], verdict: str) -> None:
    reference = ObjectReference(kind=target, name="web-0", namespace="shop") if target else None
    by_hand = endpoint_slice((EndpointPort(port=8080),), endpoint("10.0.0.9", target_ref=reference, **conditions))
    objects = (OF_AWS, service(selector={}), by_hand, pod(labels={}))
    assert traced_route(*objects, published=False).verdict.word == verdict


@pytest.mark.parametrize(
    ("target", "conditions", "neg", "verdict"),
    [
        pytest.param("Pod", READY, True, "wired", id="a-pod"),
        pytest.param("Pod", NIL, True, "wired", id="a-pod-without-conditions"),
        pytest.param(None, READY, True, "broken", id="no-pod"),
        pytest.param("Pod", ENDING, True, "broken", id="a-pod-that-ends"),
        pytest.param("Pod", UNREADY, True, "broken", id="an-unready-pod-is-left-to-kube-proxy"),
        pytest.param(None, READY, False, "wired", id="by-the-node-port"),
        pytest.param("Pod", ENDING, False, "wired", id="by-the-node-port-while-it-ends"),
    ],
)
def test_targets_of_gke_are_pods_where_it_may_send_to_them(
    target: str | None, conditions: dict[str, bool | None], verdict: str, *, neg: bool
) -> None:
    reference = ObjectReference(kind=target, name="web-0", namespace="shop") if target else None
    by_hand = endpoint_slice((EndpointPort(port=8080),), endpoint("10.0.0.9", target_ref=reference, **conditions))
    annotations = {"cloud.google.com/neg": '{"ingress": true}'} if neg else {}
    front = service(selector={}, type="NodePort", annotations=annotations)
    subject = traced_route(OF_GKE, front, by_hand, pod(labels={}), published=False)
    assert (subject.verdict.word, subject.consumer) == (verdict, "ingress-gce")


def test_every_row_is_of_a_controller_that_some_object_names() -> None:
    own = {"traefik", "istio", "aws-load-balancer-controller", "contour", "openshift-router", "ingress-gce"}
    own |= {"projectcontour.io", "prometheus"}
    assert {name for name, _ in BY_CONTROLLER if "/" not in name} == own
    assert consumer_of("traefik.io/other") is None
    assert consumer_of(None) is None


def test_a_headless_service_has_no_cluster_ip_to_dial() -> None:
    annotations = {"annotations": {"nginx.ingress.kubernetes.io/service-upstream": "true"}}
    shop = ingress(80, ingressClassName="it", metadata=annotations)
    told = serious(traced_route(shop, headless({"port": 80}), pod(), ingress_class("it", NGINX)))
    assert told == {"PTI37": "error"}
