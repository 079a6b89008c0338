"""The rules about nodes and their zones, and ports of nodes, each with its opposite."""

from scripts.flip import Flip

TRACE = "kubectl_porttrace/trace"
MODEL = "kubectl_porttrace/model"

NODES = (
    Flip(
        "an address outside comes before one inside",
        f"{MODEL}/node.py",
        '("InternalIP", "ExternalIP")',
        '("ExternalIP", "InternalIP")',
    ),
    Flip(
        "what the Service says is said of the workload too",
        "kubectl_porttrace/checks/container_ports/host_port_is_node_port.py",
        "if service.key not in told",
        "",
    ),
    Flip(
        "an unready endpoint spoils the hints",
        "kubectl_porttrace/checks/zones.py",
        "if endpoint.ready and endpoint.addresses",
        "if endpoint.addresses",
    ),
    Flip(
        "trafficDistribution wins over the annotation",
        "kubectl_porttrace/checks/zones.py",
        "in BY_ZONE and not service.topology_aware",
        "in BY_ZONE",
    ),
    Flip(
        "nodes of the control plane have a zone",
        "kubectl_porttrace/checks/zones.py",
        "return CONTROL_PLANE.isdisjoint(node.metadata.labels)",
        "return True",
    ),
    Flip(
        "a cordoned node takes pods",
        f"{TRACE}/eligible_nodes.py",
        "*([_CORDONED] if node.spec.unschedulable else [])",
        "",
    ),
    Flip(
        "a preference keeps pods off",
        f"{TRACE}/eligible_nodes.py",
        "if taint.effect in _KEEPING_OFF",
        "if True",
    ),
    Flip(
        "a toleration is for every value",
        f"{TRACE}/eligible_nodes.py",
        "return toleration.value == taint.value",
        "return True",
    ),
    Flip(
        "a cordon drives pods away",
        "kubectl_porttrace/checks/container_ports/too_few_nodes.py",
        "node.name in taken or any(",
        "any(",
    ),
)
