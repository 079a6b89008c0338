"""From a Snapshot to the subjects that a Question asks about, each followed."""

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from kubectl_porttrace.diagnose.asked import AskedService, asked_services
from kubectl_porttrace.diagnose.asked_workloads import WorkloadKey, asked_workloads
from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.service import PortKey, Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question
from kubectl_porttrace.trace.service import TracedService, trace_service
from kubectl_porttrace.trace.workloads.workload import TracedWorkload, trace_workload

Traced = TracedService | TracedWorkload
"""The kinds of subjects that can be asked for."""


class Followed(msgspec.Struct, frozen=True):
    """A subject, and those of its Service ports that were asked for; None for all of them."""

    subject: Traced
    ports: frozenset[PortKey] | None = None


class Following(msgspec.Struct, frozen=True):
    """What was asked about, in the order of the report, followed as it is walked, once; and what does not exist."""

    subjects: Iterable[Followed]
    not_found: tuple[NotFoundError, ...] = ()


def follow(snapshot: Snapshot, question: Question) -> Following:
    """Follow what was asked about, one subject at a time: Services, then workloads.

    The Services that reach a workload are followed with it, all of their ports, for they decide what reaches it.
    """
    services = asked_services(snapshot, question)
    workloads = asked_workloads(snapshot, question)
    followed = _services(snapshot, services.services)
    if workloads.workloads:
        followed = _with_workloads(snapshot, services.services, workloads.workloads)
    return Following(followed, (*services.not_found, *workloads.not_found))


def _services(snapshot: Snapshot, asked: Iterable[AskedService]) -> Iterator[Followed]:
    return (Followed(trace_service(snapshot, each.service), each.ports) for each in asked)


def _with_workloads(
    snapshot: Snapshot, asked: Iterable[AskedService], keys: Iterable[WorkloadKey]
) -> Iterator[Followed]:
    traced: dict[tuple[str, str], TracedService] = {}

    def once(snapshot: Snapshot, service: Service) -> TracedService:
        if service.key not in traced:
            traced[service.key] = trace_service(snapshot, service)
        return traced[service.key]

    workloads = [trace_workload(snapshot, key.kind, key.namespace, key.name, once) for key in keys]
    reaching = {key: Followed(service) for key, service in traced.items()}
    named = {each.service.key: Followed(once(snapshot, each.service), each.ports) for each in asked}
    services = {**named, **reaching}
    return chain((services[key] for key in sorted(services)), map(Followed, workloads))
