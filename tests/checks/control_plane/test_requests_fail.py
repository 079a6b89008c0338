from typing import Any

import pytest

from kubectl_porttrace.checks.control_plane.requests_fail import requests_fail
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, pod, service, traced_route
from tests.build.callers import HTTPS, PODS, webhook, webhooks

NAME = "kubernetes.io/metadata.name"


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((), id="no-service"),
        pytest.param((service({"port": 8443}), pod()), id="no-port"),
        pytest.param((service(HTTPS), pod(ready=False)), id="no-backend"),
    ],
)
def test_fires_where_the_webhook_cannot_be_called(objects: tuple[KubernetesObject, ...]) -> None:
    (finding,) = found(requests_fail, traced_route(webhooks(), *objects))
    assert finding.message == "every create of pods in every namespace fails (ValidatingWebhookConfiguration/checks)"
    assert finding.path == "webhooks[0].failurePolicy"


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((webhooks(), service(HTTPS), pod()), id="healthy"),
        pytest.param((webhooks(webhook(failurePolicy="Ignore")),), id="requests-pass"),
        pytest.param((webhooks(webhook(rules=[])),), id="never-asked"),
    ],
)
def test_stays_silent(objects: tuple[KubernetesObject, ...]) -> None:
    assert found(requests_fail, traced_route(*objects)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"operations": ["*"]}, "create, update or delete of pods in every namespace", id="all-operations"),
        pytest.param({"operations": ["UPDATE", "CREATE"]}, "create or update of pods in every namespace", id="two"),
        pytest.param(
            {"operations": ["CONNECT"], "resources": ["pods/exec"]}, "connect of pods/exec in every", id="part"
        ),
        pytest.param(
            {"apiGroups": ["", "apps"], "resources": ["*"]},
            "every resource of the core group, every resource of apps",
            id="groups",
        ),
        pytest.param(
            {"apiGroups": ["apps"], "resources": ["deployments", "deployments/scale"]},
            "deployments.apps, deployments.apps/scale",
            id="of-a-group",
        ),
        pytest.param(
            {"apiGroups": ["*"], "resources": ["*/*"]}, "create of every resource in every namespace", id="everything"
        ),
        pytest.param(
            {"apiGroups": ["*"], "resources": ["*/status"]},
            "create of /status of every resource in",
            id="a-part-of-everything",
        ),
        pytest.param(
            {"resources": ["nodes"], "scope": "Cluster"}, "every create of nodes fails ", id="outside-namespaces"
        ),
    ],
)
def test_says_which_requests(change: dict[str, Any], words: str) -> None:
    (finding,) = found(requests_fail, traced_route(webhooks(webhook(rules=[{**PODS, **change}]))))
    assert words in finding.message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"namespaceSelector": {"matchLabels": {NAME: "shop"}}}, "in namespace shop fails ", id="one"),
        pytest.param({"namespaceSelector": expression(NAME, "In", "a", "b")}, "in namespace a, b fails ", id="several"),
        pytest.param(
            {"namespaceSelector": expression(NAME, "NotIn", "kube-system")},
            "in every namespace but kube-system fails",
            id="all-but-one",
        ),
        pytest.param(
            {"namespaceSelector": {"matchLabels": {"env": "prod"}, **expression("skip", "DoesNotExist")}},
            "in namespaces with env=prod,!skip fails",
            id="labels",
        ),
        pytest.param(
            {"objectSelector": {"matchLabels": {"a": "b"}}}, "in every namespace with a=b fails ", id="objects"
        ),
        pytest.param(
            {"matchConditions": [{"name": "x", "expression": "true"}]},
            "in every namespace as far as its matchConditions hold fails",
            id="conditions",
        ),
    ],
)
def test_says_where(change: dict[str, Any], words: str) -> None:
    (finding,) = found(requests_fail, traced_route(webhooks(webhook(**change))))
    assert words in finding.message
