"""PTK17: no kube-proxy was found, and a network plugin that can take its place."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.service import TracedService

_KUBE_PROXY: Final = frozenset({("k8s-app", "kube-proxy"), ("component", "kube-proxy")})
"""As kubeadm labels its pods (`cmd/kubeadm/app/phases/addons/proxy/manifests.go`), and those that the kubelet starts
from files (`cluster/gce/manifests/kube-proxy.manifest`)."""

_REPLACING: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {("k8s-app", "cilium"): "Cilium", ("app", "ovnkube-node"): "OVN-Kubernetes"}
)
"""Agents that can do its work, by their labels: `cilium/install/kubernetes/cilium/templates/cilium-agent/
daemonset.yaml`, `ovn-kubernetes/dist/templates/ovnkube-node.yaml.j2`. What else may replace it also runs beside it."""


@check("PTK17", "kube-proxy-replaced", severity="note", certainty="likely", needs=("pods",), scope="cluster")
def kube_proxy_replaced(traced: TracedService) -> Iterator[Found]:
    """No pod of kube-proxy runs in the cluster, and Cilium or OVN-Kubernetes does, which can do its work.

    Why: findings of certainty kube-proxy say what upstream kube-proxy does in iptables or nftables mode. Others keep to
    the same API and differ at its edges: whether a port that is not declared is refused or gets no answer, where node
    ports are opened, what becomes of connections to pods that end. This is told once, on the Service of the API server,
    and only where the pods of the whole cluster were read. Some distributions run kube-proxy without a pod.

    See: `kubectl get pods -A -l k8s-app=kube-proxy`; `kubectl get configmap cilium-config -n kube-system -o yaml`:
    `kube-proxy-replacement`.

    Fix: nothing. Take such findings as what Kubernetes does by default.
    """
    if not traced.service.is_api_server or not traced.snapshot.holds_all("pods"):
        return
    instead = _instead(traced.snapshot)
    if instead is not None:
        yield Found(
            message=f"no pod of kube-proxy was found, and {instead} runs, which can do its work: what is said of "
            "kube-proxy here is what Kubernetes does by default",
            fix=Fix(text="nothing, if that is how the cluster was set up"),
        )


def _instead(snapshot: Snapshot) -> str | None:
    """The agent that may do the work of kube-proxy; None where that runs, or no such agent does."""
    if _runs(snapshot, _KUBE_PROXY):
        return None
    return next((title for label, title in _REPLACING.items() if _runs(snapshot, {label})), None)


def _runs(snapshot: Snapshot, labels: Iterable[tuple[str, str]]) -> bool:
    """Whether a pod of any namespace carries one of these labels."""
    return any(snapshot.pod_labels.with_any(namespace, labels) for namespace in snapshot.namespaces_with_pods)
