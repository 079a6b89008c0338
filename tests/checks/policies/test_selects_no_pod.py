import pytest

from kubectl_porttrace.checks.policies.selects_no_pod import selects_no_pod as check
from kubectl_porttrace.trace.policies.policy import TracedPolicy
from tests.build import found, judged, pod, policy, traced_policy, workload

FRONT = policy(podSelector={"matchLabels": {"app": "frontend"}})
FRONT_PODS = {"metadata": {"labels": {"app": "frontend"}}, "spec": {"containers": []}}
OTHER = pod(labels={"app": "web"})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_policy(FRONT, pod(labels={"app": "frontend"})), id="selects-a-pod"),
        pytest.param(traced_policy(policy(podSelector={}), pod(labels={})), id="selects-all"),
        pytest.param(traced_policy(FRONT), id="no-pods-at-all"),
        *(
            pytest.param(
                traced_policy(FRONT, OTHER, workload(kind, "front", spec={"template": FRONT_PODS})),
                id=f"pods-of-a-{kind}",
            )
            for kind in ("Deployment", "StatefulSet", "DaemonSet", "Job")
        ),
        pytest.param(
            traced_policy(FRONT, pod(labels={"app": "web"}), complete_namespaces=frozenset()), id="not-all-pods-read"
        ),
        pytest.param(
            traced_policy(
                policy(podSelector={"matchExpressions": [{"key": "app", "operator": "In", "values": []}]}), pod()
            ),
            id="not-a-selector-of-the-api",
        ),
    ],
)
def test_stays_silent(subject: TracedPolicy) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("label", "severity", "path"),
    [
        pytest.param("other", "note", "spec.podSelector", id="nothing-like-it"),
        pytest.param("frotnend", "warning", "spec.podSelector.matchLabels[app]", id="mistyped"),
    ],
)
def test_fires(label: str, severity: str, path: str) -> None:
    subject = traced_policy(FRONT, pod(labels={"app": label}))
    (only,) = found(check, subject)
    assert only.path == path
    assert judged(subject)["PTN16"].severity == severity
