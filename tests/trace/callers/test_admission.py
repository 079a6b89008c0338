from typing import Any

import pytest
from msgspec import convert

from kubectl_porttrace.model.referrers.webhook import Webhook
from kubectl_porttrace.trace.callers.admission import Request, is_asked
from kubectl_porttrace.trace.policies.labels import Labels

NAME = "kubernetes.io/metadata.name"
PODS = Request("CREATE", "pods", Labels({NAME: "shop", "team": "a"}), Labels({"app": "web"}))
RULE = {"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}


def webhook(*rules: dict[str, Any], **fields: Any) -> Webhook:
    return convert({"rules": list(rules) or [RULE], **fields}, Webhook)


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        pytest.param({}, True, id="as-written"),
        pytest.param({"operations": ["*"]}, True, id="every-operation"),
        pytest.param({"operations": ["UPDATE", "DELETE"]}, False, id="other-operations"),
        pytest.param({"apiGroups": ["*"]}, True, id="every-group"),
        pytest.param({"apiGroups": ["apps"]}, False, id="another-group"),
        pytest.param({"apiVersions": ["*"]}, True, id="every-version"),
        pytest.param({"apiVersions": ["v2"]}, False, id="another-version"),
        pytest.param({"resources": ["*"]}, True, id="every-resource"),
        pytest.param({"resources": ["*/*"]}, True, id="every-resource-and-part"),
        pytest.param({"resources": ["pods/*"]}, True, id="pods-and-their-parts"),
        pytest.param({"resources": ["pods/status"]}, False, id="a-part-of-pods"),
        pytest.param({"resources": ["*/status"]}, False, id="a-part-of-everything"),
        pytest.param({"resources": ["deployments"]}, False, id="another-resource"),
        pytest.param({"scope": "Namespaced"}, True, id="in-namespaces"),
        pytest.param({"scope": "Cluster"}, False, id="outside-namespaces"),
    ],
)
def test_rules(change: dict[str, Any], *, asked: bool) -> None:
    assert is_asked(webhook({**RULE, **change}), PODS) is asked


def test_one_of_several_rules_is_enough() -> None:
    assert is_asked(webhook({**RULE, "resources": ["services"]}, RULE), PODS) is True


def test_no_rule_asks_about_nothing() -> None:
    assert is_asked(convert({}, Webhook), PODS) is False


@pytest.mark.parametrize(
    ("selector", "asked"),
    [
        pytest.param({"matchLabels": {"team": "a"}}, True, id="its-labels"),
        pytest.param({"matchLabels": {"team": "b"}}, False, id="other-labels"),
        pytest.param(expression("kubernetes.io/metadata.name", "NotIn", "shop"), False, id="but-for-this-one"),
        pytest.param(expression("control-plane", "DoesNotExist"), True, id="without-a-label"),
    ],
)
def test_namespace_selector(selector: dict[str, Any], *, asked: bool) -> None:
    assert is_asked(webhook(namespaceSelector=selector), PODS) is asked


@pytest.mark.parametrize(
    ("selector", "asked"),
    [
        pytest.param({"matchLabels": {"kubernetes.io/metadata.name": "shop"}}, True, id="its-name"),
        pytest.param(expression("kubernetes.io/metadata.name", "NotIn", "shop"), False, id="but-for-this-one"),
        pytest.param({"matchLabels": {"team": "a"}}, None, id="labels"),
        pytest.param({"matchLabels": {"kubernetes.io/metadata.name": "shop", "team": "a"}}, None, id="name-and-labels"),
        pytest.param({}, True, id="every-namespace"),
    ],
)
def test_namespace_whose_labels_were_not_read(selector: dict[str, Any], *, asked: bool | None) -> None:
    unread = Request("CREATE", "pods", Labels({NAME: "shop"}, complete=False), Labels({}))
    assert is_asked(webhook(namespaceSelector=selector), unread) is asked


@pytest.mark.parametrize(
    ("labels", "asked"),
    [
        pytest.param(Labels({"app": "web"}), True, id="matches"),
        pytest.param(Labels({"app": "api"}), False, id="matches-not"),
        pytest.param(Labels({}, complete=False), None, id="unknown"),
    ],
)
def test_object_selector(labels: Labels, *, asked: bool | None) -> None:
    request = Request("CREATE", "pods", Labels({}), labels)
    assert is_asked(webhook(objectSelector={"matchLabels": {"app": "web"}}), request) is asked


def test_what_conditions_decide_is_left_open() -> None:
    conditions = [{"name": "not-our-own", "expression": "request.userInfo.username != 'x'"}]
    assert is_asked(webhook(matchConditions=conditions), PODS) is None
    assert is_asked(webhook({**RULE, "resources": ["services"]}, matchConditions=conditions), PODS) is False
