"""What stands above `no pod is ready` and its reasons: a cause in the pods' spec that explains every unready pod."""

from collections.abc import Callable
from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from tests.build import container, judged, pod, port, sidecar
from tests.checks.pods.held import behind, crashing, held, running

HTTP = port(8080, "http")
RUNS: dict[str, Any] = {"running": {"startedAt": "2026-11-21T03:00:00Z"}}
GATE: dict[str, Any] = {"readinessGates": [{"conditionType": "lb/attached"}]}


def app(*, state: dict[str, Any] | None = None, name: str = "web-0", **spec: Any) -> Pod:
    """A pod whose container runs, or is in that state, with what its spec has at fault."""
    return held(state or {**running(), "name": "app"}, container(HTTP, spec=spec), name=name)


def probed(kind: str, written: str) -> dict[str, Any]:
    return {kind: {"httpGet": {"port": written}}}


def named_elsewhere(name: str = "web-0", state: dict[str, Any] | None = None) -> Pod:
    own = container(HTTP, spec=probed("readinessProbe", "admin"))
    return held(state or {**running(), "name": "app"}, own, container(port(9090, "admin"), name="admin"), name=name)


def beside_sidecar(name: str = "web-0", *, own: bool = True) -> Pod:
    status = {
        "containerStatuses": [{"name": "app", "ready": own, "state": RUNS}],
        "initContainerStatuses": [{"name": "proxy", "ready": False, "started": True, "state": RUNS}],
        "conditions": [{"type": "Ready", "status": "False"}],
    }
    return pod(container(HTTP), init=[sidecar()], owner=("StatefulSet", "web"), name=name, status=status)


def gated(name: str = "web-0", *, own: bool = True) -> Pod:
    status = {
        "containerStatuses": [{"name": "app", "ready": own, "state": RUNS}],
        "conditions": [{"type": "Ready", "status": "False"}, {"type": "ContainersReady", "status": "True"}],
    }
    return pod(container(HTTP), spec=GATE, owner=("StatefulSet", "web"), name=name, status=status)


HOOKED = {"lifecycle": {"postStart": {"tcpSocket": {"port": 80}}}}
LOOPS = {**crashing(1), "name": "app"}
EXPLAINED: dict[str, Callable[[str], Pod]] = {
    "PTB01": lambda name: app(name=name, **probed("readinessProbe", "web")),
    "PTB02": lambda name: app(name=name, **probed("startupProbe", "web")),
    "PTB04": named_elsewhere,
    "PTB06": lambda name: app(name=name, state=LOOPS, **HOOKED),
    "PTP13": beside_sidecar,
    "PTP14": gated,
}
"""The checks that stand above, each with a pod that it explains."""


@pytest.mark.parametrize("code", EXPLAINED)
def test_stands_above_where_it_explains_every_unready_pod(code: str) -> None:
    roots = judged(behind(EXPLAINED[code]("web-0"), EXPLAINED[code]("web-1")))
    assert next(iter(roots)) == code
    assert roots[code].severity == "error"
    assert not {each for each in roots if each.startswith(("PTP0", "PTP2"))}


@pytest.mark.parametrize("code", EXPLAINED)
def test_what_else_holds_a_pod_is_told_beside_it(code: str) -> None:
    other = held({**crashing(1), "name": "web"}, name="web-1")
    roots = judged(behind(EXPLAINED[code]("web-0"), other))
    assert {code, "PTP21"} <= set(roots)
    assert "PTP21" not in roots[code].codes


def test_a_hook_that_fails_does_not_explain_why_another_container_of_the_same_pods_crashes() -> None:
    pods = [
        held({**crashing(1), "name": "proxy"}, container(HTTP, spec=HOOKED), container(name="proxy"), name=f"web-{n}")
        for n in range(2)
    ]
    roots = judged(behind(*pods))
    assert {"PTB06", "PTP21"} <= set(roots)
    assert "PTP21" not in roots["PTB06"].codes
