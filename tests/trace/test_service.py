import pytest

from kubectl_porttrace.model.endpoints import EndpointAddress, Endpoints, EndpointSubset
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import AnnotatedMeta
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import container, forbidden, headless, pod, port, service, template, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
ADMIN = {"name": "admin", "port": 81, "targetPort": "admin"}


def test_pods_are_none_where_they_were_not_read() -> None:
    assert traced(service(), unread=[forbidden("pods")]).pods is None


def test_a_service_without_a_selector_has_no_pods() -> None:
    assert traced(service(selector={}), pod(labels={})).pods == ()


def test_slices_are_none_where_they_were_not_read() -> None:
    subject = traced(service(), pod(), unread=[forbidden("endpointslices", "shop")])
    assert (subject.slices, subject.verdict, subject.drift) == (None, Verdict.UNKNOWN, None)


def test_the_worst_port_gives_the_service_its_verdict() -> None:
    subject = traced(service(HTTP, ADMIN), pod(container(port(8080, "http"))))
    assert [each.verdict for each in subject.ports] == [Verdict.WIRED, Verdict.BROKEN]
    assert subject.verdict is Verdict.BROKEN


def test_only_some_ports() -> None:
    subject = traced(service(HTTP, ADMIN), pod(container(port(8080, "http"))))
    assert subject.only(frozenset({subject.ports[0].key})).verdict is Verdict.WIRED


@pytest.mark.parametrize(
    ("subject", "ready"),
    [
        pytest.param(traced(service(), pod()), 1, id="ready"),
        pytest.param(traced(service(), pod(ready=False)), 0, id="not-ready"),
        pytest.param(traced(service(), pod(terminating=True)), 0, id="terminating"),
        pytest.param(traced(service(publishNotReadyAddresses=True), pod(ready=False)), 1, id="published-all-the-same"),
        pytest.param(traced(service(), pod(phase="Failed")), 0, id="terminal"),
        pytest.param(traced(service(), template(), recorded=False, published=False), 1, id="template"),
    ],
)
def test_ready_pods(subject: TracedService, ready: int) -> None:
    assert len(subject.ready_pods) == ready


@pytest.mark.parametrize(
    ("subject", "verdict"),
    [
        pytest.param(traced(headless(ports=[]), pod()), Verdict.WIRED, id="headless-known-by-its-addresses"),
        pytest.param(traced(headless(ports=[]), pod(ready=False)), Verdict.BROKEN, id="headless-with-none"),
        pytest.param(
            traced(service(type="ExternalName", externalName="db.example.com", ports=[])),
            Verdict.EXTERNAL,
            id="external",
        ),
        pytest.param(traced(headless(ports=[]), unread=[forbidden("endpointslices")]), Verdict.UNKNOWN, id="unread"),
    ],
)
def test_verdict_without_ports(subject: TracedService, verdict: Verdict) -> None:
    assert subject.verdict is verdict


def test_a_port_says_itself_as_a_person_would() -> None:
    named, unnamed = traced(service(HTTP, ADMIN)).ports[0], traced(service({"port": 53, "protocol": "UDP"})).ports[0]
    assert (named.title, named.path, named.named_target) == ("http 80/TCP", "spec.ports[0]", "http")
    assert (unnamed.title, unnamed.named_target) == ("53/UDP", None)


def test_a_port_tells_the_pods_that_resolve_it_from_those_that_do_not() -> None:
    with_name, without = pod(container(port(8080, "http"))), pod()
    (traced_port,) = traced(service(HTTP), with_name, without).ports
    assert [entry.pod for entry in traced_port.resolved] == [with_name]
    assert traced_port.unresolved == (without,)
    assert [backend.pod for backend in traced_port.usable] == [with_name]


def test_without_slices_endpoints_stand_in_and_without_these_what_is_expected() -> None:
    here, elsewhere = (
        pod(),
        Endpoints(
            metadata=AnnotatedMeta(name="web", namespace="shop"),
            subsets=(EndpointSubset(addresses=(EndpointAddress(ip="10.9.9.9"),), ports=(EndpointPort(port=80),)),),
        ),
    )
    unread = [forbidden("endpointslices")]
    (expected,) = traced(service(), here, unread=unread).ports[0].backends
    (told,) = traced(service(), here, elsewhere, unread=unread).ports[0].backends
    assert (expected.ip, told.ip) == (here.ips[0], "10.9.9.9")
