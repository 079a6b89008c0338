"""What checks say of a number that was asked about, at the address it was asked at."""

from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.model.address_owner import AddressOwner
from kubectl_porttrace.trace.lookups.address import Mistaken, TracedAddress
from kubectl_porttrace.trace.service import TracedService

_WAYS = {
    "ClusterIP": "the cluster IP of",
    "LoadBalancer": "the load balancer of",
    "ExternalIP": "the external IP of",
    "Name": "the name of",
}


CERTAIN = frozenset({"ClusterIP", "Name"})
"""Addresses at which nothing but kube-proxy takes traffic; others may be those of a machine or a device as well."""


def reference(service: TracedService) -> ObjectReference:
    """The Service as an object of the API."""
    return ObjectReference(kind="Service", namespace=service.namespace, name=service.name)


def way_in_words(owner: AddressOwner) -> str:
    """What the address is to its Service: `the cluster IP of`."""
    return _WAYS[owner.way]


def change(traced: TracedAddress, service: TracedService) -> str:
    """What to dial at the same address."""
    numbers = [f"{port.spec.port}/{port.spec.protocol}" for port in service.ports]
    return f"dial {some(numbers)} at {traced.target.host}" if numbers else "let clients dial the endpoints themselves"


def dialled_instead(way: str, wrong: Mistaken) -> str:
    """Which number is dialled at an address of that kind."""
    spec = wrong.port.spec
    if way in {"Pod", "EndpointName"}:
        numbers = [str(number) for number in sorted({backend.port for backend in wrong.port.backends})]
        return f"its pods take {some(numbers or [str(spec.target)])}"
    if way == "OtherNumber":
        at_nodes = f"nodes take {spec.node_port}/{spec.protocol}, its" if spec.node_port else "it has no node port; its"
        return f"{at_nodes} clients dial {spec.port} at {some(wrong.service.service.cluster_ips) or wrong.service.name}"
    here = "the cluster IP" if way in CERTAIN else "this address"
    opened = f"it is not opened on {here}, where" if wrong.role == "nodePort" else "its"
    return f"{opened} clients dial {spec.port}/{spec.protocol}"
