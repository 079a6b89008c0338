import pytest

from kubectl_porttrace.checks.pods.no_selector import no_selector as check
from kubectl_porttrace.model.endpoints import EndpointAddress, Endpoints, EndpointSubset
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import AnnotatedMeta
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, forbidden, found, headless, judged, pod, service, traced

BACKED = Endpoints(
    metadata=AnnotatedMeta(name="web", namespace="shop"),
    subsets=(EndpointSubset(addresses=(EndpointAddress(ip="10.9.9.9"),)),),
)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="a-selector"),
        pytest.param(traced(service(selector={}), pod(labels={"app": "db"})), id="no-pods-like-it"),
        pytest.param(traced(service(selector={}), pod(labels={"team": "web"})), id="a-label-that-names-nothing"),
        pytest.param(traced(service(selector={}), pod(labels={})), id="no-labels"),
        pytest.param(traced(service(selector={}), pod(phase="Succeeded")), id="ended"),
        pytest.param(traced(service(selector={}, name="web-1"), pod(labels={"app": "web-2"})), id="another-number"),
        pytest.param(traced(service(selector={}, type="ExternalName", externalName="x.y"), pod()), id="external-name"),
        pytest.param(
            traced(service(selector={}), pod(), endpoint_slice([EndpointPort(port=80)], endpoint("10.9.9.9"))),
            id="slices-made-by-hand",
        ),
        pytest.param(traced(service(selector={}), pod(), BACKED), id="endpoints-made-by-hand"),
        pytest.param(
            traced(service(selector={}, name="kubernetes", namespace="default"), pod(namespace="default")),
            id="the-api-server",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "label"),
    [
        pytest.param(traced(service(selector={}), pod()), "app=web", id="same"),
        pytest.param(
            traced(service(selector={}), pod(labels={"k8s-app": "wbe"}), pod(labels={"k8s-app": "wbe"}), pod()),
            "app=web",
            id="same-before-similar",
        ),
        pytest.param(traced(service(selector={}), pod(labels={"app": "wbe"})), "app=wbe", id="similar"),
        pytest.param(traced(headless(selector={}), pod()), "app=web", id="headless"),
        pytest.param(
            traced(service(selector={}), pod(), endpoint_slice([EndpointPort(port=80)])), "app=web", id="empty-slice"
        ),
    ],
)
def test_fires(subject: TracedService, label: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == ("spec.selector", subject.ports)
    assert label in issue.fix.text
    assert judged(subject)["PTP19"].severity == "warning"


def test_is_not_decided_where_slices_were_not_read() -> None:
    assert "PTP19" not in judged(traced(service(selector={}), pod(), unread=[forbidden("endpointslices")]))
