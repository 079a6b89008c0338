"""Objects that something else writes, so that a change by hand does not last: who does, as far as they say.

Sources: `knative/serving/pkg/reconciler/serverlessservice/resources/services.go`, `knative/serving/pkg/apis/serving/
register.go` (labels), `fluxcd/flagger/pkg/router/kubernetes_default.go` (owner), `argoproj/argo-rollouts/pkg/apis/
rollouts/v1alpha1/types.go:ManagedByRolloutsKey`.
"""

from types import MappingProxyType
from typing import Final

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import Workload

MANAGED_BY_ROLLOUT: Final = "argo-rollouts.argoproj.io/managed-by-rollouts"
"""The annotation on a Service whose selector Argo Rollouts writes, with the name of the Rollout."""

_KNATIVE: Final = MappingProxyType(
    {"serving.knative.dev/service": "Knative Service", "serving.knative.dev/revision": "Knative Revision"}
)
"""What Knative Serving writes has the name of what a person wrote in one of these labels, the first one first."""

_OF_KUBERNETES: Final = frozenset({"CronJob", "DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"})
"""These make objects once, or are themselves what there is to change."""


def generator_of(object_: Service | Workload, path: str = "") -> str | None:
    """What writes an object, as in `Canary/web` or `Knative Service web`; None where nothing else is known to.

    Args:
        object_: the object.
        path: the field that is to be changed: Argo Rollouts writes the selectors of Services and nothing else of them.
    """
    metadata = object_.metadata
    owner = metadata.controller
    if owner is not None and owner.kind not in _OF_KUBERNETES:
        named = (f"{kind} {metadata.labels[label]}" for label, kind in _KNATIVE.items() if label in metadata.labels)
        return next(named, f"{owner.kind}/{owner.name}")
    rollout = metadata.annotations.get(MANAGED_BY_ROLLOUT)
    return f"Rollout/{rollout}" if rollout and path.startswith("spec.selector") else None
