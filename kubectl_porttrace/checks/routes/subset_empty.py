"""PTI45: a VirtualService names a subset that no DestinationRule defines, or that selects no pod."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.istio_routes import virtual_service_of
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.istio import DestinationRule, Subset, placed_destinations, service_of_host
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedRoute, counts
from kubectl_porttrace.wording import some


@check(
    "PTI45",
    "subset-selects-no-pod",
    severity="warning",
    certainty="contract",
    needs=("destinationrules",),
    uses=("services", "pods"),
    kinds=("VirtualService",),
)
def subset_empty(traced: TracedRoute) -> Iterator[Found]:
    """A destination of a VirtualService is a subset without pods.

    Why: a subset is defined by a DestinationRule for the same host, and means those of the Service's pods that carry
    its labels as well. Where no DestinationRule defines it, or no pod has the labels, requests for it get 503.

    See: `kubectl get destinationrules -A -o yaml`; `kubectl get pods --show-labels`.

    Fix: name a subset that is defined, or give its labels to pods.
    """
    placed = {each.path: each.destination.subset for each in placed_destinations(virtual_service_of(traced))}
    for backend in traced.backends:
        subset = placed.get(backend.reference.path, "")
        if subset and backend.service is not None and counts(backend.reference):
            yield from _judged(traced, backend, subset)


def _judged(traced: TracedRoute, backend: TracedBackend, name: str) -> Iterator[Found]:
    key, path = backend.reference.service_key, f"{backend.reference.path}.subset"
    subsets = _subsets(traced.snapshot, key)
    defined = [each for each in subsets if each.name == name]
    start = f"{requests_of(backend.reference)} goes to subset {name} of Service {key[1]}, "
    if not defined:
        if traced.snapshot.holds_all("destinationrules"):
            names = some([each.name for each in subsets])
            yield Found(
                message=f"{start}which no DestinationRule defines",
                path=path,
                evidence=(f"defined are {names}",) if names else (),
                fix=Fix(text=f"name a subset that is defined, or define {name} in a DestinationRule for this host"),
            )
        return
    pods = backend.service.living_pods if backend.service is not None else ()
    if pods and not any(each.labels.items() <= pod.labels.items() for pod in pods for each in defined):
        labels = some([f"{label}={value}" for label, value in sorted(defined[0].labels.items())])
        yield Found(
            message=f"{start}and none of its pods has the labels {labels}",
            path=path,
            fix=Fix(text=f"give the pods of subset {name} the labels {labels}, or change those of the subset"),
        )


def _subsets(snapshot: Snapshot, key: tuple[str, str]) -> list[Subset]:
    rules = (
        each for each in snapshot.all_of(DestinationRule) if service_of_host(each.spec.host, each.namespace) == key
    )
    return [subset for rule in rules for subset in rule.spec.subsets]
