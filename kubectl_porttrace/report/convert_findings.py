"""Findings in the words of the contract, and what could not be looked at."""

from collections.abc import Iterator

from kubectl_porttrace.findings import Finding, ObjectReference
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.report import v1


def finding_in_report(finding: Finding, snapshot: Snapshot) -> v1.Finding:
    """The report's value for one finding.

    Args:
        finding: what was found.
        snapshot: where the Services are that its ports belong to.
    """
    return v1.Finding(
        code=finding.code,
        name=finding.name,
        severity=finding.severity,
        certainty=finding.certainty,
        object=_reference(finding.object),
        subject=_reference(finding.subject),
        subjects=tuple(_reference(each) for each in (finding.subject, *finding.others)),
        ports=tuple(_ports(finding, snapshot)),
        path=finding.path,
        message=finding.message,
        evidence=finding.evidence,
        fix=v1.Fix(text=finding.fix.text, command=finding.fix.command),
        consequences=tuple(
            v1.Consequence(code=below.code, name=below.name, message=below.message) for below in finding.consequences
        ),
    )


def not_checked(unread: Unread, affects: tuple[str, ...]) -> v1.NotChecked:
    """The report's value for a resource that was not read, with the codes that it keeps from being found."""
    return v1.NotChecked(
        resource=unread.resource,
        namespace=unread.namespace,
        reason=unread.reason,
        message=unread.message,
        affects=affects,
    )


def _reference(reference: ObjectReference) -> v1.ObjectReference:
    return v1.ObjectReference(kind=reference.kind, namespace=reference.namespace, name=reference.name)


def _ports(finding: Finding, snapshot: Snapshot) -> Iterator[v1.ServicePortReference]:
    for key in sorted(finding.ports):
        service = snapshot.service(key.namespace, key.service)
        if service is not None:
            port = service.spec.ports[key.index]
            yield v1.ServicePortReference(
                namespace=key.namespace, service=key.service, port=port.port, protocol=port.protocol
            )
