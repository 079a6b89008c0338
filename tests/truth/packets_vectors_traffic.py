"""Fixed cases of slices written by hand, of hints and of what kube-proxy leaves alone; and all cases together."""

from collections.abc import Mapping

from tests.cluster.api import Manifest
from tests.cluster.objects import service_port
from tests.truth.packets_vector import (
    DEAD,
    NOBODY,
    Vector,
    answered,
    some_endpoints,
    some_pod,
    some_slice,
    vector,
)
from tests.truth.packets_vectors import APP, BARE, NAMED, PODS, RESOLUTION
from tests.truth.packets_vectors_policies import POLICIES

_PLAIN = service_port(80)
_ASIDE = service_port(80, 1234, "http")
_THERE = answered(f"{NOBODY} 8080")
_EACH = answered("p0 8080", "p1 8080")


def _labelled(manifest: Manifest, **labels: str) -> Manifest:
    return manifest | {"metadata": manifest["metadata"] | {"labels": labels}}


def _conditions(*, ready: bool) -> Manifest:
    return {"addresses": [NOBODY], "conditions": {"ready": ready}}


HANDMADE: tuple[Vector, ...] = (
    vector(
        "V21 a port name that does not join",
        _PLAIN,
        others=[some_endpoints("http")],
        selects=False,
        outcomes=DEAD,
        verdicts="broken",
    ),
    vector(
        "V22 a targetPort that plays no part",
        _ASIDE,
        others=[some_endpoints("http")],
        selects=False,
        outcomes=_THERE,
        verdicts="wired",
    ),
    vector(
        "V23 not mirrored",
        _ASIDE,
        others=[some_endpoints("http", skip_mirror="true")],
        selects=False,
        outcomes=DEAD,
        verdicts="broken",
    ),
    vector(
        "V24 mirrored all the same",
        _ASIDE,
        others=[some_endpoints("http", skip_mirror="True")],
        selects=False,
        outcomes=_THERE,
        verdicts="wired",
    ),
    vector(
        "V25 a slice beside the controller's",
        _PLAIN,
        pods=[some_pod(BARE)],
        others=[some_slice(NOBODY, port=9999)],
        outcomes=answered("p0 80", f"{NOBODY} 9999"),
        verdicts="wired",
    ),
    vector(
        "V26 a selector taken away",
        _PLAIN,
        pods=[some_pod(BARE)],
        later={"spec": {"selector": None}},
        outcomes=answered("p0 80"),
        verdicts="wired",
    ),
    vector(
        "V27 a slice without a number",
        _PLAIN,
        others=[some_slice(NOBODY, port=None)],
        selects=False,
        outcomes=DEAD,
        verdicts="broken",
    ),
    vector(
        "X27 a slice of another protocol",
        _PLAIN,
        others=[some_slice(NOBODY, protocol="UDP")],
        selects=False,
        outcomes=DEAD,
        verdicts="broken",
    ),
    vector(
        "X28 a slice of another protocol beside the right one",
        service_port(53, 8080, "dns", "UDP"),
        pods=[some_pod(BARE)],
        others=[some_slice(NOBODY, name="dns", port=5353)],
        outcomes=answered("p0 8080"),
        verdicts="wired",
    ),
    vector(
        "V28 a slice labelled headless",
        _PLAIN,
        others=[_labelled(some_slice(NOBODY), **{"service.kubernetes.io/headless": ""})],
        selects=False,
        outcomes=DEAD,
        verdicts="broken",
    ),
)

ROUTES: tuple[Vector, ...] = (
    vector(
        "V32 hints of another zone",
        NAMED,
        pods=[some_pod(APP), some_pod(APP)],
        outcomes=_EACH,
        verdicts="wired",
        trafficDistribution="PreferSameZone",
    ),
    vector(
        "V33 one endpoint without a zone",
        NAMED,
        # No Node means no zone, and a pod of none is published only where unready ones are.
        pods=[some_pod(APP), some_pod(APP, on="gone")],
        publishNotReadyAddresses=True,
        outcomes=_EACH,
        verdicts="wired",
        trafficDistribution="PreferSameZone",
    ),
    vector(
        "V34 one node port for both protocols",
        service_port(53, 5353, "udp", "UDP"),
        service_port(53, 8080, "tcp", "TCP"),
        pods=[some_pod(BARE)],
        outcomes={"udp": answered("p0 5353"), "tcp": answered("p0 8080")},
        verdicts="wired",
        type="NodePort",
    ),
    vector(
        "V45 source ranges of one family",
        _PLAIN,
        pods=[some_pod(BARE, families="46")],
        outcomes=answered("p0 80"),
        verdicts="wired",
        type="LoadBalancer",
        ipFamilyPolicy="RequireDualStack",
        loadBalancerSourceRanges=["10.0.0.0/8"],
    ),
    # Of these two the report says nothing, and so does this table.
    vector(
        "V29 hidden from kube-proxy",
        _PLAIN,
        pods=[some_pod(BARE)],
        outcomes={},
        verdicts="unknown",
        labels={"service.kubernetes.io/service-proxy-name": ""},
        type="NodePort",
    ),
    vector(
        "X29 slices that contradict each other",
        _PLAIN,
        others=[some_slice(_conditions(ready=True)), some_slice(_conditions(ready=False))],
        selects=False,
        outcomes={},
        verdicts="unknown",
    ),
)

VECTORS: Mapping[str, Vector] = {each.title: each for each in (*RESOLUTION, *PODS, *HANDMADE, *POLICIES, *ROUTES)}
