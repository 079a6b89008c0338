"""A fixed case: one Service, what belongs to it, and what must come back of every connection."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.nodes import HAND_NODES
from tests.cluster.objects import endpoint_slice, pod, service
from tests.cluster.pod_status import PodState
from tests.truth.generate import PodPlan, Scenario

# A way, by one of `Way.keys` -> what comes back, pods as "p0 8080". The most exact key counts; EVERYWHERE is any other.
Outcomes = Mapping[str, frozenset[str]]

EVERYWHERE = ""
REFUSED = frozenset({"refused"})
SILENT = frozenset({"timeout"})
DEAD: Outcomes = {EVERYWHERE: REFUSED}
NOBODY = "192.0.2.100"
"""An address that is no pod's; somebody on the data plane answers for it."""


@dataclass(frozen=True)
class Vector:
    """One Service; for each of its ports, by name, what comes back and the verdict."""

    title: str
    scenario: Scenario
    outcomes: Mapping[str, Outcomes]
    verdicts: Mapping[str, str]

    @property
    def name(self) -> str:
        """The Service's name: the first word of the title, in small letters."""
        return self.scenario.name


def vector(
    title: str,
    *ports: Manifest,
    pods: Iterable[PodPlan] = (),
    others: Iterable[Manifest] = (),
    outcomes: Outcomes | Mapping[str, Outcomes],
    verdicts: str | Mapping[str, str],
    selects: bool = True,
    later: Manifest | None = None,
    labels: Mapping[str, str] | None = None,
    **spec: Any,
) -> Vector:
    """Return a vector whose pods and others are named after it and labelled for its Service.

    `outcomes` and `verdicts` are by port name, or those of the only port.
    """
    name = title.split(maxsplit=1)[0].lower()
    made = service(name, *ports, selector={"app": name} if selects else {}, **spec)
    made["metadata"]["labels"] = dict(labels or {})
    planned = tuple(_named(each, name, place) for place, each in enumerate(pods))
    given = tuple(_written(each, name, place) for place, each in enumerate(others))
    told = {each.get("name", "") for each in ports}
    by_port = {port: _of_port(port, outcomes) for port in told}
    judged = dict.fromkeys(told, verdicts) if isinstance(verdicts, str) else dict(verdicts)
    return Vector(title, Scenario(name, made, planned, given, later), by_port, judged)


def some_pod(
    *containers: Manifest,
    init: Sequence[Manifest] = (),
    state: PodState = "ready",
    on: str | int | None = 0,
    families: str = "4",
    terminating: bool = False,
    **spec: Any,
) -> PodPlan:
    """Return a pod on a node by index or name, with addresses of the `families` "4", "6" or "46"."""
    node = HAND_NODES[on] if isinstance(on, int) else on
    ips = tuple({"4": "192.0.2.1", "6": "2001:db8::1"}[each] for each in families)
    return PodPlan(pod("p", *containers, init_containers=tuple(init), node=node, **spec), state, ips, terminating)


def some_slice(*endpoints: Manifest | str, name: str = "", port: int | None = 8080, protocol: str = "TCP") -> Manifest:
    """Return a slice of one port, written by hand."""
    numbered = {} if port is None else {"port": port}
    return endpoint_slice("s", "", *endpoints, ports=({"name": name, "protocol": protocol, **numbered},))


def some_endpoints(name: str, skip_mirror: str = "") -> Manifest:
    """Return Endpoints of NOBODY, written by hand."""
    labels = {"endpointslice.kubernetes.io/skip-mirror": skip_mirror} if skip_mirror else {}
    subset = {"addresses": [{"ip": NOBODY}], "ports": [{"name": name, "port": 8080}]}
    return {"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "", "labels": labels}, "subsets": [subset]}


def answered(*who: str) -> Outcomes:
    """Each of them answers, on every way, and nobody else: "p0 8080"."""
    return {EVERYWHERE: frozenset(who)}


def _of_port(port: str, outcomes: Outcomes | Mapping[str, Outcomes]) -> Outcomes:
    values = {key: value for key, value in outcomes.items() if isinstance(value, frozenset)}
    if values or not outcomes:
        return values
    (found,) = (value for key, value in outcomes.items() if key == port and not isinstance(value, frozenset))
    return found


def _named(plan: PodPlan, name: str, place: int) -> PodPlan:
    manifest = deepcopy(plan.manifest)
    manifest["metadata"] = {"name": f"{name}-p{place}", "labels": {"app": name}}
    return replace(plan, manifest=manifest)


def _written(manifest: Manifest, name: str, place: int) -> Manifest:
    made = deepcopy(manifest)
    if made["kind"] == "EndpointSlice":
        made["metadata"]["name"] = f"{name}-{place}"
        made["metadata"]["labels"]["kubernetes.io/service-name"] = name
    else:
        made["metadata"]["name"] = name
    return made
