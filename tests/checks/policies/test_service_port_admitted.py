import json
import shlex
from typing import Any

import pytest

from kubectl_porttrace.checks.policies.service_port_admitted import service_port_admitted as check
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import container, found, in_files, judged, pod, policy, port, service, traced

WEB = service({"port": 80, "targetPort": 8080})
SERVING = container(port(8080, "http"))


def behind(*policies: NetworkPolicy) -> TracedService:
    return traced(WEB, pod(SERVING), *policies)


def admitting(*ports: dict[str, Any], name: str = "web") -> NetworkPolicy:
    return policy(name, ingress=[{"ports": list(ports)}])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(admitting({"port": 80}, {"port": 8080})), id="both-are-admitted"),
        pytest.param(behind(admitting({"port": 80}), admitting({"port": "http"}, name="two")), id="by-another-policy"),
        pytest.param(behind(admitting({"port": 443})), id="another-number"),
        pytest.param(behind(admitting({"port": 80, "protocol": "UDP"})), id="another-protocol"),
        pytest.param(traced(service({"port": 80}), pod(), admitting({"port": 80})), id="the-same-number"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("policies", "path"),
    [
        pytest.param([admitting({"port": 80})], "spec.ingress[0].ports[0].port", id="alone"),
        pytest.param([admitting({"port": 443}, {"port": 80})], "spec.ingress[0].ports[1].port", id="second"),
        pytest.param([admitting({"port": 79, "endPort": 90})], "spec.ingress[0].ports[0].port", id="range"),
    ],
)
def test_fires(policies: list[NetworkPolicy], path: str) -> None:
    subject = behind(*policies)
    (only,) = found(check, subject)
    assert only.path == path
    errors = [each for each in judged(subject).values() if each.severity == "error"]
    assert [each.code for each in errors] == ["PTN02"]
    assert subject.verdict is Verdict.BROKEN


def test_in_files_the_fix_says_what_to_write_and_where() -> None:
    (only,) = found(check, in_files(WEB, pod(SERVING), admitting({"port": 80})))
    assert only.fix.command is None
    assert only.fix.text.endswith(": add - {protocol: TCP, port: 8080} to spec.ingress[0].ports of netpol/web")


def test_the_patch_admits_the_pods_port_beside_the_other() -> None:
    (only,) = found(check, behind(admitting({"port": 80})))
    words = shlex.split(only.fix.command or "")
    assert words[:6] == ["kubectl", "patch", "networkpolicy", "web", "-n", "shop"]
    added = {"op": "add", "path": "/spec/ingress/0/ports/-", "value": {"protocol": "TCP", "port": 8080}}
    assert json.loads(words[-1]) == [added]


def test_without_one_rule_that_is_meant_there_is_no_command() -> None:
    (only,) = found(check, behind(admitting({"port": 80}), admitting({"port": 80}, name="other")))
    assert only.fix.command is None
