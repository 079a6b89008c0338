"""Backends of an Ingress that stand for an action of the AWS load balancer controller."""

import json
from typing import Any

import pytest

from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import ingress, ingress_class, pod, serious, service, traced_route

ANNOTATION = "alb.ingress.kubernetes.io/actions.split"
HTTP = {"name": "http", "port": 80, "targetPort": 8080}


def forwarding(*targets: dict[str, Any]) -> str:
    return json.dumps({"type": "forward", "forwardConfig": {"targetGroups": list(targets)}})


def acting(text: str, **more: Any) -> Ingress:
    annotations = {ANNOTATION: text}
    return ingress("use-annotation", to="split", ingressClassName="alb", metadata={"annotations": annotations}, **more)


def behind(text: str) -> TracedReferrer:
    return traced_route(acting(text), service(HTTP), pod(), ingress_class("alb", "ingress.k8s.aws/alb"))


@pytest.mark.parametrize("port", [80, "80", "http"])
def test_an_action_forwards_to_services(port: int | str) -> None:
    """A number that is written as text is a number (`normalizeServicePortForBackwardsCompatibility`)."""
    subject = behind(forwarding({"serviceName": "web", "servicePort": port, "weight": 20}))
    (backend,) = subject.backends
    assert (backend.reference.service_key, backend.reference.weight) == (("shop", "web"), 20)
    assert (subject.verdict.word, serious(subject)) == ("wired", {})


def test_the_names_of_fields_may_have_other_capitals() -> None:
    """Go's `encoding/json` takes them so, and the controller's predecessor wrote them so."""
    old = {"ServiceName": "web", "ServicePort": "8080", "Weight": 20}
    subject = behind(json.dumps({"Type": "forward", "ForwardConfig": {"TargetGroups": [old]}}))
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI03": "error"})


@pytest.mark.parametrize(
    ("port", "code"),
    [pytest.param(8080, "PTI03", id="target-port"), pytest.param("8080", "PTI03", id="as-text"), ("web", "PTI04")],
)
def test_a_wrong_port_of_an_action_is_told_at_the_annotation(port: int | str, code: str) -> None:
    subject = behind(forwarding({"serviceName": "web", "servicePort": port}))
    assert (subject.verdict.word, serious(subject)) == ("broken", {code: "error"})
    assert [each.path for each in subject.backends] == [f"metadata.annotations[{ANNOTATION}]"]


def test_a_service_of_an_action_that_is_not_there() -> None:
    subject = behind(forwarding({"serviceName": "gone", "servicePort": 80}))
    assert serious(subject) == {"PTI01": "error"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"type": "redirect", "redirectConfig": {"statusCode": "HTTP_301"}}', id="redirect"),
        pytest.param('{"type": "fixed-response", "fixedResponseConfig": {"statusCode": "503"}}', id="answer"),
        pytest.param('{"type": "forward", "targetGroupARN": "arn:aws:1"}', id="a-group-of-aws"),
        pytest.param(forwarding({"targetGroupARN": "arn:aws:1", "serviceName": None}), id="groups-of-aws"),
        pytest.param(
            '{"type": "redirect", "forwardConfig": {"targetGroups": [{"serviceName": "x", "servicePort": 1}]}}',
            id="not-of-its-type",
        ),
        pytest.param("no json", id="no-json"),
        pytest.param("[1]", id="no-object"),
        pytest.param("", id="empty"),
    ],
)
def test_an_action_without_services_breaks_nothing(text: str) -> None:
    subject = behind(text)
    assert (subject.backends, subject.verdict.word, serious(subject)) == ((), "unknown", {})


def test_beside_an_action_the_other_paths_decide() -> None:
    shop = acting('{"type": "redirect"}', defaultBackend={"service": {"name": "web", "port": {"number": 80}}})
    subject = traced_route(shop, service(HTTP), pod(), ingress_class("alb", "ingress.k8s.aws/alb"))
    assert (subject.verdict.word, serious(subject)) == ("wired", {})
