from typing import Any

import msgspec
import pytest

from kubectl_porttrace.model.node import Node, Taint, Toleration
from kubectl_porttrace.model.pod import PodSpec
from kubectl_porttrace.trace.eligible_nodes import may_take, tolerates
from tests.build import node

TAINT = Taint(key="dedicated", value="db", effect="NoSchedule")


@pytest.mark.parametrize(
    ("toleration", "tolerated"),
    [
        pytest.param(Toleration(key="dedicated", value="db", effect="NoSchedule"), True, id="equal"),
        pytest.param(Toleration(key="dedicated", value="db"), True, id="every-effect"),
        pytest.param(Toleration(key="dedicated", operator="Exists"), True, id="every-value"),
        pytest.param(Toleration(operator="Exists"), True, id="everything"),
        pytest.param(Toleration(key="dedicated", value="web"), False, id="another-value"),
        pytest.param(Toleration(key="other", operator="Exists"), False, id="another-key"),
        pytest.param(Toleration(key="dedicated", value="db", effect="NoExecute"), False, id="another-effect"),
        pytest.param(Toleration(key="dedicated", operator="Gt", value="1"), True, id="by-number"),
    ],
)
def test_tolerations(toleration: Toleration, *, tolerated: bool) -> None:
    assert tolerates(toleration, TAINT) is tolerated


ALL = {"tolerations": [{"operator": "Exists"}]}


@pytest.mark.parametrize(
    ("there", "spec", "taken"),
    [
        pytest.param(node(), {}, True, id="any"),
        pytest.param(node(unschedulable=True), {}, False, id="cordoned"),
        pytest.param(node(unschedulable=True), ALL, True, id="cordoned-and-tolerated"),
        pytest.param(node(taints=[{"key": "a", "effect": "NoExecute"}]), {}, False, id="tainted"),
        pytest.param(node(taints=[{"key": "a", "effect": "PreferNoSchedule"}]), {}, True, id="a-preference"),
        pytest.param(node(labels={"disk": "ssd"}), {"nodeSelector": {"disk": "ssd"}}, True, id="selected"),
        pytest.param(node(), {"nodeSelector": {"disk": "ssd"}}, False, id="not-selected"),
    ],
)
def test_nodes(there: Node, spec: dict[str, Any], *, taken: bool) -> None:
    assert may_take(there, msgspec.convert(spec, PodSpec)) is taken
