"""Objects that name Service ports in the words of the contract."""

from collections.abc import Sequence
from types import MappingProxyType

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.reference import (
    AllPorts,
    ByName,
    ByNumber,
    ByPattern,
    ByTargetNumber,
    DeclaredPort,
    DefaultPort,
    OnlyPort,
    PortChoice,
    Role,
)
from kubectl_porttrace.model.referrers.gateway import Gateway
from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.report import v1
from kubectl_porttrace.report.v1 import (
    PortMeaning,
    RouteBackend,
    RouteParent,
    RouteRole,
    RouteTrace,
)
from kubectl_porttrace.trace.routes.attachment import Attachment, Refusal
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedReferrer, TracedRoute

_MEANINGS: MappingProxyType[type[PortChoice], PortMeaning] = MappingProxyType(
    {
        ByNumber: "port",
        ByName: "portName",
        ByTargetNumber: "targetPort",
        ByPattern: "pattern",
        DeclaredPort: "targetPort",
        AllPorts: "all",
        OnlyPort: "all",
        DefaultPort: "default",
    }
)

_ROLES: MappingProxyType[Role, RouteRole] = MappingProxyType(
    {"traffic": "traffic", "mirror": "mirror", "control-plane": "control-plane", "scrape": "scrape"}
)
"""The roles of the contract; what is a policy or only informs stands with the traffic that it is about."""

_REASONS: MappingProxyType[Refusal, str] = MappingProxyType(
    {
        "parent-missing": "ParentNotFound",
        "not-admitted": "NotAllowed",
        "listener-missing": "NoMatchingParent",
        "kind": "NotAllowedByListeners",
        "namespace": "NotAllowedByListeners",
        "hostname": "NoMatchingListenerHostname",
        "port-missing": "NoMatchingParent",
    }
)
"""The reasons of the Gateway API (`shared_types.go`), which has none for a parent that does not exist."""


def route_trace(traced: TracedReferrer, findings: Sequence[Finding]) -> RouteTrace:
    """The report's value for one object that names Service ports.

    Args:
        traced: the object, followed.
        findings: what is wrong with it.
    """
    roles = {_ROLES.get(each.reference.role, "traffic") for each in traced.backends}
    return RouteTrace(
        api_version=traced.api_kind.api_version,
        kind=traced.kind,
        namespace=traced.namespace or None,
        name=traced.name,
        role="traffic" if "traffic" in roles or not roles else min(roles),
        consumer=traced.consumer,
        parents=tuple(map(_parent, traced.attachments)) if isinstance(traced, TracedRoute) else (),
        verdict=traced.verdict.word,
        backends=tuple(_backend(each, findings) for each in traced.backends),
        findings=tuple(dict.fromkeys(code for finding in findings for code in finding.codes)),
        addresses=_addresses(traced.object),
    )


def _addresses(object_: KubernetesObject) -> tuple[str, ...]:
    if isinstance(object_, Gateway):
        return tuple(each.value for each in object_.status.addresses)
    ingress = object_.status.load_balancer.ingress if isinstance(object_, Ingress) else ()
    return tuple(address for each in ingress if (address := each.ip or each.hostname))


def _parent(attachment: Attachment) -> RouteParent:
    """The reason is the controller's word where it refuses the route, and else that of the Gateway API for ours."""
    reference = attachment.parent.reference
    said = attachment.refused.accepted if attachment.refused else None
    ours = _REASONS[attachment.refusal] if attachment.refusal else None
    return RouteParent(
        kind=reference.kind,
        namespace=attachment.parent.namespace,
        name=reference.name,
        section_name=reference.section_name or None,
        attached=attachment.works,
        reason=said.reason if said else ours,
    )


def _backend(backend: TracedBackend, findings: Sequence[Finding]) -> RouteBackend:
    reference = backend.reference
    about = (each for each in findings if each.path.startswith(reference.path) or each.path == backend.path)
    return RouteBackend(
        path=reference.path,
        hosts=reference.match.hosts,
        match=reference.match.path,
        match_type=reference.match.path_type,
        weight=reference.weight,
        service=v1.RouteService(
            namespace=reference.service_namespace, name=reference.service_name, exists=backend.exists
        ),
        port=reference.written_port,
        port_means=_MEANINGS[type(reference.port)],
        service_port=backend.ports[0].spec.port if backend.ports else None,
        verdict=backend.verdict.word,
        findings=tuple(dict.fromkeys(code for finding in about for code in finding.codes)),
    )
