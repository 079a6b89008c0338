"""Objects that name Service ports, followed: routes, and callers of other kinds."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cached_property

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject
from kubectl_porttrace.model.reference import Reference, Referrer
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, placed_backends
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.convergence import CONVERGENCE_WINDOW
from kubectl_porttrace.trace.routes.attachment import Attachment
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.imports import TracedImport, traced_imports
from kubectl_porttrace.trace.verdict import Verdict, worst

_UNSENT = frozenset({"policy", "informational"})
_HARMLESS = _UNSENT | {"mirror"}


class TracedReferrer(msgspec.Struct, frozen=True, dict=True, kw_only=True):
    """An object that names Service ports, with each of these places followed.

    Attributes:
        snapshot: what was read.
        referrer: what names the object.
        object: the object.
        consumer: who serves it; None where that is not known.
        backends: the places that name Service ports, in its own order.
    """

    snapshot: Snapshot
    referrer: Referrer
    object: KubernetesObject
    consumer: str | None = None
    backends: tuple[TracedBackend, ...] = ()

    @property
    def api_kind(self) -> Kind:
        """Its kind."""
        return KIND_BY_NAME[self.referrer.kind]

    @property
    def kind(self) -> str:
        """As in `kind:`."""
        return self.api_kind.name

    @property
    def namespace(self) -> str:
        """Its namespace; empty for a kind without."""
        return self.referrer.namespace

    @property
    def name(self) -> str:
        """Its name."""
        return self.referrer.name

    @property
    def title(self) -> str:
        """Kind and name, as in `Ingress/shop`."""
        return f"{self.kind}/{self.name}"

    @property
    def served(self) -> tuple[TracedBackend, ...]:
        """The backends to which something is sent: requests or copies of them."""
        return tuple(each for each in self.backends if each.reference.role not in _UNSENT)

    @property
    def traffic(self) -> tuple[TracedBackend, ...]:
        """The backends on which what its clients get depends: a mirror is none, and neither is one of weight 0."""
        return tuple(each for each in self.backends if counts(each.reference))

    @cached_property
    def verdict(self) -> Verdict:
        """The worst of its backends."""
        return worst((backend.verdict for backend in self.traffic), Verdict.UNKNOWN)

    @property
    def drifting(self) -> bool:
        """Whether what decides about it changed a moment ago, so that another look may show something else."""
        changed = any(backend.service is not None and backend.service.drifting for backend in self.backends)
        return changed or (self.verdict is Verdict.BROKEN and self.is_fresh)

    @property
    def converging(self) -> bool:
        """Whether EndpointSlices that decide about it are still catching up with a change."""
        return any(backend.service is not None and backend.service.converging for backend in self.backends)

    @property
    def is_fresh(self) -> bool:
        """Whether it was written within the convergence window: what it names may be about to be written as well."""
        return any(self.snapshot.observed_at - moment < CONVERGENCE_WINDOW for moment in written_at(self.object))

    def only(self, services: Mapping[tuple[str, str], Collection[PortKey] | None]) -> "TracedReferrer":
        """The same with only the places that name some Services.

        Args:
            services: the Services, each with the ports that are asked about; None for all of them. A place that means
                none of the ports that there are stays.
        """
        return replace(self, backends=tuple(each for each in self.backends if _is_among(each, services)))


class TracedRoute(TracedReferrer, frozen=True, dict=True, kw_only=True):
    """An object through which clients reach Services: an Ingress, or a route of another kind.

    Attributes:
        attachments: what becomes of each parent that a route of the Gateway API asks for.
    """

    attachments: tuple[Attachment, ...] = ()

    @cached_property
    def verdict(self) -> Verdict:
        """The worst of its backends, and of its attachment; unknown where it only leads to what is no Service."""
        verdicts = [backend.verdict for backend in self.traffic]
        verdicts += [self.attached] if self.attachments else []
        verdicts += [Verdict.BROKEN for each in self.imports if each.counts and each.fails]
        verdicts += [] if self.traffic or not self._leads_elsewhere else [Verdict.UNKNOWN]
        return worst(verdicts, Verdict.UNKNOWN)

    @cached_property
    def imports(self) -> tuple[TracedImport, ...]:
        """The backends of a route that are Services of other clusters."""
        return traced_imports(self.snapshot, self.object) if isinstance(self.object, GatewayRoute) else ()

    @property
    def _leads_elsewhere(self) -> bool:
        """Whether a backend of a route is of another kind, as a ServiceImport of other clusters."""
        placed = placed_backends(self.object) if isinstance(self.object, GatewayRoute) else ()
        return any(not each.backend.is_service for each in placed)

    @property
    def attached(self) -> Verdict:
        """Broken where it attaches nowhere, partial where one of its parents does not take it."""
        answers = {each.works for each in self.attachments}
        if answers == {False}:
            return Verdict.BROKEN
        return Verdict.PARTIAL if False in answers else Verdict.UNKNOWN if None in answers else Verdict.WIRED


class TracedCaller(TracedReferrer, frozen=True, dict=True, kw_only=True):
    """An object because of which something calls a Service by itself: a webhook, an APIService, a monitor."""


def counts(reference: Reference) -> bool:
    """Whether what clients get depends on a reference."""
    return reference.role not in _HARMLESS and reference.weight != 0


def _is_among(backend: TracedBackend, services: Mapping[tuple[str, str], Collection[PortKey] | None]) -> bool:
    key = backend.reference.service_key
    ports = services.get(key)
    return key in services and (ports is None or not backend.port_keys or not backend.port_keys.isdisjoint(ports))


def written_at(object_: KubernetesObject) -> Iterator[datetime]:
    """The moments at which an object was made or written."""
    metadata = object_.metadata
    if metadata.creation_timestamp is not None:
        yield metadata.creation_timestamp
    if isinstance(metadata, AnnotatedMeta):
        yield from (entry.time for entry in metadata.managed_fields if entry.time)
