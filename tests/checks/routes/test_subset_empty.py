from typing import Any

import pytest

from kubectl_porttrace.checks.routes.subset_empty import subset_empty as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import custom, found, pod, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": 8080}
LISTED = frozenset({("services", ""), ("destinationrules", "")})


def virtual(subset: str) -> KubernetesObject:
    return custom("VirtualService", {"http": [{"route": [{"destination": {"host": "web", "subset": subset}}]}]})


def rule(host: str = "web", namespace: str = "shop", **labels: str) -> KubernetesObject:
    return custom("DestinationRule", {"host": host, "subsets": [{"name": "v1", "labels": labels}]}, namespace=namespace)


def traced(*objects: Any, labels: dict[str, str] | None = None, **fields: Any) -> TracedReferrer:
    pods = pod(labels={"app": "web", **(labels or {"version": "v1"})})
    return traced_route(*objects, service(HTTP), pods, **{"listed": LISTED, **fields})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(virtual("v1"), rule(version="v1")), id="its-pods-have-the-labels"),
        pytest.param(traced(virtual("")), id="no-subset"),
        pytest.param(
            traced(virtual("v1"), rule("web.shop.svc.cluster.local", "istio-system", version="v1")), id="of-another"
        ),
        pytest.param(traced(virtual("v1"), listed=frozenset()), id="rules-not-all-read"),
        pytest.param(
            traced_route(virtual("v1"), service(HTTP), rule(version="v2"), listed=LISTED), id="the-service-has-no-pods"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        pytest.param(traced(virtual("v1")), "which no DestinationRule defines", id="none-at-all"),
        pytest.param(traced(virtual("v2"), rule(version="v1")), "which no DestinationRule defines", id="another-one"),
        pytest.param(
            traced(virtual("v1"), rule("web", "data", version="v1")),
            "which no DestinationRule defines",
            id="for-a-service-of-its-own-namespace",
        ),
        pytest.param(
            traced(virtual("v1"), rule(version="v1"), labels={"version": "v2"}),
            "none of its pods has the labels version=v1",
            id="no-pod-has-them",
        ),
    ],
)
def test_fires(subject: TracedReferrer, said: str) -> None:
    (issue,) = found(check, subject)
    assert said in issue.message
    assert issue.path == "spec.http[0].route[0].destination.subset"
    assert serious(subject) == {"PTI45": "warning"}
