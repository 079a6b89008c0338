import pytest

from kubectl_porttrace.checks.readiness import Impact, impact, unready_pods
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import manifests, pod, service, template, traced

READY, UNREADY, OTHER = pod(name="ready"), pod(name="unready", ready=False), pod(name="other", ready=False)
ENDED, GOING = pod(name="ended", phase="Failed", ready=False), pod(name="going", terminating=True, ready=False)


def from_files(*names: str) -> TracedService:
    snapshot = manifests(service(), *(template(of=f"Deployment/{name}") for name in names))
    return trace_service(snapshot, snapshot.services[0])


def test_living_pods_have_neither_ended_nor_are_they_being_deleted() -> None:
    assert [each.name for each in traced(service(), READY, UNREADY, ENDED, GOING).living_pods] == ["ready", "unready"]


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        pytest.param(traced(service(), READY, UNREADY, ENDED, GOING), ["unready"], id="unready"),
        pytest.param(traced(service(publishNotReadyAddresses=True), UNREADY), [], id="published-anyway"),
        pytest.param(from_files("web"), [], id="template"),
    ],
)
def test_unready_pods(subject: TracedService, names: list[str]) -> None:
    assert [each.name for each in unready_pods(subject)] == names


LONE = traced(service(), UNREADY)
SHARED = traced(service(), READY, UNREADY)
TWO = traced(service(), UNREADY, OTHER)


@pytest.mark.parametrize(
    ("subject", "culprits", "expected"),
    [
        pytest.param(LONE, [UNREADY], Impact(LONE.ports, "error"), id="no-pod-ready-because-of-it"),
        pytest.param(SHARED, [UNREADY], Impact(SHARED.ports, "warning"), id="other-pods-are-ready"),
        pytest.param(TWO, [UNREADY], Impact((), "warning"), id="another-pod-is-unready-too"),
        pytest.param(SHARED, [READY], Impact((), "warning"), id="the-pod-is-ready-all-the-same"),
        pytest.param(traced(service(), READY), [READY], Impact((), "warning"), id="nothing-is-unready"),
    ],
)
def test_toll(subject: TracedService, culprits: list[Pod], expected: Impact) -> None:
    assert impact(subject, culprits) == expected


def test_toll_on_templates_is_an_error_where_it_holds_back_all_of_them() -> None:
    both = from_files("web", "canary")
    templates = both.pods or ()
    assert impact(both, templates) == Impact((), "error")
    assert impact(both, templates[:1]) == Impact((), "warning")
