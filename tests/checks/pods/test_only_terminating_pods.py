import pytest

from kubectl_porttrace.checks.pods.only_terminating_pods import only_terminating_pods as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, endpoint, endpoint_slice, found, headless, judged, pod, port, service, traced


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), pod(terminating=True)), id="one-is-ready"),
        pytest.param(traced(service(), pod(terminating=True, ready=False)), id="terminating-and-not-serving"),
        pytest.param(traced(headless(), pod(terminating=True)), id="headless-has-no-fallback"),
        pytest.param(traced(service(publishNotReadyAddresses=True), pod(terminating=True)), id="published-as-ready"),
        pytest.param(traced(service()), id="no-pods"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "ports"),
    [
        pytest.param(traced(service(), pod(terminating=True)), [0], id="one"),
        pytest.param(traced(service(), pod(terminating=True), pod(ready=False)), [0], id="its-successor-is-not-ready"),
        pytest.param(
            traced(
                service({"name": "a", "port": 80}, {"name": "b", "port": 81, "targetPort": "admin"}),
                pod(),
                pod(container(port(81, "admin")), terminating=True),
            ),
            [1],
            id="for-one-port-only",
        ),
        pytest.param(
            traced(service(ipFamilies=["IPv4", "IPv6"]), pod(), pod(ips=["10.244.9.1", "fd00::1"], terminating=True)),
            [0],
            id="for-one-family-only",
        ),
    ],
)
def test_fires(subject: TracedService, ports: list[int]) -> None:
    (issue,) = found(check, subject)
    assert ([entry.index for entry in issue.ports], issue.path) == (ports, "metadata.deletionTimestamp")
    assert judged(subject)["PTP09"].severity == "warning"


def test_evidence_says_why_the_successor_is_not_ready() -> None:
    issue = found(check, traced(service(), pod(name="old", terminating=True), pod(name="new", ready=False)))[0]
    assert issue.evidence == ("being deleted: Pod/old", "Pod/new: Ready is False, without a reason")


def test_evidence_names_the_finalizers() -> None:
    finalizers = {"finalizers": ["example.com/a", "example.com/b"]}
    issue = found(check, traced(service(), pod(name="old", terminating=True, metadata=finalizers)))[0]
    assert issue.evidence == ("being deleted: Pod/old, kept by finalizer example.com/a, example.com/b",)


def test_endpoints_without_pods_count() -> None:
    leaving = endpoint("10.0.0.1", ready=False, serving=True, terminating=True)
    subject = traced(service(selector={}), endpoint_slice([EndpointPort(port=80)], leaving))
    (issue,) = found(check, subject)
    assert (issue.object, issue.path) == (None, "")


def test_a_pod_with_an_address_of_each_family_is_one() -> None:
    leaving = pod(ips=["10.244.9.1", "fd00::1"], terminating=True)
    (issue,) = found(check, traced(service(ipFamilies=["IPv4", "IPv6"]), leaving))
    assert issue.message.endswith("IPv4/IPv6 traffic of 80/TCP goes to 1 pod being deleted")
