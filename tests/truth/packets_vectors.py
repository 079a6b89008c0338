"""Fixed cases of names, numbers and pods."""

from tests.cluster.objects import container, container_port, service_port, sidecar
from tests.truth.packets_vector import DEAD, REFUSED, Vector, answered, some_pod, vector

DOOMED = "doomed"
"""A node that is deleted once the slices are written."""

NAMED = service_port(80, "http")
HTTP = container_port(8080, "http")
APP = container("c", HTTP)
BARE = container("c")
_PROXY = sidecar("s", container_port(15000, "http"))
_OLD = container("c", container_port(9090, "http"))
_BOTH = container("c", HTTP, container_port(9090, "adm"))
_UDP = container("c", container_port(8080, "http", "UDP"))
_DNS = (container("c", container_port(53, "dns")), container("d", container_port(5353, "dns", "UDP")))
_PAIR = (service_port(80, "http", "a"), service_port(81, "adm", "b"))
_P0, _P1 = answered("p0 8080"), answered("p1 8080")
_EACH = answered("p0 8080", "p1 8080")

RESOLUTION: tuple[Vector, ...] = (
    vector(
        "V01 an undeclared number",
        service_port(80),
        pods=[some_pod(BARE)],
        outcomes=answered("p0 80"),
        verdicts="wired",
    ),
    vector("V02 a name", NAMED, pods=[some_pod(APP)], outcomes=_P0, verdicts="wired"),
    vector("V03 a name of another protocol", NAMED, pods=[some_pod(_UDP)], outcomes=DEAD, verdicts="broken"),
    vector(
        "V04 a name of an ordinary init container",
        NAMED,
        pods=[some_pod(BARE, init=[container("i", HTTP)])],
        outcomes=DEAD,
        verdicts="broken",
    ),
    vector(
        "V05 a name of a sidecar",
        NAMED,
        pods=[some_pod(BARE, init=[_PROXY])],
        outcomes=answered("p0 15000"),
        verdicts="wired",
    ),
    vector(
        "V06 containers before sidecars", NAMED, pods=[some_pod(APP, init=[_PROXY])], outcomes=_P0, verdicts="wired"
    ),
    vector(
        "V07 the first container",
        NAMED,
        pods=[some_pod(APP, container("d", container_port(9090, "http")))],
        outcomes=_P0,
        verdicts="wired",
    ),
    vector(
        "V08 the name of that protocol",
        service_port(53, "dns", "dns", "UDP"),
        pods=[some_pod(*_DNS)],
        outcomes=answered("p0 5353"),
        verdicts="wired",
    ),
    vector(
        "V09 one pod without the second name",
        *_PAIR,
        pods=[some_pod(_BOTH), some_pod(APP, on=1)],
        outcomes={"a": _EACH, "b": answered("p0 9090")},
        verdicts={"a": "wired", "b": "partial"},
    ),
    vector("V10 neither name", *_PAIR, pods=[some_pod(BARE)], outcomes=DEAD, verdicts="broken"),
    vector(
        "V11 each pod its own number",
        NAMED,
        pods=[some_pod(APP), some_pod(_OLD, on=1)],
        outcomes=answered("p0 8080", "p1 9090"),
        verdicts="wired",
    ),
)

PODS: tuple[Vector, ...] = (
    vector("V12 not ready", NAMED, pods=[some_pod(APP, state="unready")], outcomes=DEAD, verdicts="broken"),
    vector("V13 terminating alone", NAMED, pods=[some_pod(APP, terminating=True)], outcomes=_P0, verdicts="wired"),
    vector(
        "V13b terminating beside a ready one",
        NAMED,
        pods=[some_pod(APP, terminating=True), some_pod(APP, on=1)],
        outcomes=_P1,
        verdicts="wired",
    ),
    vector(
        "V14 not ready but published",
        NAMED,
        pods=[some_pod(APP, state="unready")],
        outcomes=_P0,
        verdicts="wired",
        publishNotReadyAddresses=True,
    ),
    vector(
        "V15 terminating but published",
        NAMED,
        pods=[some_pod(APP, terminating=True), some_pod(APP, on=1)],
        outcomes=_EACH,
        verdicts="wired",
        publishNotReadyAddresses=True,
    ),
    vector("V16 succeeded", NAMED, pods=[some_pod(APP, state="succeeded")], outcomes=DEAD, verdicts="broken"),
    vector("V17 on no node that exists", NAMED, pods=[some_pod(APP, on="gone")], outcomes=DEAD, verdicts="broken"),
    vector(
        "X17 bound to no node at all",
        NAMED,
        # Nobody schedules it. The controller looks up the Node of no name, and skips the pod.
        pods=[some_pod(APP, on=None, schedulerName="nobody"), some_pod(APP, on=1)],
        outcomes=_P1,
        verdicts="wired",
    ),
    vector("V17b on a node deleted later", NAMED, pods=[some_pod(APP, on=DOOMED)], outcomes=_P0, verdicts="wired"),
    vector("V18 of another family", NAMED, pods=[some_pod(APP)], outcomes=DEAD, verdicts="broken", ipFamilies=["IPv6"]),
    vector(
        "X18 of one family of two",
        NAMED,
        pods=[some_pod(APP)],
        outcomes={"IPv4": _P0[""], "IPv6": REFUSED},
        verdicts="partial",
        ipFamilyPolicy="RequireDualStack",
        type="NodePort",
    ),
    vector(
        "X18b of both families",
        NAMED,
        pods=[some_pod(APP, families="46"), some_pod(APP, families="6", on=1)],
        outcomes={"IPv4": _P0[""], "IPv6": _EACH[""]},
        verdicts="wired",
        ipFamilyPolicy="RequireDualStack",
        type="NodePort",
    ),
    vector(
        "X18c the fallback of one family",
        NAMED,
        pods=[some_pod(APP), some_pod(APP, families="6", on=1, terminating=True)],
        outcomes={"IPv4": _P0[""], "IPv6": _P1[""]},
        verdicts="wired",
        ipFamilyPolicy="RequireDualStack",
        type="NodePort",
    ),
)
