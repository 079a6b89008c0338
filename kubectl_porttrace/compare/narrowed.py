"""What of a report is about some objects, and about those that differ."""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from kubectl_porttrace.compare.routes import route_reference
from kubectl_porttrace.compare.services import service_reference
from kubectl_porttrace.report.summary import summary_of
from kubectl_porttrace.report.v1 import ObjectReference, Report, RouteBackend


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
        # What is suppressed is counted as a whole.
        summary=summary_of(services, findings, ignored=report.summary.ignored, known=report.summary.known),
    )


def _differing(report: Report) -> Iterable[ObjectReference]:
    if report.comparison is not None:
        yield from (each.object for each in report.comparison.differences)
        for found in report.comparison.findings:
            yield from found.subjects


def _named(backend: RouteBackend) -> ObjectReference:
    return ObjectReference(kind="Service", namespace=backend.service.namespace, name=backend.service.name)
