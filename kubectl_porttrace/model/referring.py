"""Which objects name which Services."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import cast

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kinds import kind_of, may_refer
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.reference import Reference, Referrer
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.service_labels import ServiceLabels


class Referring:
    """The objects that name Service ports, and their references; each object's are read from it once."""

    def __init__(self, objects: Mapping[type[KubernetesObject], Iterable[KubernetesObject]]) -> None:
        """Take the objects of a Snapshot, those that name no Service among them."""
        self._candidates = [each for model, found in objects.items() if may_refer(model) for each in found]
        self._services = ServiceLabels(
            cast(Iterable[Service], objects.get(Service, ())),
            cast(Iterable[Pod], objects.get(Pod, ())),
        )

    @cached_property
    def objects(self) -> Mapping[Referrer, KubernetesObject]:
        """Every object of a kind that may name Service ports, in order of kind, namespace and name."""
        found = {Referrer(kind_of(each).key, *each.key): each for each in self._candidates}
        return {referrer: found[referrer] for referrer in sorted(found)}

    def of(self, referrer: Referrer) -> tuple[Reference, ...]:
        """The references of one object, in its own order."""
        return self._by_referrer.get(referrer, ())

    def to(self, namespace: str, name: str) -> tuple[Reference, ...]:
        """The references to one Service, whether it exists or not."""
        return self._by_service.get((namespace, name), ())

    @cached_property
    def services(self) -> frozenset[tuple[str, str]]:
        """The Services that are named, by namespace and name."""
        return frozenset(self._by_service)

    @cached_property
    def _by_referrer(self) -> Mapping[Referrer, tuple[Reference, ...]]:
        return {referrer: tuple(self._references(each)) for referrer, each in self.objects.items()}

    @cached_property
    def _by_service(self) -> Mapping[tuple[str, str], tuple[Reference, ...]]:
        named = (reference for references in self._by_referrer.values() for reference in references)
        return grouped((reference.service_key, reference) for reference in named)

    def _references(self, each: KubernetesObject) -> Iterator[Reference]:
        kind = kind_of(each)
        yield from kind.references_in(each)
        yield from kind.selected_by(each, self._services)
