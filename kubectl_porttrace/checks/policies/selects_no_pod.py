"""PTN16: a NetworkPolicy that selects no pod."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import show_labels
from kubectl_porttrace.checks.rules_of_policies import TEMPLATES, chooses_pods, mistyped_label
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.policies.labels import well_formed
from kubectl_porttrace.trace.policies.policy import TracedPolicy


@check(
    "PTN16", "policy-selects-no-pod", severity="note", certainty="certain", needs=("pods", *TEMPLATES), scope="cluster"
)
def selects_no_pod(traced: TracedPolicy) -> Iterator[Found]:
    """A NetworkPolicy selects no pod of its namespace, so that it does nothing; a warning where a label is mistyped.

    Why: podSelector looks among the pods of the policy's own namespace. Without a pod that it matches, the policy
    isolates nothing and admits nothing. It may wait for pods that come and go, as those of a Job do.

    See: `kubectl get pods --show-labels`; `kubectl describe networkpolicy NAME` shows the selector.

    Fix: write the labels that the pods have, or delete the policy.
    """
    selector = traced.policy.spec.pod_selector
    known = traced.all_pods_known and well_formed(selector)
    if not known or not traced.snapshot.pods_in(traced.namespace):
        return
    if chooses_pods(traced.snapshot, traced.namespace, selector):
        return
    near = mistyped_label(traced.snapshot, traced.namespace, selector)
    hint = f"; pods have {near[0]}={near[2]}" if near else ""
    mend = f"write {near[0]}: {near[2]}" if near else "write the labels of the pods it is for"
    yield Found(
        message=f"podSelector {selector} matches no pod of the namespace{hint}",
        path=f"spec.podSelector.matchLabels[{near[0]}]" if near else "spec.podSelector",
        fix=Fix(text=f"{mend}, or delete it where nothing needs it:", command=show_labels(traced.namespace)),
        severity="warning" if near else None,
    )
