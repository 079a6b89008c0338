from typing import Any

import pytest
from msgspec import convert

from kubectl_porttrace.model.referrers.monitor import Monitor

LABELS = {"app.kubernetes.io/name": "web", "tier": "front-1"}


def monitor(selector: dict[str, Any], **spec: Any) -> Monitor:
    return convert({"kind": "ServiceMonitor", "spec": {"selector": selector, **spec}}, Monitor)


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param({}, True, id="everything"),
        pytest.param({"matchLabels": {"app.kubernetes.io/name": "web"}}, True, id="equal"),
        pytest.param({"matchLabels": {"app.kubernetes.io/name": "api"}}, False, id="another"),
        pytest.param({"matchLabels": {"release": "x"}}, False, id="no-such-label"),
        pytest.param({"matchLabels": {"tier": "front.1"}}, True, id="a-dot-is-any-letter"),
        pytest.param({"matchLabels": {"app_kubernetes_io/name": "web"}}, True, id="keys-are-made-plain"),
        pytest.param(expression("tier", "In", "back", "front-1"), True, id="in"),
        pytest.param(expression("tier", "In", "back"), False, id="not-among"),
        pytest.param(expression("tier", "NotIn", "front-1"), False, id="excluded"),
        pytest.param(expression("release", "NotIn", "x"), True, id="not-in-without-the-label"),
        pytest.param(expression("tier", "Exists"), True, id="exists"),
        pytest.param(expression("release", "Exists"), False, id="exists-not"),
        pytest.param(expression("release", "DoesNotExist"), True, id="does-not-exist"),
        pytest.param(expression("tier", "DoesNotExist"), False, id="does-exist"),
    ],
)
def test_selects(selector: dict[str, Any], *, expected: bool) -> None:
    assert monitor(selector).selects(LABELS) is expected


def test_an_api_server_takes_values_as_they_are() -> None:
    dotted = {"matchLabels": {"tier": "front.1"}}
    assert monitor(dotted, selectorMechanism="RoleSelector").selects(LABELS) is False


def test_an_unknown_expression_leaves_it_open_unless_another_condition_fails() -> None:
    unknown = expression("tier", "In", "(?i)front")
    assert monitor(unknown).selects(LABELS) is None
    assert monitor({"matchLabels": {"tier": "back"}, **unknown}).selects(LABELS) is False


@pytest.mark.parametrize(
    ("wanted", "admitted"),
    [
        pytest.param({}, ["own"], id="its-own"),
        pytest.param({"any": True}, ["own", "a", "b"], id="any"),
        pytest.param({"matchNames": ["a"]}, ["a"], id="named"),
        pytest.param({"any": True, "matchNames": ["a"]}, ["own", "a", "b"], id="any-comes-first"),
    ],
)
def test_namespaces(wanted: dict[str, Any], admitted: list[str]) -> None:
    spec = {"namespaceSelector": wanted}
    made = convert({"metadata": {"name": "m", "namespace": "own"}, "spec": spec}, Monitor)
    assert [each for each in ("own", "a", "b") if made.admits(each)] == admitted
