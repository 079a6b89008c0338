import pytest
from msgspec import convert

from kubectl_porttrace.model.label_selector import LabelSelector

LABELS = {"app": "web", "tier": "front"}


def expression(key: str, operator: str, *values: str) -> dict[str, object]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": values}]}


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        pytest.param({}, True, id="empty"),
        pytest.param({"matchLabels": {"app": "web"}}, True, id="label"),
        pytest.param({"matchLabels": {"app": "api"}}, False, id="another-value"),
        pytest.param({"matchLabels": {"x": "y"}}, False, id="no-such-key"),
        pytest.param(expression("app", "In", "web", "api"), True, id="in"),
        pytest.param(expression("app", "In", "api"), False, id="not-among"),
        pytest.param(expression("x", "In", "y"), False, id="in-without-key"),
        pytest.param(expression("app", "NotIn", "api"), True, id="not-in"),
        pytest.param(expression("app", "NotIn", "web"), False, id="excluded"),
        pytest.param(expression("x", "NotIn", "y"), True, id="v57-not-in-without-key"),
        pytest.param(expression("app", "Exists"), True, id="exists"),
        pytest.param(expression("x", "Exists"), False, id="exists-not"),
        pytest.param(expression("x", "DoesNotExist"), True, id="does-not-exist"),
        pytest.param(expression("app", "DoesNotExist"), False, id="does-exist"),
        pytest.param({"matchLabels": {"app": "web"}, **expression("tier", "In", "back")}, False, id="both-have-to"),
    ],
)
def test_matches(selector: dict[str, object], *, matches: bool) -> None:
    assert convert(selector, LabelSelector).matches(LABELS) is matches
