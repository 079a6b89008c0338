import json
import shlex
from typing import Any

import pytest

from kubectl_porttrace.checks.control_plane.deadlock import deadlock
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, pod, service, traced_route, workload
from tests.build.callers import HTTPS, PODS, namespace, webhook, webhooks

NAME = "kubernetes.io/metadata.name"
BROKEN = (service(HTTPS), pod(ready=False))
SERVICES = [{**PODS, "resources": ["services"]}]


def elsewhere(*names: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": NAME, "operator": "NotIn", "values": list(names)}]}


def template(**labels: str) -> KubernetesObject:
    spec = {"template": {"metadata": {"labels": {"app": "web", **labels}}, "spec": {"containers": [{"name": "a"}]}}}
    return workload("Deployment", "web", spec=spec)


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((webhooks(), *BROKEN), id="its-pods"),
        pytest.param((webhooks(), service(HTTPS), template()), id="pods-of-its-template"),
        pytest.param((webhooks(webhook(rules=SERVICES)),), id="its-service"),
        pytest.param(
            (webhooks(webhook(objectSelector={"matchLabels": {"app": "web"}})), service(HTTPS), template()),
            id="objects-like-its-pods",
        ),
        pytest.param(
            (webhooks(webhook(namespaceSelector={"matchLabels": {"team": "a"}})), namespace(team="a"), *BROKEN),
            id="namespaces-like-its-own",
        ),
    ],
)
def test_fires_where_what_would_answer_it_is_refused(objects: tuple[KubernetesObject, ...]) -> None:
    (finding,) = found(deadlock, traced_route(*objects))
    assert finding.path == "webhooks[0].namespaceSelector"


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((webhooks(), service(HTTPS), pod()), id="healthy"),
        pytest.param((webhooks(webhook(failurePolicy="Ignore")), *BROKEN), id="requests-pass"),
        pytest.param((webhooks(webhook(namespaceSelector=elsewhere("shop"))), *BROKEN), id="leaves-its-namespace-out"),
        pytest.param((webhooks(webhook(rules=SERVICES)), *BROKEN), id="asked-about-something-else"),
        pytest.param((webhooks(),), id="the-service-can-be-created"),
        pytest.param((webhooks(), service({"port": 8443}), pod()), id="the-port-can-be-written"),
        pytest.param(
            (webhooks(webhook(objectSelector={"matchLabels": {"app": "web", "a": "b"}})), service(HTTPS), template()),
            id="other-objects",
        ),
        pytest.param(
            (webhooks(webhook(namespaceSelector={"matchLabels": {"team": "a"}})), *BROKEN), id="unread-namespace"
        ),
        pytest.param(
            (webhooks(webhook(matchConditions=[{"name": "not-us", "expression": "false"}])), *BROKEN), id="conditions"
        ),
        pytest.param((webhooks(), service(HTTPS, selector={})), id="no-selector"),
    ],
)
def test_stays_silent(objects: tuple[KubernetesObject, ...]) -> None:
    assert found(deadlock, traced_route(*objects)) == []


@pytest.mark.parametrize(
    ("selector", "path", "value"),
    [
        pytest.param({}, "/webhooks/0/namespaceSelector", elsewhere("shop"), id="none"),
        pytest.param(
            {"matchLabels": {"team": "a"}},
            "/webhooks/0/namespaceSelector/matchExpressions",
            elsewhere("shop")["matchExpressions"],
            id="labels",
        ),
        pytest.param(
            elsewhere("kube-system"),
            "/webhooks/0/namespaceSelector/matchExpressions/-",
            elsewhere("shop")["matchExpressions"][0],
            id="conditions",
        ),
    ],
)
def test_the_command_leaves_its_namespace_out(selector: dict[str, Any], path: str, value: object) -> None:
    objects = webhooks(webhook(namespaceSelector=selector)), namespace(team="a"), *BROKEN
    (finding,) = found(deadlock, traced_route(*objects))
    assert finding.fix.command is not None
    *_, written = shlex.split(finding.fix.command)
    assert json.loads(written) == [{"op": "add", "path": path, "value": value}]


def test_commands_nothing_where_nothing_would_be_left() -> None:
    own = webhooks(webhook(namespaceSelector={"matchLabels": {NAME: "shop"}}))
    (finding,) = found(deadlock, traced_route(own, *BROKEN))
    assert finding.fix.command is None
