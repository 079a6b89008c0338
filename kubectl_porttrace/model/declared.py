"""Which ports of pods Prometheus finds: those that are declared, and no others."""

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.regular_expression import fully_matches


def declares(pod: Pod, wanted: int | str) -> bool | None:
    """Whether a container of a pod declares a port; None for what is not evaluated here.

    Prometheus finds the ports of init containers as well.

    Source: `prometheus/discovery/kubernetes/pod.go:buildPod`, `endpointslice.go:buildEndpointSlice`.

    Args:
        pod: the pod.
        wanted: the number of the port, or a regular expression for its name.
    """
    ports = [port for each in pod.spec.all_containers for port in each.ports]
    if isinstance(wanted, int):
        return any(port.container_port == wanted for port in ports)
    answers = {fully_matches(wanted, port.name) for port in ports}
    return True if True in answers else None if None in answers else False


def has_port(pod: Pod, wanted: int | str) -> bool:
    """Whether a container of a pod, an init container among them, declares a port of this number, or of this name."""
    ports = (port for each in pod.spec.all_containers for port in each.ports)
    return any(wanted in {port.container_port, port.name} for port in ports)
