"""PTN18: who sends the requests of an Ingress, a route or a webhook is not admitted by the Service's policies."""

from collections.abc import Iterator

from msgspec.structs import replace

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import BASELINE, POLICIES
from kubectl_porttrace.checks.refusals import found_refused
from kubectl_porttrace.findings import Fix, ObjectReference, SharedCause
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.trace.policies.beside import undecided_by
from kubectl_porttrace.trace.policies.consumers import SYSTEM, access_of, own_namespace_alone, senders
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedCaller, TracedReferrer


@check(
    "PTN18",
    "consumer-not-admitted",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=(*POLICIES, BASELINE, "namespaces", "ingressclasses", "gateways", PODS_ELSEWHERE),
)
def consumer_not_admitted(traced: TracedReferrer) -> Iterator[Found]:
    """NetworkPolicies of the Service's pods do not admit who sends the requests: the controller, or the API server.

    Why: requests to an Ingress or a Gateway come to pods of its own, often in another namespace, and from there to the
    Service's pods. A policy that admits pods of its own namespace keeps these out, and everything else works. So it is
    with webhooks, which the API server calls. Which pods these are is known by the
    Service whose load balancer has the address of the Ingress or the Gateway, where it was read (`-A` reads it). Where
    it was not, those of a Gateway are known by the label `gateway.networking.k8s.io/gateway-name`, those of a
    controller by the labels of its chart.

    See: `kubectl describe networkpolicy`; `kubectl porttrace SERVICE --from NAMESPACE/pod/NAME` asks about one pod.

    Fix: admit the namespace of the controller in an ingress rule, on the port of the pods.
    """
    for backend in _each_once(traced):
        for who, pods in senders(traced):
            access = access_of(traced, backend, who, pods)
            if access is not None:
                found = found_refused(access, "Ingress", "are not admitted", f"the pods of {who}", "the pods'")
                yield from map(_shared, found)
        if isinstance(traced, TracedCaller) and backend.reference.role == "control-plane":
            yield from map(_shared, _api_server(traced, backend))


def _each_once(traced: TracedReferrer) -> Iterator[TracedBackend]:
    """The backends that mean different ports: many paths may lead to one."""
    yield from {(each.reference.service_key, each.port_keys): each for each in traced.served}.values()


def _shared(found: Found) -> Found:
    """The same of several routes to one port is one cause."""
    return replace(found, shared=SharedCause(key=found.message, message=found.message, whole=True))


def _api_server(traced: TracedCaller, backend: TracedBackend) -> Iterator[Found]:
    for port in backend.ports:
        found = own_namespace_alone(traced.snapshot, port)
        if found is None or found[1].namespace == SYSTEM or undecided_by(traced.snapshot, found[1]):
            continue
        title, pod = found
        number = f"{port.usable[0].port}/{port.spec.protocol}"
        yield Found(
            message=f"{title} admits pods of its own namespace alone, and the API server is to call {port.title}",
            path="spec.ingress",
            fix=Fix(text=f"admit the addresses of the control plane on {number}, in an ipBlock of {title}"),
            object=ObjectReference(kind="NetworkPolicy", namespace=pod.namespace, name=title.removeprefix("netpol/")),
            ports=(port,),
            despite_backends=True,
        )
