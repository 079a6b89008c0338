from typing import Any

import msgspec
import pytest

from kubectl_porttrace.checks.routes.import_missing import import_missing as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.referrers.service_import import IMPORT_GROUP, ServiceImport
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import forbidden, found, gateway, grant, judged, listener, pod, route, service, traced_route


def imported(*ports: dict[str, Any], namespace: str = "shop") -> KubernetesObject:
    spec = {"type": "ClusterSetIP", "ports": list(ports)}
    return msgspec.convert({"metadata": {"name": "web", "namespace": namespace}, "spec": spec}, ServiceImport)


def to_import(port: int = 80, **fields: Any) -> dict[str, Any]:
    return {"name": "web", "kind": "ServiceImport", "group": IMPORT_GROUP, "port": port, **fields}


HTTP = {"name": "http", "port": 80, "protocol": "TCP"}
DNS = {"name": "dns", "port": 53, "protocol": "UDP"}
UDP = listener("dns", 53, "UDP")


def followed(*objects: KubernetesObject, **fields: Any) -> TracedReferrer:
    return traced_route(route(to_import(**fields)), gateway(), *objects)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(followed(imported(HTTP, DNS)), id="it-has-the-port"),
        pytest.param(followed(imported(HTTP), port=0), id="no-number-is-derived"),
        pytest.param(followed(imported()), id="ports-are-still-to-come"),
        pytest.param(traced_route(route(to_import(53), kind="UDPRoute"), gateway(UDP), imported(DNS)), id="udp"),
        pytest.param(
            traced_route(route(to_import()), gateway(), unread=[forbidden("serviceimports")]), id="not-readable"
        ),
        pytest.param(traced_route(route(), service(), pod(), gateway()), id="a-service"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []
    assert subject.verdict.word != "broken"


@pytest.mark.parametrize(
    ("subject", "path", "words"),
    [
        pytest.param(
            followed(imported(HTTP), port=8080), "spec.rules[0].backendRefs[0].port", "http 80/TCP", id="port"
        ),
        pytest.param(
            followed(imported(DNS), port=53), "spec.rules[0].backendRefs[0].port", "dns 53/UDP", id="protocol"
        ),
        pytest.param(followed(), "spec.rules[0].backendRefs[0]", "does not exist", id="missing"),
        pytest.param(followed(imported(HTTP, namespace="data")), "spec.rules[0].backendRefs[0]", "", id="elsewhere"),
    ],
)
def test_fires(subject: TracedReferrer, path: str, words: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert words in issue.message
    assert judged(subject)[check.code].severity == "error"
    assert subject.verdict.word == "broken"
    assert "PTI22" not in judged(subject)


def test_what_is_behind_a_right_one_is_not_known() -> None:
    subject = followed(imported(HTTP))
    assert (subject.verdict.word, [code for code, each in judged(subject).items() if each.severity != "note"]) == (
        "unknown",
        [],
    )
    assert judged(subject)["PTI22"].fix.command == "kubectl describe serviceimport web -n shop"


def test_beside_a_service_it_takes_its_share_with_it() -> None:
    subject = traced_route(
        route({"name": "web", "port": 80}, to_import(8080)), gateway(), service(), pod(), imported(HTTP)
    )
    assert subject.verdict.word == "broken"


@pytest.mark.parametrize("weightless", [True, False])
def test_of_a_copy_or_without_a_share_it_is_a_warning(weightless: bool) -> None:  # noqa: FBT001 - a parameter
    mirror = {"type": "RequestMirror", "requestMirror": {"backendRef": to_import(8080)}}
    rule: dict[str, Any] = {"backendRefs": [{"name": "web", "port": 80}], "filters": [mirror]}
    rules = [{"backendRefs": [{"name": "web", "port": 80}, to_import(8080, weight=0)]}] if weightless else [rule]
    subject = traced_route(route(rules=rules), gateway(), service(), pod(), imported(HTTP))
    assert judged(subject)[check.code].severity == "warning"
    assert subject.verdict.word == "wired"


def test_one_of_another_namespace_needs_a_grant_for_its_kind() -> None:
    there = imported(HTTP, namespace="data")
    refused = followed(there, grant(), namespace="data")
    assert "PTI10" in judged(refused)
    assert refused.verdict.word == "broken"
    spec = {
        "from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "shop"}],
        "to": [{"group": IMPORT_GROUP, "kind": "ServiceImport"}],
    }
    allowing = msgspec.convert({"metadata": {"name": "x", "namespace": "data"}, "spec": spec}, type(grant()))
    allowed = followed(there, allowing, namespace="data")
    assert "PTI10" not in judged(allowed)
    assert allowed.verdict.word == "unknown"
