from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.service_lb_pods_pending import service_lb_port_taken as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.unread import SERVICE_LB_PODS
from kubectl_porttrace.trace.service import TracedService
from tests.build import forbidden, found, judged, pod, problems, service, traced

LABELS = {"svccontroller.k3s.cattle.io/svcname": "web", "svccontroller.k3s.cattle.io/svcnamespace": "shop"}
TAKEN = "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports."
WAITING: Any = {"type": "LoadBalancer", "status": {}}


def of_service_lb(message: str = TAKEN, **labels: str) -> Pod:
    """A pod of ServiceLB; without a message it runs."""
    condition = {"type": "PodScheduled", "status": "False" if message else "True", "message": message}
    return pod(
        name=f"svclb-web-{len(message)}",
        namespace="kube-system",
        labels=labels or LABELS,
        node="" if message else "node-0",
        status={"conditions": [condition]},
    )


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(**WAITING), pod()), id="no-pods-of-service-lb"),
        pytest.param(traced(service(type="LoadBalancer"), pod(), of_service_lb()), id="published"),
        pytest.param(
            traced(service(**WAITING), pod(), of_service_lb("0/1 nodes are available: 1 Insufficient cpu.")),
            id="another-reason",
        ),
        pytest.param(traced(service(**WAITING), pod(), of_service_lb(), of_service_lb("")), id="one-is-placed"),
        pytest.param(
            traced(
                service(**WAITING),
                pod(),
                of_service_lb(**{**LABELS, "svccontroller.k3s.cattle.io/svcname": "other"}),
            ),
            id="of-another-service",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_as_the_cause_of_the_missing_address() -> None:
    subject = traced(service(**WAITING), pod(), of_service_lb())
    (issue,) = found(check, subject)
    assert "80/TCP" in issue.message
    assert TAKEN in issue.evidence[0]
    assert [finding.codes for finding in problems(subject)] == [("PTK21", "PTK05")]


def test_is_not_decided_where_the_pods_may_not_be_read() -> None:
    seen = judged(traced(service(**WAITING), pod(), unread=[forbidden(SERVICE_LB_PODS, None)]))
    assert "PTK05" in seen
    assert "PTK21" not in seen
