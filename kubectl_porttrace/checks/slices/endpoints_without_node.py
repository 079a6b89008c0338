"""PTE20: policy Local, and endpoints that are local nowhere."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slice_reference
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE20",
    "endpoints-without-node",
    severity="error",
    certainty="kube-proxy",
    needs=("endpointslices",),
    uses=("nodes",),
    causes=("PTK01", "PTK02"),
)
def endpoints_without_node(traced: TracedService) -> Iterator[Found]:
    """The Service has traffic policy Local, and none of its endpoints is on a node of the cluster.

    Why: under policy Local a node sends traffic only to endpoints of its own. An endpoint without `nodeName`, or with
    one that is no Node, belongs to no node, so every node drops the traffic, though the endpoints are ready. Clients
    see a timeout. kube-proxy in IPVS mode behaves otherwise.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: compare `nodeName` with
    `kubectl get nodes`.

    Fix: write the right `nodeName` on the endpoints, or set the policy to Cluster.
    """
    if traced.service.headless:
        return
    for port in traced.ports:
        fields = _local_policies(traced.service, port)
        if not fields or not port.usable:
            continue
        backends = [each for each in port.backends if each.may_take_traffic and not each.gone]
        if any(_is_somewhere(traced, backend) for backend in backends):
            continue
        slice_ = backends[0].slice
        addresses = list(dict.fromkeys(str(backend.ip) for backend in backends))
        yield Found(
            message=f"{' and '.join(fields)} Local needs endpoints on nodes of the cluster, "
            f"but {some(addresses)} of port {port.title} {_nowhere(backends, one=len(addresses) == 1)}",
            path="endpoints" if slice_ else f"spec.{fields[0]}",
            evidence=(f"endpointslice/{slice_.name}",) if slice_ else (),
            object=slice_reference(slice_) if slice_ else None,
            fix=Fix(text="write the right nodeName on the endpoints, or set the policy to Cluster"),
            ports=(port,),
            despite_backends=True,
        )


def _is_somewhere(traced: TracedService, backend: Backend) -> bool:
    """Whether it is on a node, or will be, or may be for all that could be read."""
    if backend.pod is not None and backend.pod.is_template:
        return True
    snapshot = traced.snapshot
    return backend.node is not None and (not snapshot.was_read("nodes") or snapshot.node(backend.node) is not None)


def _nowhere(backends: Sequence[Backend], *, one: bool) -> str:
    nodes = sorted({backend.node for backend in backends if backend.node})
    if not nodes:
        return f"{'has' if one else 'have'} no nodeName"
    return f"{'names' if one else 'name'} {some(nodes)}, which {'does' if len(nodes) == 1 else 'do'} not exist"


def _local_policies(service: Service, port: TracedPort) -> list[str]:
    """The policies that are Local, of the ways in that the port has."""
    ways = [("internalTrafficPolicy", service.spec.internal_traffic_policy)]
    if service.opens_outside(port.spec):
        ways.append(("externalTrafficPolicy", service.spec.external_traffic_policy))
    return [field for field, policy in ways if policy == "Local"]
