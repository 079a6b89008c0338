"""From a Snapshot to the subjects that a Question asks about, each followed.

What follows another kind of subject than Services is imported where there is one to follow.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kubectl_porttrace.diagnose.asked import AskedService, asked_services, asked_together
from kubectl_porttrace.diagnose.asked_referrers import asked_referrers, asks_whole, referrers_to
from kubectl_porttrace.diagnose.asked_workloads import WorkloadKey, asked_workloads
from kubectl_porttrace.diagnose.followed import Followed, Following
from kubectl_porttrace.diagnose.following_policies import Concerned
from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.model.service import PortKey, Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget, Question, UrlTarget
from kubectl_porttrace.trace.service import TracedService, trace_service

if TYPE_CHECKING:
    from kubectl_porttrace.diagnose.asked_addresses import AskedAddresses
    from kubectl_porttrace.diagnose.following_access import Clients
    from kubectl_porttrace.trace.lookups.url import TracedUrl
    from kubectl_porttrace.trace.routes.backend import TracedBackend
    from kubectl_porttrace.trace.routes.referrer import TracedReferrer

ServiceKey = tuple[str, str]


def follow(snapshot: Snapshot, question: Question) -> Following:
    """Follow what was asked about, one subject at a time: Services, workloads, who names the Services, policies.

    The Services that reach a workload, or that a route asked for names, are followed with it, all of their ports, for
    they decide what reaches it.
    """
    question = question.with_nodes(snapshot)
    services = asked_services(snapshot, question)
    owning = _owners(snapshot, question)
    workloads = asked_workloads(snapshot, question)
    referrers = asked_referrers(snapshot, question)
    follower = _Follower(snapshot, question)
    urls = follower.urls(question.urls)
    followed = follower.follow(
        asked_together((*services.services, *(owning.services if owning else ()))),
        sorted({*workloads.workloads, *(owning.workloads if owning else ())}),
        referrers.referrers,
        owning.addresses if owning else (),
        urls,
    )
    clients = _clients(snapshot, question)
    nobody = clients.not_found if clients else ()
    missing = (*(owning.not_found if owning else ()), *_unserved(snapshot, urls))
    not_found = (*services.not_found, *workloads.not_found, *referrers.not_found, *missing, *nobody)
    return Following(_and_policies(followed, clients, Concerned(snapshot, question)), not_found)


def _clients(snapshot: Snapshot, question: Question) -> "Clients | None":
    """Whom the question asks about; None where it asks about nobody."""
    if question.client is None:
        return None
    from kubectl_porttrace.diagnose.following_access import clients_of

    return clients_of(snapshot, question)


def _owners(snapshot: Snapshot, question: Question) -> "AskedAddresses | None":
    """Who owns the addresses asked about."""
    if not question.addresses:
        return None
    from kubectl_porttrace.diagnose.asked_addresses import asked_addresses

    return asked_addresses(snapshot, question)


def _unserved(snapshot: Snapshot, urls: "Iterable[TracedUrl]") -> Iterator[NotFoundError]:
    """Of each URL that no rule is for, that it is so."""
    for url in urls:
        if not url.matches:
            from kubectl_porttrace.diagnose.asked_urls import unserved

            yield unserved(snapshot, url.target)


def _and_policies(followed: Iterable[Followed], clients: "Clients | None", concerned: Concerned) -> Iterator[Followed]:
    """What is followed, each Service as the client reaches it as well, and after it the policies of its pods."""
    for each in followed:
        concerned.note(each.subject)
        yield each
        if clients is not None and not clients.not_found and isinstance(each.subject, TracedService):
            yield Followed(clients.to(each.subject, each.ports))
    yield from map(Followed, concerned.policies())


class _Follower:
    """Follows each Service once, and keeps of those only what something names or reaches."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self._snapshot = snapshot
        self._question = question
        self._kept: dict[ServiceKey, TracedService] = {}
        self._others: dict[ServiceKey, TracedService] = {}

    def follow(
        self,
        asked: Iterable[AskedService],
        workloads: Iterable[WorkloadKey],
        referrers: Iterable[Referrer],
        addresses: Iterable[AddressTarget] = (),
        urls: "Sequence[TracedUrl]" = (),
    ) -> Iterator[Followed]:
        """The subjects, in the order of the report."""
        traced = tuple(self._workloads(workloads))
        whole = [self._referrer(each) for each in self._with_gateways(referrers)]
        whole += self._routes_of(urls, {each.referrer for each in whole})
        ports: dict[ServiceKey, frozenset[PortKey] | None] = {each.service.key: each.ports for each in asked}
        ports |= dict.fromkeys(self._kept)
        services = (self._service(key, ports[key]) for key in sorted(ports))
        return chain(
            services,
            traced,
            self._addresses(addresses),
            map(Followed, urls),
            self._referrers(whole, ports),
        )

    def urls(self, targets: Iterable[UrlTarget]) -> "tuple[TracedUrl, ...]":
        """The URLs, each followed through the rules that are for it."""
        if not targets:
            return ()
        from kubectl_porttrace.trace.lookups.url_routes import trace_url

        return tuple(trace_url(self._snapshot, each, self._aside) for each in targets)

    def _routes_of(self, urls: "Iterable[TracedUrl]", asked: Collection[Referrer]) -> "Iterator[TracedReferrer]":
        """The routes of URLs, each with the places that are for one, and their Services kept."""
        found: dict[Referrer, dict[str, TracedBackend]] = {}
        routes = {route.referrer: route for url in urls for route in url.routes if route.referrer not in asked}
        for route in (route for url in urls for route in url.routes):
            found.setdefault(route.referrer, {}).update({each.reference.path: each for each in route.backends})
        for referrer, route in routes.items():
            for backend in found[referrer].values():
                if backend.service is not None:
                    self._keep(self._snapshot, backend.service.service)
            yield replace(route, backends=tuple(found[referrer].values()))

    def _workloads(self, workloads: Iterable[WorkloadKey]) -> Iterator[Followed]:
        for each in workloads:
            from kubectl_porttrace.trace.workloads.workload import trace_workload

            yield Followed(trace_workload(self._snapshot, each.kind, each.namespace, each.name, self._keep))

    def _referrer(self, referrer: Referrer) -> "TracedReferrer":
        from kubectl_porttrace.trace.routes.following import trace_referrer

        return trace_referrer(self._snapshot, referrer, self._keep)

    def _addresses(self, targets: Iterable[AddressTarget]) -> Iterator[Followed]:
        for target in targets:
            from kubectl_porttrace.trace.lookups.address_owners import trace_address

            yield Followed(trace_address(self._snapshot, target, self._keep))

    def _with_gateways(self, referrers: Iterable[Referrer]) -> Iterator[Referrer]:
        """The routes asked for, each with the Gateways through which requests come to it."""
        known = self._snapshot.referring.objects
        found = dict.fromkeys(referrers)
        if not found:
            return iter(())
        from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, gateways_of

        for route in (known[each] for each in tuple(found)):
            for above in gateways_of(route) if isinstance(route, GatewayRoute) else ():
                if above in known:
                    found[above] = None
        return iter(found)

    def _service(self, key: ServiceKey, ports: frozenset[PortKey] | None) -> Followed:
        named = key in self._snapshot.referring.services
        service = self._snapshot.service(*key)
        if service is None:  # a Service that is followed is one that was read
            raise LookupError(key)
        trace = self._keep if named or key in self._kept else trace_service
        return Followed(trace(self._snapshot, service), ports)

    def _referrers(
        self, whole: "Iterable[TracedReferrer]", ports: dict[ServiceKey, frozenset[PortKey] | None]
    ) -> Iterator[Followed]:
        """Those asked for, and of those that name the Services of the report the places that do."""
        asked = {each.referrer: each for each in whole}
        naming = dict.fromkeys(referrers_to(self._snapshot, self._question, ports))
        for referrer in sorted({*asked, *naming}):
            if referrer in asked:
                yield Followed(asked[referrer])
                continue
            traced = self._referrer(referrer)
            whole_too = asks_whole(self._snapshot, self._question, referrer.namespace)
            yield Followed(traced if whole_too else traced.only(ports | self._missing(traced)))

    def _missing(self, traced: "TracedReferrer") -> dict[ServiceKey, frozenset[PortKey] | None]:
        """The Services of the namespace asked about as a whole that something names, and that are not there."""
        if not self._question.whole or self._question.labels:
            return {}
        keys = (each.reference.service_key for each in traced.backends if each.exists is False)
        return dict.fromkeys(key for key in keys if key[0] == self._question.namespace)

    def _aside(self, snapshot: Snapshot, service: Service) -> TracedService:
        """What follows a Service that the report may have nothing to say of."""
        if service.key not in self._others:
            self._others[service.key] = trace_service(snapshot, service)
        return self._others[service.key]

    def _keep(self, snapshot: Snapshot, service: Service) -> TracedService:
        if service.key not in self._kept:
            self._kept[service.key] = trace_service(snapshot, service)
        return self._kept[service.key]
