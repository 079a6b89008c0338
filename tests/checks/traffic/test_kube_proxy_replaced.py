from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.kube_proxy_replaced import kube_proxy_replaced as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.service import TracedService
from tests.build import forbidden, found, judged, pod, service, traced
from tests.build.snapshots import LISTED

API = service({"name": "https", "port": 443, "targetPort": 6443}, name="kubernetes", namespace="default", selector={})


def system(name: str, **labels: str) -> KubernetesObject:
    return pod(name=name, namespace="default", labels={key.replace("_", "-"): value for key, value in labels.items()})


CILIUM = system("cilium-x", k8s_app="cilium")


def of_cluster(*objects: KubernetesObject, **fields: Any) -> TracedService:
    return traced(API, *objects, **{"listed": LISTED, **fields})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of_cluster(), id="no-agent-is-seen"),
        pytest.param(of_cluster(CILIUM, system("kube-proxy-x", k8s_app="kube-proxy")), id="both"),
        pytest.param(of_cluster(system("kube-proxy-node", component="kube-proxy"), CILIUM), id="started-from-a-file"),
        pytest.param(of_cluster(system("calico-x", k8s_app="calico-node")), id="one-that-may-run-beside-it"),
        pytest.param(of_cluster(CILIUM, listed=frozenset()), id="pods-of-one-namespace-alone"),
        pytest.param(of_cluster(CILIUM, unread=[forbidden("pods")]), id="not-readable"),
        pytest.param(traced(service(), CILIUM, listed=LISTED), id="told-on-one-service-alone"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        pytest.param(of_cluster(CILIUM), "Cilium", id="cilium"),
        pytest.param(of_cluster(system("ovnkube-node-x", app="ovnkube-node")), "OVN-Kubernetes", id="ovn-kubernetes"),
    ],
)
def test_fires(subject: TracedService, title: str) -> None:
    (issue,) = found(check, subject)
    assert title in issue.message
    assert judged(subject)[check.code].severity == "note"
