"""`-o name`: the Services with something wrong, as kubectl names them, for another command to read."""

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report, ServiceTrace


def render(report: Report, screen: Screen) -> str:
    """A line such as `service/web` for each Service with an error or a warning.

    Where more than one namespace was asked about, with the namespace: `service/web -n shop`, so that each line is what
    kubectl takes.
    """
    cleaned = clean_report(report)
    grave = (found for found in cleaned.findings if found.severity != "note")
    wrong = {(subject.namespace, subject.name) for found in grave for subject in found.subjects}
    return "".join(
        f"{_line(service, screen)}\n" for service in cleaned.services if (service.namespace, service.name) in wrong
    )


def _line(service: ServiceTrace, screen: Screen) -> str:
    return f"service/{service.name}" + (f" -n {service.namespace}" if screen.namespaces else "")
