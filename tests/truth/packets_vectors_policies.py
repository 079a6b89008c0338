"""Fixed cases of policy Local, node by node."""

from collections.abc import Mapping
from typing import Any

from tests.cluster.nodes import HAND_NODES
from tests.cluster.objects import service_port
from tests.truth.packets_vector import DEAD, EVERYWHERE, NOBODY, SILENT, Vector, some_pod, some_slice, vector
from tests.truth.packets_vectors import APP, NAMED

_PLAIN = service_port(80)
_THERE = frozenset({f"{NOBODY} 8080"})
_HERE, _P1 = frozenset({"p0 8080"}), frozenset({"p1 8080"})


def _own_node(answer: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """From a pod to the node port of its own node."""
    return {f"{node}>{node}": answer for node in HAND_NODES}


_BOTH_LOCAL: Mapping[str, Any] = {
    "type": "NodePort",
    "internalTrafficPolicy": "Local",
    "externalTrafficPolicy": "Local",
}

POLICIES: tuple[Vector, ...] = (
    vector(
        "V30 served inside from its node only",
        NAMED,
        pods=[some_pod(APP)],
        outcomes={"hand-0": _HERE, EVERYWHERE: SILENT},
        verdicts="partial",
        internalTrafficPolicy="Local",
    ),
    vector(
        "V31 served outside by its node only",
        NAMED,
        pods=[some_pod(APP)],
        outcomes={">hand-0": _HERE, **_own_node(_HERE), "ClusterIP": _HERE, EVERYWHERE: SILENT},
        verdicts="partial",
        type="NodePort",
        externalTrafficPolicy="Local",
    ),
    vector(
        "X37 a load balancer leaves out the nodes of the others",
        NAMED,
        pods=[some_pod(APP)],
        outcomes={">hand-0": _HERE, **_own_node(_HERE), "ClusterIP": _HERE, EVERYWHERE: SILENT},
        verdicts="wired",
        type="LoadBalancer",
        externalTrafficPolicy="Local",
    ),
    vector(
        "X42 an external IP is one by every node",
        NAMED,
        pods=[some_pod(APP)],
        outcomes={EVERYWHERE: _HERE},
        verdicts="wired",
        externalIPs=["203.0.113.242"],
    ),
    vector(
        "X43 an external IP under policy Local, node by node",
        NAMED,
        pods=[some_pod(APP)],
        outcomes={">hand-0": _HERE, **_own_node(_HERE), "ClusterIP": _HERE, EVERYWHERE: SILENT},
        verdicts="partial",
        externalIPs=["203.0.113.243"],
        externalTrafficPolicy="Local",
    ),
    vector(
        "X44 a virtual address is sent to nodes with a backend",
        NAMED,
        pods=[some_pod(APP)],
        outcomes={">hand-0": _HERE, **_own_node(_HERE), "ClusterIP": _HERE, EVERYWHERE: SILENT},
        verdicts="wired",
        type="LoadBalancer",
        externalTrafficPolicy="Local",
    ),
    vector(
        "X45 a virtual address with nothing behind it",
        NAMED,
        pods=[some_pod(APP, state="unready")],
        outcomes=DEAD,
        verdicts="broken",
        type="LoadBalancer",
        externalIPs=["203.0.113.245"],
    ),
    vector(
        "X30 the fallback of one node",
        NAMED,
        pods=[some_pod(APP), some_pod(APP, on=1, terminating=True)],
        outcomes={"hand-0": _HERE, "hand-1": _P1, EVERYWHERE: SILENT},
        verdicts="partial",
        internalTrafficPolicy="Local",
    ),
    vector(
        "X31 one on every node",
        NAMED,
        pods=[some_pod(APP, on=index) for index, _ in enumerate(HAND_NODES)],
        outcomes={node: frozenset({f"p{index} 8080"}) for index, node in enumerate(HAND_NODES)},
        verdicts="wired",
        internalTrafficPolicy="Local",
    ),
    vector(
        "X31b one on every node, the last of them terminating",
        NAMED,
        pods=[some_pod(APP, on=index, terminating=index == len(HAND_NODES) - 1) for index, _ in enumerate(HAND_NODES)],
        outcomes={node: frozenset({f"p{index} 8080"}) for index, node in enumerate(HAND_NODES)},
        verdicts="wired",
        internalTrafficPolicy="Local",
    ),
    vector(
        "X32 local and nothing anywhere",
        NAMED,
        pods=[some_pod(APP, state="unready")],
        outcomes=DEAD,
        verdicts="broken",
        **_BOTH_LOCAL,
    ),
    vector(
        "X33 local to no node",
        _PLAIN,
        others=[some_slice(NOBODY)],
        selects=False,
        # Only what never leaves the client's own node is spared the policy.
        outcomes={**_own_node(_THERE), EVERYWHERE: SILENT},
        verdicts="partial",
        **_BOTH_LOCAL,
    ),
    vector(
        "X33b inside local to no node, outside anywhere",
        _PLAIN,
        others=[some_slice(NOBODY)],
        selects=False,
        outcomes={"ClusterIP": SILENT, EVERYWHERE: _THERE},
        verdicts="partial",
        type="NodePort",
        internalTrafficPolicy="Local",
    ),
    vector(
        "X34 inside and local to no node",
        _PLAIN,
        others=[some_slice(NOBODY)],
        selects=False,
        outcomes={EVERYWHERE: SILENT},
        verdicts="broken",
        internalTrafficPolicy="Local",
    ),
    vector(
        "X35 inside and local to a node that is gone",
        NAMED,
        pods=[some_pod(APP, on="gone")],
        outcomes={EVERYWHERE: SILENT},
        verdicts="broken",
        internalTrafficPolicy="Local",
        publishNotReadyAddresses=True,
    ),
    vector(
        "X36 the fallback of a node beside a ready one that is gone",
        NAMED,
        pods=[some_pod(APP, on=0, terminating=True)],
        others=[some_slice({"addresses": [NOBODY], "nodeName": "gone"})],
        outcomes={**_own_node(_THERE), ">hand-0": _HERE, "ClusterIP": _THERE, EVERYWHERE: SILENT},
        verdicts="partial",
        type="NodePort",
        externalTrafficPolicy="Local",
    ),
)
