"""The vectors of the ways in: what goes in, and what becomes of it."""

from kubectl_porttrace.model.kinds import find_kind
from kubectl_porttrace.question import UrlTarget
from kubectl_porttrace.target import parse_target
from kubectl_porttrace.trace.lookups.url_routes import trace_url
from tests.build import (
    backend,
    cluster,
    container,
    custom,
    gateway,
    headless,
    ingress,
    listener,
    pod,
    port,
    route,
    serious,
    service,
    traced_route,
)

TWO_PORTS = ({"name": "a", "port": 80, "targetPort": 8080}, {"name": "b", "port": 8080, "targetPort": 9090})


def test_v46_a_number_is_the_port_of_one_and_the_target_port_of_another() -> None:
    """By the contract it is the Service's own port."""
    subject = traced_route(ingress(8080), service(*TWO_PORTS), pod())
    assert [each.spec.name for each in subject.backends[0].ports] == ["b"]
    assert dict(serious(subject)) == {}


def test_v47_the_name_of_a_containers_port_is_none_of_a_route() -> None:
    web = service({"name": "http", "port": 80, "targetPort": "web"})
    to = custom("Route", {"to": {"kind": "Service", "name": "web"}, "port": {"targetPort": "web"}})
    subject = traced_route(to, web, pod(container(port(8080, "web"))))
    assert (subject.verdict.word, dict(serious(subject))) == ("broken", {"PTI41": "error"})


def test_v49_a_headless_service_translates_its_port_behind_a_route() -> None:
    web = headless({"port": 8080, "targetPort": 3000})
    subject = traced_route(route(backend(8080)), web, pod(container(port(3000))), gateway())
    assert (subject.verdict.word, dict(serious(subject))) == ("wired", {})


def test_v50_a_wildcard_stands_for_one_label_in_an_ingress_and_for_any_number_in_a_gateway() -> None:
    """A URL with the host `x.y.a.com`, and rules for `*.a.com`."""
    pattern, host = "*.a.com", "http://x.y.a.com/"
    attached = traced_route(route(hostnames=["x.y.a.com"]), service(), pod(), gateway(listener(hostname=pattern)))
    assert (attached.verdict.word, dict(serious(attached))) == ("wired", {})
    target = parse_target(host)
    assert isinstance(target, UrlTarget)
    of_ingress = trace_url(cluster(ingress(host=pattern), service(), pod()), target)
    of_gateway = trace_url(cluster(route(hostnames=[pattern]), service(), pod(), gateway()), target)
    assert of_ingress.matches == ()
    assert [each.match.referrer.kind for each in of_gateway.matches] == ["HTTPRoute"]


def test_v54_a_udp_route_to_a_service_of_tcp_alone() -> None:
    udp = gateway(listener(protocol="UDP"))
    subject = traced_route(route(kind="UDPRoute"), service(), pod(), udp)
    assert (subject.verdict.word, dict(serious(subject))) == ("broken", {"PTI21": "error"})


def test_v55_without_allowed_routes_a_listener_takes_its_own_namespace() -> None:
    subject = traced_route(route(), service(), pod(), gateway(listener(allowedRoutes=None)))
    assert (subject.verdict.word, dict(serious(subject))) == ("broken", {"PTI17": "error"})


def test_v56_of_two_tcp_routes_on_one_listener_the_older_is_served() -> None:
    tcp = (service(), pod(), gateway(listener(protocol="TCP")))
    older = route(kind="TCPRoute", name="old", metadata={"creationTimestamp": "2020-01-01T00:00:00Z"})
    younger = route(kind="TCPRoute")
    assert dict(serious(traced_route(younger, older, *tcp))) == {"PTI30": "warning"}
    assert dict(serious(traced_route(older, younger, *tcp))) == {}


def test_v59_an_external_name_without_ports_is_silent_but_for_its_type() -> None:
    subject = traced_route(ingress(80), service(type="ExternalName", externalName="example.com", ports=[]))
    assert dict(serious(subject)) == {"PTI07": "warning"}


def test_v60_a_class_that_is_none_is_told() -> None:
    """GKE reads the annotation alone; that no IngressClass has that name follows from it."""
    subject = traced_route(ingress(ingressClassName="gce", status={}), service(), pod())
    assert dict(serious(subject)) == {"PTI49": "warning"}
    assert find_kind("networking.k8s.io/v1", "IngressClass") is not None
