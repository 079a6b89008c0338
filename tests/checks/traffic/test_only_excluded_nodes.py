import pytest

from kubectl_porttrace.checks.traffic.only_excluded_nodes import backends_on_excluded_nodes as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, node, pod, service, traced

LOCAL = service(type="LoadBalancer", externalTrafficPolicy="Local")
LEFT_OUT = node("node-0", labels={"node.kubernetes.io/exclude-from-external-load-balancers": ""})
OTHER = node("node-1")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(LOCAL, pod(node="node-1"), LEFT_OUT, OTHER), id="on-another-node"),
        pytest.param(traced(LOCAL, pod(), pod(node="node-1"), LEFT_OUT, OTHER), id="on-both"),
        pytest.param(traced(service(type="LoadBalancer"), pod(), LEFT_OUT, OTHER), id="policy-cluster"),
        pytest.param(
            traced(service(type="NodePort", externalTrafficPolicy="Local"), pod(), LEFT_OUT, OTHER),
            id="no-load-balancer",
        ),
        pytest.param(traced(LOCAL, pod(ready=False), LEFT_OUT, OTHER), id="nothing-usable"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(LOCAL, pod(), LEFT_OUT, OTHER)
    (issue,) = found(check, subject)
    assert issue.path == "spec.externalTrafficPolicy"
    assert "node-0" in issue.message
    assert judged(subject)["PTK15"].severity == "warning"
