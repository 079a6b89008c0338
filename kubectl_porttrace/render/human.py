"""`-o table` and `-o wide`: what a person reads."""

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.overview import overview_screen
from kubectl_porttrace.render.routes import route_screen
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.service import service_screen
from kubectl_porttrace.render.workload import workload_screen
from kubectl_porttrace.report.v1 import Report


def render(report: Report, screen: Screen) -> str:
    """One Service in full, or a line for each port of several; workloads and routes in full where asked for."""
    if not report.services and not report.workloads and not report.routes:
        return ""
    cleaned = clean_report(report)
    if report.workloads:
        blocks = workload_screen(cleaned, screen)
    elif screen.routes:
        blocks = route_screen(cleaned, screen)
    else:
        blocks = (service_screen if len(cleaned.services) == 1 else overview_screen)(cleaned, screen)
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)
