from typing import Any

import pytest

from kubectl_porttrace.checked_options import checked
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.options import OUTPUTS, WATCHED_OUTPUTS, Options
from kubectl_porttrace.question import ServiceTarget
from kubectl_porttrace.read.login.flags import ConnectionFlags


def test_understands_targets_and_selector() -> None:
    assert checked(Options(), ("web:80",)).targets == (ServiceTarget("web", "80"),)
    assert [condition.key for condition in checked(Options(selector="a=b"), ()).labels] == ["a"]


@pytest.mark.parametrize(
    ("given", "targets"),
    [
        pytest.param({"output": "xml"}, (), id="format"),
        pytest.param({"sort_by": "{.spec.clusterIP}"}, (), id="order"),
        pytest.param({"sort_by": ""}, (), id="no-order"),
        pytest.param({"fail_on": "info"}, (), id="severity"),
        pytest.param({"files": ("a",), "demo": "shop"}, (), id="files-and-demo"),
        pytest.param({"all_namespaces": True, "namespace": "shop"}, (), id="all-namespaces-and-one"),
        pytest.param({"all_namespaces": True}, ("web",), id="a-service-in-all-namespaces"),
        pytest.param({"selector": "a=b"}, ("web",), id="a-service-and-a-selector"),
        pytest.param({"selector": "a b"}, (), id="bad-selector"),
        pytest.param({"namespace": "a/b"}, (), id="bad-namespace"),
        pytest.param({"namespace": ""}, (), id="empty-namespace"),
        pytest.param({"demo": "none"}, (), id="no-such-demo"),
        pytest.param({"timeout": 5.0}, (), id="a-time-to-wait-and-nothing-to-wait-for"),
        pytest.param({"timeout": 5.0, "watch": True}, (), id="a-time-to-watch"),
        pytest.param({"until": "ready"}, ("web",), id="until-what"),
        pytest.param({"until": ""}, ("web",), id="until-nothing"),
        pytest.param({"watch": True, "files": ("a",)}, (), id="to-watch-files"),
        pytest.param({"until": "wired", "demo": "shop"}, (), id="to-wait-for-a-recording"),
        pytest.param({"watch": True, "probe": "proxy"}, (), id="to-probe-again-and-again"),
        pytest.param({"until": "wired", "probe": "proxy"}, (), id="to-probe-until"),
        pytest.param({"watch": True, "against": "prod"}, (), id="to-compare-again-and-again"),
        pytest.param({"until": "wired", "against": "prod"}, (), id="to-compare-until"),
        pytest.param({"watch": True, "over_cluster": True, "files": ("a",)}, (), id="to-foresee-again-and-again"),
        *(
            pytest.param({"watch": True, "output": output}, (), id=f"to-watch-{output}")
            for output in OUTPUTS
            if output not in WATCHED_OUTPUTS
        ),
        pytest.param({"watch": True, "open_page": True}, (), id="to-open-again-and-again"),
        pytest.param({"watch": True, "save": "file"}, (), id="to-save-many-states"),
        pytest.param({"demo": ""}, (), id="a-demo-without-a-name"),
        pytest.param({"recursive": True}, (), id="recursive-without-files"),
        pytest.param({"complete": True}, (), id="complete-without-files"),
        pytest.param({"files": ("a",), "connection": ConnectionFlags(context="x")}, (), id="files-and-context"),
        pytest.param({"demo": "shop", "connection": ConnectionFlags(user="x")}, (), id="demo-and-user"),
        pytest.param({}, ("configmap/x",), id="target"),
        pytest.param({"routes": False}, ("ing/x",), id="a-route-without-routes"),
        pytest.param({"used": True}, (), id="used-of-everything"),
        pytest.param({"used": True}, ("web", "deploy/x"), id="used-of-a-workload"),
        pytest.param({"used": True, "routes": False}, ("web",), id="used-without-routes"),
        pytest.param({"used": True, "output": "tree"}, ("web",), id="used-in-a-tree"),
    ],
)
def test_refuses_contradictions(given: dict[str, Any], targets: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as raised:
        checked(Options(**given), targets)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("given", "targets", "shown"),
    [
        pytest.param({"used": True}, ("web", ":30080"), True, id="asked"),
        pytest.param({"output": "wide"}, ("web",), True, id="all-there-is-of-a-service"),
        pytest.param({"output": "wide"}, (), False, id="all-services"),
        pytest.param({"output": "wide"}, ("ing/web",), False, id="a-route"),
        pytest.param({"output": "wide", "routes": False}, ("web",), False, id="without-routes"),
        pytest.param({"output": "json"}, ("web",), False, id="json"),
    ],
)
def test_who_uses_a_port_is_told(given: dict[str, Any], targets: tuple[str, ...], shown: bool) -> None:  # noqa: FBT001
    assert checked(Options(**given), targets).shows_uses is shown


@pytest.mark.parametrize(
    ("given", "order"),
    [
        pytest.param("name", "name", id="ours"),
        pytest.param(".metadata.name", "name", id="a-field"),
        pytest.param("{.metadata.namespace}", "namespace", id="in-braces"),
        pytest.param("{spec.type}", "type", id="no-dot"),
        pytest.param("metadata.creationTimestamp", "created", id="neither"),
    ],
)
def test_orders_may_be_spelt_as_for_kubectl(given: str, order: str) -> None:
    assert checked(Options(sort_by=given), ()).sort_by == order


@pytest.mark.parametrize(
    ("given", "many"),
    [
        pytest.param({}, False, id="the-context's-namespace"),
        pytest.param({"namespace": "shop"}, False, id="one"),
        pytest.param({"all_namespaces": True}, True, id="all"),
        pytest.param({"files": ("a",)}, True, id="files"),
        pytest.param({"files": ("a",), "namespace": "shop"}, False, id="files-and-one"),
        pytest.param({"demo": "shop"}, True, id="demo"),
    ],
)
def test_many_namespaces(given: dict[str, Any], many: bool) -> None:  # noqa: FBT001 - the expectation
    assert Options(**given).many_namespaces is many


def test_understands_the_kind_as_a_word_of_its_own() -> None:
    assert checked(Options(), ("svc", "web")).targets == (ServiceTarget("web"),)
