"""What has been read so far, and what was asked for to get it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

import msgspec

from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.kinds import KIND_BY_NAME, KINDS
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.unread import ALIASES, Unread
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.discovery import APIGroup, Served
from kubectl_porttrace.read.cluster.query import EXTERNAL_NAMES, Query


class Collected(msgspec.Struct, frozen=True, dict=True):
    """Objects by kind and key, each as it was read last; and what could not be read.

    `observed_at` is by the server's clock, as the times in its objects are.
    """

    source: Source
    observed_at: datetime
    asked: frozenset[Query] = frozenset()
    objects: dict[tuple[str, str, str], KubernetesObject] = msgspec.field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    missing_services: frozenset[tuple[str, str]] = frozenset()

    def with_results(self, results: Iterable[QueryResult]) -> "Collected":
        """The same with the answers to further queries; slices that were read again replace those of Services."""
        results = tuple(results)
        outdated = any(each.query.kind == "EndpointSlice" and each.query.again and not each.unread for each in results)
        known = {key: item for key, item in self.objects.items() if not (outdated and _of_service(item))}
        # What was read in full is not given up for its metadata alone.
        fresh = _by_key(each for each in results if not each.query.metadata_only)
        partial = _by_key(each for each in results if each.query.metadata_only)
        unread = (*self.unread, *(each.unread for each in results if each.unread))
        return Collected(
            source=self.source,
            observed_at=max((each.date for each in results if each.date), default=self.observed_at),
            asked=self.asked | {each.query for each in results},
            objects={**partial, **known, **fresh},
            missing_services=self.missing_services | frozenset(_services_in_vain(results)),
            unread=tuple({(one.resource, one.namespace): one for one in unread}.values()),
        )

    def has_asked_for(self, kind: str) -> bool:
        """Whether a list of that kind was asked for; one by an address, or for another purpose, is none of these."""
        return any(query.kind == kind and query.name is None and not query.known_as for query in self.asked)

    @cached_property
    def snapshot(self) -> Snapshot:
        """All of it, indexed."""
        return Snapshot(
            source=self.source,
            observed_at=self.observed_at,
            objects=by_type(self.objects.values()),
            unread=self.unread,
            complete_namespaces=frozenset(self._complete_namespaces()),
            missing_services=self.missing_services,
            listed=frozenset(self._listed()),
        )

    @cached_property
    def served(self) -> Served | None:
        """What the server serves; None where it was not asked, or did not say."""
        groups = [each for each in self.objects.values() if isinstance(each, APIGroup)]
        return Served(groups) if groups else None

    def _listed(self) -> Iterator[tuple[str, str]]:
        """The resources of which every object was read, with the namespace; those not served have none."""
        refused = {(each.resource, each.namespace) for each in self.unread}
        for query in self.asked:
            if query.kind in KIND_BY_NAME and query.takes_all and (query.resource, query.namespace) not in refused:
                yield query.api_kind.known_as, query.namespace or ""
        if EXTERNAL_NAMES in self.asked and (ALIASES, None) not in refused:
            yield ALIASES, ""
        if self.served is not None:
            yield from ((kind.known_as, "") for kind in KINDS if self.served.lacks(kind))

    def _complete_namespaces(self) -> Iterator[str]:
        """The namespaces all of whose pods were read; the whole cluster's count for every namespace seen."""
        refused = {each.namespace for each in self.unread if each.resource == "pods"}
        for query in self.asked:
            if query == Query("Pod", query.namespace) and refused.isdisjoint({query.namespace, None}):
                yield from (query.namespace,) if query.namespace else (namespace for _, namespace, _ in self.objects)


def _of_service(item: KubernetesObject) -> bool:
    return isinstance(item, EndpointSlice) and item.service_name is not None


def _by_key(results: Iterable[QueryResult]) -> dict[tuple[str, str, str], KubernetesObject]:
    return {(each.query.kind, item.namespace, item.name): item for each in results for item in each.objects}


def _services_in_vain(results: Iterable[QueryResult]) -> Iterator[tuple[str, str]]:
    """The Services that were asked for by name and do not exist."""
    for each in results:
        query = each.query
        if query.kind == "Service" and query.name and query.namespace and not each.objects and each.unread is None:
            yield query.namespace, query.name
