"""What of a report is about some objects, and about those that differ."""

from collections import Counter
from collections.abc import Collection, Iterable

from msgspec.structs import replace

from kubectl_porttrace.compare.routes import route_reference
from kubectl_porttrace.compare.services import service_reference
from kubectl_porttrace.report.v1 import Finding, ObjectReference, Report, RouteBackend, ServiceTrace, Summary


def narrowed(report: Report, held: Collection[ObjectReference]) -> Report:
    """The report on some objects, on what differs in its comparison, and on what leads there or is led to.

    Args:
        report: the report.
        held: the objects that are shown whether or not they differ.
    """
    shown = {*held, *_differing(report)}
    own = [route for route in report.routes if route_reference(route) in shown]
    shown |= {_named(backend) for route in own for backend in route.backends}
    routes = tuple(
        route
        for route in report.routes
        if route_reference(route) in shown or any(_named(backend) in shown for backend in route.backends)
    )
    shown |= {route_reference(route) for route in routes}
    services = tuple(service for service in report.services if service_reference(service) in shown)
    findings = tuple(each for each in report.findings if shown.intersection((*each.subjects, each.object)))
    return replace(
        report,
        services=services,
        routes=routes,
        policies=tuple(
            each
            for each in report.policies
            if ObjectReference(kind="NetworkPolicy", namespace=each.namespace, name=each.name) in shown
        ),
        findings=findings,
        summary=_summary(report.summary, services, findings),
    )


def _differing(report: Report) -> Iterable[ObjectReference]:
    if report.comparison is not None:
        yield from (each.object for each in report.comparison.differences)
        for found in report.comparison.findings:
            yield from found.subjects


def _named(backend: RouteBackend) -> ObjectReference:
    return ObjectReference(kind="Service", namespace=backend.service.namespace, name=backend.service.name)


def _summary(whole: Summary, services: Collection[ServiceTrace], findings: Collection[Finding]) -> Summary:
    """The counts of what is shown; what is suppressed is counted as a whole."""
    verdicts = Counter(port.verdict for service in services for port in service.ports)
    severities = Counter(finding.severity for finding in findings)
    return replace(
        whole,
        services=len(services),
        ports=verdicts.total(),
        wired=verdicts["wired"],
        partial=verdicts["partial"],
        broken=verdicts["broken"],
        unknown=verdicts["unknown"],
        external=sum(service.verdict == "external" for service in services),
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
    )
