"""PTN13: policies of kinds that are not judged, about the pods of a Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, reference, titles
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.findings import Fix, SharedCause
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.other_policies import MESH_POLICIES
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.beside import any_beside, policies_beside, undecided_by
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.policies.standing import open_to_somebody
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

JUDGED = "NetworkPolicies and cluster-wide policies are judged, policies of other kinds are not"


@check(
    "PTN13",
    "other-policies-beside",
    severity="note",
    certainty="certain",
    needs=("pods",),
    uses=(*POLICIES, *(kind.known_as for kind in MESH_POLICIES), "namespaces"),
)
def other_policies_beside(traced: TracedService) -> Iterator[Found]:
    """Policies of Cilium, Calico, Istio or Linkerd are about the pods of the Service, and are not judged.

    Why: Cilium and Calico have policies of their own, which admit beside NetworkPolicies or before them, and refuse
    what these admit. Service meshes look at requests after that. Their rules are listed here and not judged. Where
    NetworkPolicies admit nobody and one of these policies may, it stays unknown whether the port is closed.

    See: `kubectl get ciliumnetworkpolicies,authorizationpolicies -A`, whichever the cluster has.

    Fix: look what they say about the clients of the Service.
    """
    closed = list(_closed(traced))
    yield from closed
    listed = dict.fromkeys(
        (each.title, each.certain) for pod in _pods(traced) for each in policies_beside(traced.snapshot, pod)
    )
    if not closed and listed:
        sure = [title for title, certain in listed if certain]
        names = some(sure or [title for title, _ in listed])
        verb = "select" if len(listed) > 1 else "selects"
        message = f"{names} {verb if sure else 'may select'} pods of the Service, and is not judged"
        yield Found(
            message=message.replace(" is not", " are not") if len(listed) > 1 else message,
            evidence=(JUDGED,),
            fix=Fix(text=f"look what {names} says about the clients of the Service"),
            shared=SharedCause(key=message, message=message.replace("of the Service", "of Services"), whole=True),
        )


def _pods(traced: TracedService) -> Iterator[Pod]:
    for port in traced.ports if any_beside(traced.snapshot) else ():
        yield from (backend.pod for backend in port.usable if backend.pod is not None)


def _closed(traced: TracedService) -> Iterator[Found]:
    """The ports that NetworkPolicies would close, but for policies that are not judged."""
    for port in traced.ports if traced.snapshot.all_of(NetworkPolicy) else ():
        pods = tuple(_closed_but_for_these(traced, port))
        if pods:
            others = some(list(undecided_by(traced.snapshot, pods[0])))
            policies = isolation_of(traced.snapshot, pods[0], "Ingress").policies
            yield Found(
                message=f"{titles(policies)} admits nobody to {port.title}, and {others} may",
                path="spec.ingress",
                evidence=(f"isolated: {by_workload(traced, pods)}", JUDGED),
                fix=Fix(text=f"look whether {others} admits the clients of {port.title}"),
                object=reference(policies[0]),
                ports=(port,),
            )


def _closed_but_for_these(traced: TracedService, port: TracedPort) -> Iterator[Pod]:
    for backend in port.usable:
        pod = backend.pod
        if pod is None or pod.spec.host_network or not isolation_of(traced.snapshot, pod, "Ingress").policies:
            continue
        shut = open_to_somebody(traced.snapshot, pod, port.spec.protocol, backend.port) is False
        if shut and undecided_by(traced.snapshot, pod):
            yield pod
