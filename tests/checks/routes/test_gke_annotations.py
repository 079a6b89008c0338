from typing import Any

import pytest

from kubectl_porttrace.checks.routes.gke_annotations import gke_annotations as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, ingress, pod, serious, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": 8080}
GCE = {"annotations": {"kubernetes.io/ingress.class": "gce"}}
NEG, CONFIG = "cloud.google.com/neg", "cloud.google.com/backend-config"
PROTOCOLS = "cloud.google.com/app-protocols"


def annotated(key: str, value: str, *others: Any, **spec: Any) -> TracedService:
    return traced(service(HTTP, annotations={key: value}, **spec), pod(), *others)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(annotated(NEG, '{"exposed_ports": {"80": {}}}'), id="its-number"),
        pytest.param(annotated(NEG, '{"ingress": true}'), id="no-ports"),
        pytest.param(annotated(NEG, "no json"), id="what-is-not-understood"),
        pytest.param(annotated(NEG, '{"exposed_ports": [80]}'), id="another-form"),
        pytest.param(annotated(CONFIG, '{"ports": {"80": "a", "http": "b"}}'), id="number-and-name"),
        pytest.param(annotated(PROTOCOLS, '{"http": "HTTPS"}'), id="the-protocol-of-a-name"),
        pytest.param(annotated(PROTOCOLS, '["http"]'), id="protocols-in-another-form"),
        pytest.param(annotated(NEG, '{"ingress": true}', ingress(metadata=GCE)), id="gke-sends-to-the-pods"),
        pytest.param(annotated("cloud.google.com/neg-status", "{}", ingress(metadata=GCE)), id="gke-says-so"),
        pytest.param(traced(service(HTTP, type="NodePort"), pod(), ingress(metadata=GCE)), id="a-node-port"),
        pytest.param(traced(service(HTTP), pod(), ingress()), id="an-ingress-of-somebody-else"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param(NEG, '{"exposed_ports": {"8080": {}}}', id="neg-of-a-target-port"),
        pytest.param(NEG, '{"exposed_ports": {"http": {}}}', id="neg-of-a-name"),
        pytest.param(CONFIG, '{"ports": {"8080": "a"}}', id="backend-config"),
        pytest.param(PROTOCOLS, '{"80": "HTTPS"}', id="the-protocol-of-a-number"),
        pytest.param(PROTOCOLS, '{"web": "HTTPS"}', id="the-protocol-of-no-port"),
    ],
)
def test_a_port_that_is_none(key: str, value: str) -> None:
    subject = annotated(key, value)
    (issue,) = found(check, subject)
    assert issue.path == f"metadata.annotations[{key}]"
    assert serious(subject) == {"PTI39": "warning"}


def test_a_cluster_ip_behind_gke() -> None:
    subject = traced(service(HTTP), pod(), ingress(metadata=GCE), ingress(name="other", metadata=GCE))
    (issue,) = found(check, subject)
    assert issue.path == "spec.type"
    assert serious(subject) == {"PTI39": "warning"}
