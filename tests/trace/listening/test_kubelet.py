from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.listening.kubelet import is_intercepted, shown_by_kubelet
from kubectl_porttrace.trace.listening.listening import UNKNOWN, Listening
from tests.build import LONG_AGO, NOW, cluster, container, event, node, pod, port, sidecar, template

IP = "10.0.0.1"
HTTP_GET = {"httpGet": {"port": 8080}}
TCP = {"tcpSocket": {"port": 8080}}
READY = Listening("yes", "readiness")
REFUSED = Listening("no", "readiness")


def status(name: str = "app", **fields: Any) -> dict[str, Any]:
    """A container that runs, started long ago, and is ready."""
    return {"name": name, "ready": True, "started": True, "state": {"running": {"startedAt": LONG_AGO}}, **fields}


def probed(probe: dict[str, Any], kind: str = "readinessProbe", /, **fields: Any) -> Pod:
    """A pod whose container `app` declares 8080 as http and has that probe; fields of its status, of `pod`."""
    given = {"ips": [IP, "fd00::1"], "name": "web-0", **{key: fields.pop(key) for key in _OF_POD if key in fields}}
    given["ready"] = fields.get("ready", True)
    app = container(port(8080, "http"), spec={kind: probe})
    statuses = {"containerStatuses": [status(**fields)]}
    return pod(app, status=statuses, **given)


_OF_POD = ("phase", "init", "ips", "terminating", "spec")


def shown(made: Pod, number: int = 8080, ip: str | None = IP, *more: Any, events: tuple[Event, ...] = ()) -> Listening:
    return shown_by_kubelet(cluster(made, *more, events=events), made, ip, number)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(probed(HTTP_GET), id="httpGet"),
        pytest.param(probed({"httpGet": {"port": "http"}}), id="by-name"),
        pytest.param(probed(TCP), id="tcpSocket"),
        pytest.param(probed({"grpc": {"port": 8080}}), id="grpc"),
        pytest.param(probed(HTTP_GET, ready=True, terminating=True), id="being-deleted"),
        pytest.param(probed(HTTP_GET, init=[sidecar(name="istio-proxy")]), id="httpGet-beside-an-interceptor"),
        pytest.param(probed(HTTP_GET, spec={"nodeName": "elsewhere"}), id="a-node-that-was-not-read"),
    ],
)
def test_a_readiness_probe_that_passes(made: Pod) -> None:
    assert shown(made) == READY


def test_a_probe_of_another_container_proves_the_number_as_well() -> None:
    watcher = sidecar(name="watcher", spec={"readinessProbe": HTTP_GET})
    made = pod(container(), init=[watcher], ips=[IP], status={"initContainerStatuses": [status("watcher")]})
    assert shown(made) == READY


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(probed({"exec": {"command": ["true"]}}), id="exec"),
        pytest.param(probed({"httpGet": {"port": 8081}}), id="another-number"),
        pytest.param(probed({"httpGet": {"port": "missing"}}), id="a-name-nobody-declares"),
        pytest.param(probed({"httpGet": {"port": 8080, "host": "127.0.0.1"}}), id="another-host"),
        pytest.param(probed({"tcpSocket": {"port": 8080, "host": "db"}}), id="another-host-by-tcp"),
        pytest.param(probed(TCP, init=[sidecar(name="istio-proxy")]), id="tcpSocket-beside-an-interceptor"),
        pytest.param(probed(HTTP_GET, started=False), id="not-started"),
        pytest.param(probed(HTTP_GET, started=None), id="not-known-to-have-started"),
        pytest.param(probed(HTTP_GET, state={"waiting": {"reason": "CrashLoopBackOff"}}), id="waiting"),
        pytest.param(probed(HTTP_GET, state={"terminated": {"exitCode": 0}}), id="ended"),
        pytest.param(probed(HTTP_GET, phase="Failed"), id="a-pod-that-ended"),
        pytest.param(probed(HTTP_GET, name="other"), id="no-status-of-the-container"),
    ],
)
def test_what_proves_nothing(made: Pod) -> None:
    assert shown(made) == UNKNOWN


@pytest.mark.parametrize("ip", ["fd00::1", "10.0.0.2", "", None])
def test_only_the_first_address_is_probed(ip: str | None) -> None:
    assert shown(probed(HTTP_GET), ip=ip) == UNKNOWN


def test_a_template_has_no_program() -> None:
    made = template(container(port(8080), spec={"readinessProbe": HTTP_GET}))
    assert shown_by_kubelet(cluster(made), made, None, 8080) == UNKNOWN


@pytest.mark.parametrize(
    ("condition", "expected"), [("True", READY), ("False", UNKNOWN), ("Unknown", UNKNOWN)], ids=str
)
def test_the_kubelet_of_a_lost_node_said_it_long_ago(condition: str, expected: Listening) -> None:
    assert shown(probed(HTTP_GET), 8080, IP, node("node-0", ready={"status": condition})) == expected


def unhealthy(message: str, **fields: Any) -> Event:
    where = {"kind": "Pod", "name": "web-0", "container": "app", "ago": timedelta(seconds=5), **fields}
    return event("Unhealthy", message, **where)


DIALLED = f"dial tcp {IP}:8080: connect: connection refused"
HTTP_REFUSED = f'Readiness probe failed: Get "http://{IP}:8080/": {DIALLED}'
UNREADY = probed(HTTP_GET, ready=False)


