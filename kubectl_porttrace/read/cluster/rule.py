"""What a kind of object adds to what is asked of a cluster; each module of `rules/` has one such value."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Final

import msgspec

from kubectl_porttrace.model.endpointslice import Endpoint
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.named_hosts import service_of
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.model.workload_pods import pods_or_template, services_reaching
from kubectl_porttrace.question import Question, WorkloadTarget
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.discovery import DISCOVERY
from kubectl_porttrace.read.cluster.query import Query

FEW: Final = 3
"""So many objects of a kind are asked for one by one; more of them are listed."""


class Known(msgspec.Struct, frozen=True, dict=True):
    """What is known so far of what was asked about. Workloads are asked for in one namespace."""

    question: Question
    collected: Collected

    @property
    def snapshot(self) -> Snapshot:
        """All that was read so far."""
        return self.collected.snapshot

    def version(self, kind: Kind) -> str | None:
        """The version in which to read a kind: empty for the usual one, None where the server has none that will do.

        What every server has is read without asking.
        """
        served = self.collected.served
        return "" if kind.built_in else served.version(kind) if served is not None else None

    @property
    def not_said(self) -> Unread | None:
        """Why the server does not say which kinds it has; None where it does, or was not asked."""
        if self.collected.served is not None:
            return None
        return next((each for each in self.snapshot.unread if each.resource == DISCOVERY.resource), None)

    @cached_property
    def services(self) -> Sequence[Service]:
        """The Services asked about that have endpoints, and those that reach a workload asked about.

        Those of type ExternalName have none.
        """
        reaching = {service.key for service in self._reaching}
        covered = (each for each in self.snapshot.services if self.question.concerns(each) or each.key in reaching)
        return [service for service in covered if not service.external]

    @cached_property
    def asked_pods(self) -> Sequence[Pod]:
        """The pods of the workloads asked about, those of one without any as its template makes them."""
        namespace = self.question.namespace or ""
        return [
            pod
            for target in self.question.workloads
            for pod in pods_or_template(self.snapshot, target.kind, namespace, target.name)
        ]

    @cached_property
    def missing(self) -> Sequence[WorkloadTarget]:
        """The workloads asked about that are not there."""
        namespace = self.question.namespace or ""
        return [target for target in self.question.workloads if not self._exists(target, namespace)]

    @property
    def _reaching(self) -> Sequence[Service]:
        return services_reaching(self.snapshot, self.question.namespace or "", self.asked_pods)

    def _exists(self, target: WorkloadTarget, namespace: str) -> bool:
        if target.kind == "Pod":
            return self.snapshot.pod(namespace, target.name) is not None
        return self.snapshot.workload(target.kind, namespace, target.name) is not None

    @cached_property
    def without_pods(self) -> Sequence[Service]:
        """The Services whose selector matches no pod; before pods are read, those without an endpoint in any slice."""
        snapshot = self.snapshot
        selecting = [service for service in self.services if service.selects]
        if self.collected.has_asked_for("Pod"):
            return [
                service
                for service in selecting
                if snapshot.was_read("pods", service.namespace) and not snapshot.pods_of(service)
            ]
        return [
            service
            for service in selecting
            if snapshot.was_read("endpointslices", service.namespace) and not any(self.endpoints_of(service))
        ]

    @cached_property
    def unready_pods(self) -> Sequence[Pod]:
        """The pods of these Services that are to serve and are not ready."""
        matched = (pod for service in self.services for pod in self.snapshot.pods_of(service))
        return [pod for pod in matched if not pod.ready and not pod.terminal and not pod.terminating]

    @cached_property
    def waiting_for_services(self) -> bool:
        """Whether an init container of such a pod has not ended well and names what may be a Service."""
        containers = ((pod, each) for pod in self.unready_pods for each in pod.unfinished_init_containers)
        return any(service_of(host, pod.namespace) for pod, each in containers for host in each.hosts)

    @cached_property
    def unready_endpoints(self) -> bool:
        """Before pods are read: whether some of these Services seem to have unready pods, or none, by their slices."""
        if self.collected.has_asked_for("Pod"):
            return False
        published = (endpoint for service in self.services for endpoint in self.endpoints_of(service))
        unready = (each.conditions.ready is False and not each.conditions.terminating for each in published)
        return bool(self.without_pods) or any(unready)

    @cached_property
    def without_serving_pods(self) -> bool:
        """Whether one of these Services has no pod that is to serve: none at all, or such as end or have ended."""
        if not self.collected.has_asked_for("Pod"):
            return bool(self.without_pods)
        known = (each for each in self.services if each.selects and self.snapshot.was_read("pods", each.namespace))
        matched = (self.snapshot.pods_of(each) for each in known)
        return any(all(pod.terminal or pod.terminating for pod in pods) for pods in matched)

    def endpoints_of(self, service: Service) -> Iterator[Endpoint]:
        """The endpoints in the slices of a Service."""
        return (endpoint for slice_ in self.snapshot.slices_of(service) for endpoint in slice_.endpoints)


def _nothing_at_first(_question: Question) -> Iterator[Query]:
    return iter(())


def _nothing_further(_known: Known) -> Iterator[Query]:
    return iter(())


def _nothing_left_out(_known: Known) -> Iterator[Unread]:
    return iter(())


def _never(_question: Question) -> bool:
    return False


class RuleOccasion(msgspec.Struct, frozen=True):
    """When a rule can ask for something at all: until then its module is not imported.

    Attributes:
        asked: whether the question alone may make it ask.
        kinds: the kinds of which one object that was read may make it ask.
    """

    asked: Callable[[Question], bool] = _never
    kinds: tuple[str, ...] = ()

    def arises(self, question: Question, snapshot: Snapshot | None = None) -> bool:
        """Whether it can, given what was read so far; None where nothing was."""
        if self.asked(question):
            return True
        return snapshot is not None and any(snapshot.of_kind(KIND_BY_NAME[name]) for name in self.kinds)


class Rule(msgspec.Struct, frozen=True):
    """What is asked for of one kind, and why not of the rest.

    Attributes:
        first: what is needed whatever the Services look like.
        further: what is needed given what was read; all of it again, whether or not it was asked for already.
        left_out: what was left out on purpose, for a check that would need it.
    """

    first: Callable[[Question], Iterator[Query]] = _nothing_at_first
    further: Callable[[Known], Iterator[Query]] = _nothing_further
    left_out: Callable[[Known], Iterator[Unread]] = _nothing_left_out
