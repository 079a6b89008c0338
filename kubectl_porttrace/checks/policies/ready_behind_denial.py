"""PTN20: pods that are ready while NetworkPolicies keep everybody from them."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, Denial, denials, reference, titles
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.probes import probes
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN20",
    "ready-behind-denial",
    severity="note",
    certainty="cni",
    needs=("pods",),
    uses=POLICIES,
    scope="cluster",
)
def ready_behind_denial(traced: TracedService) -> Iterator[Found]:
    """The readiness probe of a port succeeds, while NetworkPolicies admit nobody else to it.

    Why: readiness probes come from the kubelet of the pod's own node, which policies never keep out. So a probe that
    succeeds says nothing about other clients.

    See: `kubectl get pod NAME -o jsonpath='{.spec.containers[*].readinessProbe}'` beside
    `kubectl describe networkpolicy`.

    Fix: none is needed for readiness itself; admit the clients in the policy.
    """
    for denial in denials(traced):
        if any(_probed(pod, denial.number) for pod in denial.pods):
            yield Found(
                message=f"readiness succeeds although nobody else reaches {denial.title}: the kubelet always may",
                path="spec.ingress",
                fix=Fix(text=_mend(denial)),
                object=reference(denial.policies[0]),
                ports=denial.ports,
            )


def _mend(denial: Denial) -> str:
    return f"take readiness for no sign that clients reach {denial.title}; admit them in {titles(denial.policies)}"


def _probed(pod: Pod, number: int) -> bool:
    """Whether a pod is ready by a probe of that very number."""
    return pod.ready and any(use.kind == "readinessProbe" and use.number == number for use in probes(pod.spec))
