"""What is said of a backend that names a port which is none."""

from kubectl_porttrace.checks.check import Found
from kubectl_porttrace.checks.patches import patch
from kubectl_porttrace.checks.references import meant_port, near_in_words, ports_of, requests_of, taken_over, written
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.reference import HEALTH_PORT, Reference
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedRoute, counts


def missing_port(traced: TracedRoute, backend: TracedBackend) -> Found:
    """The finding on a backend whose Service exists, and has not the port that it names.

    Args:
        traced: the route.
        backend: one of its backends that means no port.
    """
    if backend.service is None:
        raise ValueError(backend)
    service, reference = backend.service.service, backend.reference
    near, port = near_in_words(backend), meant_port(backend)
    by_name = traced.kind == "Ingress"
    where = backend.path.rpartition(".")[0] if by_name else backend.path
    fix = Fix(text="name the number of a port that the Service has, or add the port to the Service")
    if port is not None:
        value = {"number": port.port} if by_name else port.port
        # A Mapping of Emissary has the port within a longer text.
        command = patch(traced, ("replace", where, value)) if reference.port_path else None
        fix = Fix(text=f"name port {port.port} in place of {written(reference)}", command=command)
    return Found(
        message=f"{_what_goes(reference)} to port {written(reference)} of Service {service.name}, which has no "
        f"such port: it has {ports_of(service)}",
        path=backend.path,
        evidence=(*((near,) if near else ()), *taken_over(traced, backend)),
        fix=fix,
        severity=None if counts(reference) else "warning",
    )


def _what_goes(reference: Reference) -> str:
    """What is sent to the port: requests, or the health checks without which there are none."""
    health = "the health check of " if reference.port_path == HEALTH_PORT else ""
    return f"{health}{requests_of(reference)} goes"
