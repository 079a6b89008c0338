"""Services, each port followed to its containers, and the ways in."""

from datetime import datetime

import msgspec

from kubectl_porttrace.report.v1.findings import ObjectReference
from kubectl_porttrace.report.v1.pods import PodCount, UnresolvedPod
from kubectl_porttrace.report.v1.uses import PortUse
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import (
    ContainerKind,
    ListeningHint,
    ListeningSource,
    ListeningWord,
    NetworkPolicyWord,
    VerdictWord,
)


class BackendTrace(ReportValue, frozen=True):
    """One address behind a Service port; `ip` is null for a template whose pods do not exist yet.

    `listening_by` is what shows whether a program listens there; where nothing does, `listening_hint` is a probe of the
    kubelet that makes it likely. `listening_on_localhost` is what a port-forward showed of localhost inside the pod. On
    the `host_network` it is the node that listens.
    """

    ip: str | None
    port: int
    ready: bool
    serving: bool
    terminating: bool
    usable: bool
    node: str | None
    zone: str | None
    endpoint_slice: str | None
    pod: str | None
    owner: str | None
    container: str | None
    container_kind: ContainerKind | None
    container_port_name: str | None
    declared: bool
    network_policy: NetworkPolicyWord
    listening: ListeningWord = "unknown"
    listening_by: ListeningSource | None = None
    listening_hint: ListeningHint | None = None
    listening_on_localhost: bool | None = None
    host_network: bool = False
    replica_set: str | None = None
    revision: int | None = None


class IstioProtocol(ReportValue, frozen=True):
    """What Istio takes a port for, and by which field of it; both are null where it looks at the first bytes sent."""

    protocol: str | None
    by: str | None


class PortTrace(ReportValue, frozen=True):
    """One Service port, followed to its containers.

    `used_by` is null where nobody asked who uses it, `istio` where Istio has nothing to do with it.
    """

    name: str
    protocol: str
    port: int
    node_port: int | None
    target_port: int | str
    app_protocol: str | None
    verdict: VerdictWord
    backends: tuple[BackendTrace, ...]
    unresolved: tuple[UnresolvedPod, ...]
    findings: tuple[str, ...]
    used_by: tuple[PortUse, ...] | None = None
    istio: IstioProtocol | None = None


class Entrance(ReportValue, frozen=True):
    """One way in. `node` is the node whose address it is; `address` is null where any node will do.

    It is null as well for a load balancer that has not got one yet.
    """

    kind: str
    object: ObjectReference | None
    address: str | None
    host: str | None
    path: str | None
    port: int | None
    protocol: str | None
    service_port: int | str | None
    verdict: VerdictWord
    findings: tuple[str, ...]
    node: str | None = None


class ServiceTrace(ReportValue, frozen=True):
    """One Service; `foreseen` says that it is from manifests, what would become of it, and that nothing of it runs.

    `leads_to` is the Service that one of type ExternalName stands for, where it is one of this cluster.
    `created_at` is null where it is only in manifests. `uses_not_read` is what was not read and may use its ports, or
    has rules that are not evaluated; null where nobody asked.
    """

    namespace: str
    name: str
    type: str
    headless: bool
    cluster_ips: tuple[str, ...] = msgspec.field(name="clusterIPs")
    ip_families: tuple[str, ...]
    external_name: str | None
    selector: dict[str, str] | None
    internal_traffic_policy: str | None
    external_traffic_policy: str | None
    pods: PodCount | None
    foreseen: bool
    verdict: VerdictWord
    ports: tuple[PortTrace, ...]
    entrances: tuple[Entrance, ...]
    converging: bool = False
    leads_to: ObjectReference | None = None
    created_at: datetime | None = None
    uses_not_read: tuple[str, ...] | None = None
