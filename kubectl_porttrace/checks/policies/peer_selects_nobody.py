"""PTN17: a rule of a NetworkPolicy whose peer is nobody."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.rules_of_policies import TEMPLATES, chooses_pods, rules
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.network_policy import Namespace, NetworkPolicyPeer
from kubectl_porttrace.trace.policies.labels import Labels, matches, well_formed
from kubectl_porttrace.trace.policies.policy import TracedPolicy


@check(
    "PTN17",
    "peer-selects-nobody",
    severity="note",
    certainty="certain",
    needs=("pods", *TEMPLATES),
    uses=("namespaces",),
    scope="cluster",
)
def peer_selects_nobody(traced: TracedPolicy) -> Iterator[Found]:
    """A peer of a rule chooses a namespace or pods that do not exist, so it admits nobody.

    Why: a podSelector alone looks among the pods of the policy's own namespace, and a namespaceSelector looks at the
    labels of namespaces, not at their names; every namespace has the label `kubernetes.io/metadata.name`. A peer that
    matches nothing is no error, and admits nobody. It may wait for pods that come and go.

    See: `kubectl get namespaces --show-labels`; `kubectl get pods --show-labels`.

    Fix: write labels that the peers have.
    """
    for rule in rules(traced.policy):
        for place, peer in enumerate(rule.peers):
            nobody = _nobody(traced, peer)
            if nobody:
                yield Found(
                    message=f"{rule.peer_path(place)} admits nobody: {nobody}",
                    path=rule.peer_path(place),
                    fix=Fix(text="write labels that those have who are to be admitted, or leave the peer out"),
                )


def _nobody(traced: TracedPolicy, peer: NetworkPolicyPeer) -> str:
    """Why a peer is nobody; empty where it is somebody, or that is not known."""
    if peer.namespace_selector is not None:
        return _no_namespace(traced, peer.namespace_selector)
    selector = peer.pod_selector
    known = selector is not None and well_formed(selector) and traced.all_pods_known
    if selector is None or not known or chooses_pods(traced.snapshot, traced.namespace, selector):
        return ""
    return f"no pod of namespace {traced.namespace} has the labels {selector or '{}'}"


def _no_namespace(traced: TracedPolicy, selector: LabelSelector) -> str:
    namespaces = traced.snapshot.all_of(Namespace)
    if not namespaces or not well_formed(selector) or not traced.snapshot.was_read("namespaces"):
        return ""
    if any(matches(selector, Labels(each.metadata.labels)) for each in namespaces):
        return ""
    return f"no namespace has the labels {selector}"
