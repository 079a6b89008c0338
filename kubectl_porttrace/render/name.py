"""`-o name`: the Services with something wrong, as kubectl names them, for another command to read."""

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report


def render(report: Report, _screen: Screen) -> str:
    """A line such as `service/web` for each Service with an error or a warning; as in kubectl, without namespace."""
    cleaned = clean_report(report)
    wrong = {(found.subject.namespace, found.subject.name) for found in cleaned.findings if found.severity != "note"}
    return "".join(
        f"service/{service.name}\n" for service in cleaned.services if (service.namespace, service.name) in wrong
    )