@pytest.mark.parametrize(
    ("made", "told", "expected"),
    [
        pytest.param(UNREADY, unhealthy(HTTP_REFUSED), REFUSED, id="httpGet"),
        pytest.param(
            probed(TCP, ready=False), unhealthy(f"Readiness probe failed: {DIALLED}"), REFUSED, id="tcpSocket"
        ),
        pytest.param(UNREADY, unhealthy(HTTP_REFUSED, ago=timedelta(seconds=31)), UNKNOWN, id="a-while-ago"),
        pytest.param(
            probed({**HTTP_GET, "periodSeconds": 60}, ready=False),
            unhealthy(HTTP_REFUSED, ago=timedelta(seconds=31)),
            REFUSED,
            id="within-three-long-periods",
        ),
        pytest.param(
            probed({**HTTP_GET, "failureThreshold": 4}, ready=False),
            unhealthy(HTTP_REFUSED, ago=timedelta(seconds=31)),
            REFUSED,
            id="within-four-periods",
        ),
        pytest.param(UNREADY, unhealthy(HTTP_REFUSED, ago=None), UNKNOWN, id="without-a-time"),
        pytest.param(
            probed(HTTP_GET, ready=False, state={"running": {"startedAt": NOW - timedelta(seconds=2)}}),
            unhealthy(HTTP_REFUSED),
            UNKNOWN,
            id="of-an-earlier-run",
        ),
        pytest.param(UNREADY, unhealthy(HTTP_REFUSED.replace(":8080", ":8081")), UNKNOWN, id="another-number"),
        pytest.param(UNREADY, unhealthy(HTTP_REFUSED.replace(IP, "10.0.0.9")), UNKNOWN, id="another-address"),
        pytest.param(UNREADY, unhealthy(HTTP_REFUSED, container="other"), UNKNOWN, id="another-container"),
        pytest.param(UNREADY, unhealthy(HTTP_REFUSED.replace("Readiness", "Liveness")), UNKNOWN, id="another-probe"),
        pytest.param(
            UNREADY, unhealthy("Readiness probe failed: HTTP probe failed with statuscode: 503"), UNKNOWN, id="answered"
        ),
        pytest.param(UNREADY, unhealthy(f'Readiness probe failed: Get "http://{IP}:8080/": EOF'), UNKNOWN, id="closed"),
        pytest.param(probed(HTTP_GET), unhealthy(HTTP_REFUSED), READY, id="ready-since"),
        pytest.param(
            probed(HTTP_GET, ready=False, state={"waiting": {"reason": "CrashLoopBackOff"}}),
            unhealthy(HTTP_REFUSED),
            UNKNOWN,
            id="not-running",
        ),
    ],
)
def test_a_readiness_probe_that_is_refused(made: Pod, told: Event, expected: Listening) -> None:
    assert shown(made, events=(told,)) == expected


def test_what_came_last_counts() -> None:
    newer = unhealthy("Readiness probe failed: HTTP probe failed with statuscode: 503", ago=timedelta(seconds=1))
    assert shown(UNREADY, events=(unhealthy(HTTP_REFUSED), newer)) == UNKNOWN


def test_an_ipv6_address_is_written_in_brackets() -> None:
    made = probed(HTTP_GET, ready=False, ips=["fd00::1"])
    told = unhealthy(HTTP_REFUSED.replace(IP, "[fd00::1]"))
    assert shown(made, 8080, "fd00::1", events=(told,)) == REFUSED


JUST_BEGUN = {"running": {"startedAt": NOW - timedelta(seconds=20)}}


@pytest.mark.parametrize(
    ("made", "hint"),
    [
        pytest.param(probed(HTTP_GET, "livenessProbe"), "liveness", id="liveness"),
        pytest.param(probed(HTTP_GET, "livenessProbe", state=JUST_BEGUN), None, id="too-young-to-be-restarted"),
        pytest.param(
            probed({**HTTP_GET, "periodSeconds": 5}, "livenessProbe", state=JUST_BEGUN), "liveness", id="old-enough"
        ),
        pytest.param(
            probed({**HTTP_GET, "periodSeconds": 5, "initialDelaySeconds": 6}, "livenessProbe", state=JUST_BEGUN),
            None,
            id="not-long-after-its-delay",
        ),
        pytest.param(probed(HTTP_GET, "livenessProbe", started=False), None, id="liveness-not-begun"),
        pytest.param(probed(HTTP_GET, "startupProbe"), "startup", id="startup"),
        pytest.param(probed(HTTP_GET, "startupProbe", started=False), None, id="startup-not-passed"),
        pytest.param(probed({"httpGet": {"port": 1}}, "livenessProbe"), None, id="another-number"),
    ],
)
def test_other_probes_are_hints(made: Pod, hint: str | None) -> None:
    assert shown(made) == Listening(hint=hint)  # type: ignore[arg-type]


def test_is_intercepted() -> None:
    assert is_intercepted(pod(container(), container(name="linkerd-proxy")))
    assert is_intercepted(pod(container(), init=[sidecar(name="istio-proxy")]))
    assert not is_intercepted(pod(container(), init=[container(name="istio-proxy")]))
    assert not is_intercepted(pod(container()))
