"""Pods: those that Services and workloads select; more of them where these do not explain what is seen.

Slices and pods are read one after the other or side by side, and both change meanwhile. Where a slice names a pod that
is not among all pods of its namespace, the slices are read once more, and after them the pod: what names it then, named
it before and after it was found missing. So no order of reads makes a pod seem to be gone.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kubectl_porttrace.model.service import SERVICE_LB_NAMESPACE, Service, service_lb_labels
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICE_LB_PODS, Unread
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query, label_selector
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule
from kubectl_porttrace.read.cluster.rules.slices import slices_query

FEW_PODS = 20


def _at_first(question: Question) -> Iterator[Query]:
    if question.whole:
        yield _all_pods(question)
    for target in question.workloads:
        if target.kind == "Pod":
            yield Query("Pod", question.namespace, name=target.name, essential=True)


def _further(known: Known) -> Iterator[Query]:
    yield from _here(known)
    yield from _elsewhere(known)
    yield from _confirming(known)
    yield from _of_service_lb(known)


def _here(known: Known) -> Iterator[Query]:
    """The pods that the selectors match; all of the namespace where these do not explain what is seen."""
    question, services = known.question, known.services
    selectors = {label_selector(service.spec.selector) for service in services if service.selects}
    selectors |= set(_of_workloads(known))
    selectorless = any(not service.selects for service in services)
    missing = any(target.kind == "Pod" for target in known.missing)
    if len(selectors) > FEW or selectorless or missing or known.without_pods or _others_matter(known):
        yield _all_pods(question)
    elif _all_pods(question) not in known.collected.asked:
        for selector in sorted(selectors):
            yield Query("Pod", question.namespace, labels=selector)


def _of_workloads(known: Known) -> Iterator[str]:
    """The selectors by which the workloads asked about say which pods are their own."""
    for target in known.question.workloads:
        workload = known.snapshot.workload(target.kind, known.question.namespace or "", target.name)
        if workload is not None and workload.spec.selector is not None:
            yield str(workload.spec.selector)


def _elsewhere(known: Known) -> Iterator[Query]:
    """The pods of other namespaces that a selector would match.

    Selection ends at the namespace, so they are the likeliest explanation of a selector that matches no pod of its own.
    """
    if known.question.namespace is None or len(known.without_pods) > FEW:
        return
    for service in known.without_pods:
        yield Query(
            "Pod",
            None,
            labels=label_selector(service.spec.selector),
            fields=f"metadata.namespace!={service.namespace}",
            metadata_only=True,
            known_as=PODS_ELSEWHERE,
        )


def _of_service_lb(known: Known) -> Iterator[Query]:
    """The pods that K3s and RKE2 make for a load balancer, one for each node, where no address is published.

    Its controller is a cloud's to Kubernetes, so the Service carries the finalizer of these.
    """
    if known.question.namespace is None and known.question.whole:
        return
    waiting = [each for each in known.services if each.pending_balancer and each.taken_by_cloud]
    for service in waiting[:FEW]:
        yield Query(
            "Pod", SERVICE_LB_NAMESPACE, labels=label_selector(service_lb_labels(service)), known_as=SERVICE_LB_PODS
        )


def _left_out(known: Known) -> Iterator[Unread]:
    number = len(known.without_pods)
    if known.question.namespace is not None and number > FEW:
        message = f"{number} Services match no pod here; ask for one by name to look for its pods in other namespaces"
        yield Unread(PODS_ELSEWHERE, None, "not-requested", message)


def _all_pods(question: Question) -> Query:
    return Query("Pod", question.namespace)


def _others_matter(known: Known) -> bool:
    """Whether slices refer to pods that are not among those read, or some of these may wait for other Services."""
    if known.waiting_for_services:
        return True
    return known.collected.has_asked_for("Pod") and any(_missing(known.snapshot, known.services))


def _confirming(known: Known) -> Iterator[Query]:
    """Once all pods were read and slices name others: the slices again, and after them these pods."""
    collected, pods = known.collected, _all_pods(known.question)
    if pods not in collected.asked:
        return
    missing = sorted(set(_missing(known.snapshot, known.services)))
    slices_again = replace(slices_query(known.question), again=True)
    if slices_again not in collected.asked:
        if missing:
            yield slices_again
    elif len(missing) > FEW_PODS:
        yield replace(pods, again=True)
    else:
        for namespace, name in missing:
            yield Query("Pod", namespace, name=name)


def _missing(snapshot: Snapshot, services: Iterable[Service]) -> Iterator[tuple[str, str]]:
    """Pods of the Service's namespace that its slices name and that were not read; of another nothing is known."""
    for service in services:
        if not snapshot.was_read("pods", service.namespace):
            continue
        for slice_ in snapshot.slices_of(service):
            for endpoint in slice_.endpoints:
                target = endpoint.target_ref
                if target is None or target.kind != "Pod" or target.namespace not in {"", service.namespace}:
                    continue
                pod = snapshot.pod(service.namespace, target.name)
                if pod is None or (target.uid and pod.metadata.uid and target.uid != pod.metadata.uid):
                    yield service.namespace, target.name


RULE = Rule(first=_at_first, further=_further, left_out=_left_out)
