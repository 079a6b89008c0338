"""Whether Istio matters to a Service, so that what it makes of its ports does."""

from typing import Final

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.service import TracedService

_SIDECAR: Final = "istio-proxy"
"""The container that Istio adds to pods (`istio/pkg/kube/inject/inject.go:ProxyContainerName`)."""
_NAMING: Final = ("VirtualService", "DestinationRule", "Gateway.networking.istio.io")


def has_istio(traced: TracedService) -> bool:
    """Whether Istio has to do with a Service: its proxy in a pod, or an object of one of its kinds.

    The object names the Service, or is in its namespace. That an API server has these kinds is no sign: they may be
    there for other namespaces, and a Snapshot does not tell a kind without objects from one that is not served.
    """
    if traced.namespace in traced.snapshot.once(_namespaces):
        return True
    naming = traced.snapshot.referring.to(traced.namespace, traced.name)
    if any(each.referrer.kind in _NAMING for each in naming):
        return True
    return any(_has_sidecar(pods[0]) for pods in traced.alike_pods)


def _namespaces(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(each.namespace for name in _NAMING for each in snapshot.of_kind(KIND_BY_NAME[name]))


def _has_sidecar(pod: Pod) -> bool:
    return any(each.name == _SIDECAR for each in pod.spec.all_containers)
