"""Objects that name Service ports."""

from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import PortMeaning, RouteRole, VerdictWord


class RouteParent(ReportValue, frozen=True):
    """What a route of the Gateway API is attached to, or asks to be."""

    kind: str
    namespace: str | None
    name: str
    section_name: str | None
    attached: bool | None
    reason: str | None


class RouteService(ReportValue, frozen=True):
    """The Service a route names; `exists` is null where that could not be read."""

    namespace: str
    name: str
    exists: bool | None


class RouteBackend(ReportValue, frozen=True):
    """One place in an object that names a Service port; `service_port` is the number it resolves to."""

    path: str
    hosts: tuple[str, ...]
    match: str | None
    match_type: str | None
    weight: int | None
    service: RouteService
    port: int | str | None
    port_means: PortMeaning
    service_port: int | None
    verdict: VerdictWord
    findings: tuple[str, ...]


class RouteTrace(ReportValue, frozen=True):
    """An object that names Service ports: an Ingress, a route of the Gateway API, a webhook, a monitor.

    `addresses` are those at which its controller says that it can be reached.
    """

    api_version: str
    kind: str
    namespace: str | None
    name: str
    role: RouteRole
    consumer: str | None
    parents: tuple[RouteParent, ...]
    verdict: VerdictWord
    backends: tuple[RouteBackend, ...]
    findings: tuple[str, ...]
    addresses: tuple[str, ...] = ()
