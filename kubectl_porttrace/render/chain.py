"""The chain of one Service port: the ways that lead to it, the port, and the pods it leads to, each with its verdict.

What draws the chain (`-o tree`, `-o mermaid`) starts from these values, so that all drawings say the same.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from kubectl_porttrace.render.callers import CALLERS, place_of
from kubectl_porttrace.render.named_by import match_of, port_of, route_title
from kubectl_porttrace.render.outcomes import LISTENING, PUBLISHED, STILL_USED, OutcomeGroup, PodOutcome, outcomes_of
from kubectl_porttrace.render.ports import container_cell, pods_cell, port_cell
from kubectl_porttrace.report.v1 import Entrance, PortTrace, Report, RouteTrace, ServiceTrace, VerdictWord
from kubectl_porttrace.wording import some

OUTSIDE_FIRST = ("LoadBalancer", "ExternalIP", "route", "NodePort", "ClusterIP", "DNS", "ExternalName")
"""The order of the ways in; `route` is any object that names the Service."""

OF_PODS = frozenset({"P", "B", "L", "N"})
"""Families of findings that are about pods: they stand at the pods that get no traffic, where there are any."""

OF_WAYS = frozenset({"K", "D"})
"""Families of findings that are about ways in: they stand at those that do not work in full, where there are any."""

USED = ("", PUBLISHED, STILL_USED)
"""The states of pods that get traffic."""

NO_CONNECTION = (LISTENING["no"], LISTENING["loopback"], LISTENING["unreachable"])

FEW = 2
"""Addresses, nodes or Gateways that are written out before the rest is counted."""


class Hop(msgspec.Struct, frozen=True):
    """One step of a chain.

    Attributes:
        title: what it is: `node port`, `gateway/edge > httproute/cart`, `web (http)`.
        dialled: what is dialled to get there, or through it to the next step: `any node:30080`, `8080`.
        number: the number or the name of the port in it, for the arrow of a drawing; empty where there is none.
        verdict: what becomes of the traffic there: a word of the report, or `unused` for pods that get none.
        codes: the findings that say why, where they are about this step.
    """

    title: str
    dialled: str
    number: str
    verdict: VerdictWord | Literal["unused"]
    codes: tuple[str, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether this is the step that breaks the chain, and not one that suffers from it."""
        return bool(self.codes) and self.verdict in {"broken", "unused"}


class Chain(msgspec.Struct, frozen=True):
    """One Service port, with all that leads to it and all that it leads to; nothing where there is no such port."""

    ways: tuple[Hop, ...]
    port: Hop
    ends: tuple[Hop, ...]


def chains_of(service: ServiceTrace, report: Report) -> tuple[Chain, ...]:
    """The chain of each port of a Service, in their order; none for a Service without ports.

    Args:
        service: one of the report.
        report: the whole, for the Gateways of routes and the severity of findings. Notes are not marked.
    """
    grave = _grave(service, report)
    routes = {(route.kind, route.namespace, route.name): route for route in report.routes}
    return tuple(_chain(service, port, routes, grave) for port in service.ports)


def chains_to_nothing(report: Report) -> Iterator[Chain]:
    """The chains that end at a Service that does not exist or lacks the port, one for each place that names it."""
    grave = {finding.code for finding in report.findings if finding.severity != "note"}
    for route in report.routes:
        for backend in route.backends:
            if backend.service_port is None and backend.verdict == "broken":
                codes = tuple(code for code in backend.findings if code in grave)
                name = f"service {backend.service.namespace}/{backend.service.name}"
                requests = place_of(backend) if route.role in CALLERS else match_of(backend) or "all requests"
                title = route_title(route, backend.service.namespace)
                way = Hop(title, requests, port_of(backend), backend.verdict)
                yield Chain((way,), Hop(name, port_of(backend), "", "broken", codes), ())


_Routes = dict[tuple[str, str | None, str], RouteTrace]


def _grave(service: ServiceTrace, report: Report) -> frozenset[str]:
    """The codes of the errors and warnings on a Service, and on what names it."""
    own = ("Service", service.namespace, service.name)
    return frozenset(
        finding.code
        for finding in report.findings
        if finding.severity != "note"
        and any(
            subject.kind != "Service" or (subject.kind, subject.namespace, subject.name) == own
            for subject in finding.subjects
        )
    )


def _chain(service: ServiceTrace, port: PortTrace, routes: _Routes, grave: Collection[str]) -> Chain:
    ways = sorted(_ways(service, port, routes, grave), key=lambda pair: OUTSIDE_FIRST.index(pair[0]))
    groups = outcomes_of(port, foreseen=service.foreseen)
    codes = [code for code in port.findings if code in grave]
    at_names = {pod.finding for pod in port.unresolved}
    ends = tuple(_end(group, port, codes) for group in groups) or (_nothing(service, port, codes),)
    told = {code for hop in (*ends, *(hop for _, hop in ways)) for code in hop.codes} | (at_names & set(codes))
    return Chain(
        ways=tuple(hop for _, hop in ways),
        port=Hop(
            title=port_cell(port).text,
            dialled=str(port.target_port),
            number=str(port.port),
            verdict=port.verdict,
            codes=tuple(code for code in codes if code not in told),
        ),
        ends=ends,
    )


def _ways(service: ServiceTrace, port: PortTrace, routes: _Routes, grave: Collection[str]) -> Iterator[tuple[str, Hop]]:
    """Each way to a port, with its place in the order; addresses of one kind with one verdict are one way."""
    alike: dict[tuple[str, VerdictWord, tuple[str, ...]], list[Entrance]] = {}
    for entrance in service.entrances:
        if not _leads_to(entrance, port):
            continue
        codes = tuple(code for code in entrance.findings if code in grave and _is_of(entrance, code, port))
        if entrance.object is None:
            alike.setdefault((entrance.kind, entrance.verdict, codes), []).append(entrance)
        else:
            number = str(entrance.service_port or port.port)
            title, requests = _of_route(entrance, routes, service.namespace)
            yield "route", Hop(title, requests, number, entrance.verdict, codes)
    for (kind, verdict, codes), entrances in alike.items():
        yield (
            kind,
            Hop(_TITLES.get(kind, kind), _addresses(kind, entrances), str(entrances[0].port or ""), verdict, codes),
        )
    yield from _callers(service, port, routes.values(), grave)
    if service.headless:
        yield "DNS", Hop("cluster DNS", "addresses of the pods", "", port.verdict)


def _callers(
    service: ServiceTrace, port: PortTrace, routes: Iterable[RouteTrace], grave: Collection[str]
) -> Iterator[tuple[str, Hop]]:
    """What calls a port without being a way in for others: webhooks, aggregated APIs, monitors."""
    for route in routes:
        for backend in route.backends if route.role in CALLERS else ():
            named = (backend.service.namespace, backend.service.name, backend.service_port)
            if named == (service.namespace, service.name, port.port):
                codes = tuple(code for code in backend.findings if code in grave and code not in port.findings)
                hop = Hop(
                    route_title(route, service.namespace), place_of(backend), port_of(backend), backend.verdict, codes
                )
                yield "route", hop


_TITLES = {
    "LoadBalancer": "load balancer",
    "ExternalIP": "external IP",
    "NodePort": "node port",
    "ClusterIP": "cluster IP",
    "ExternalName": "external name",
}


def _is_of(entrance: Entrance, code: str, port: PortTrace) -> bool:
    """Whether a finding is about this way in, and not about the port behind it."""
    return code not in port.findings or (code[2] in OF_WAYS and entrance.verdict != "wired")


def _leads_to(entrance: Entrance, port: PortTrace) -> bool:
    """Whether a way leads to a port: a route may name it, or mean all of them."""
    if isinstance(entrance.service_port, int):
        same_protocol = entrance.protocol is None or entrance.protocol == port.protocol
        return entrance.service_port == port.port and same_protocol
    return entrance.service_port is None or entrance.service_port == port.name


def _of_route(entrance: Entrance, routes: _Routes, namespace: str) -> tuple[str, str]:
    """`gateway/edge > httproute/cart`, and the requests it is for."""
    reference = entrance.object
    route = routes.get((reference.kind, reference.namespace, reference.name)) if reference else None
    requests = f"{entrance.host or ''}{entrance.path or ''}" or "all requests"
    if route is None:
        return entrance.kind, requests
    above = [parent.name for parent in route.parents if parent.attached]
    through = f"{some(list(dict.fromkeys(f'gateway/{name}' for name in above)), FEW)} > " if above else ""
    return f"{through}{route_title(route, namespace)}", requests


def _addresses(kind: str, entrances: Sequence[Entrance]) -> str:
    """`203.0.113.7:80`; `any node:30080`; `<pending>` for a load balancer that has no address yet."""
    number = entrances[0].port
    if kind == "LoadBalancer" and not entrances[0].address:
        return "<pending>"
    if number is None:
        return some([entrance.address or "" for entrance in entrances], FEW)
    if kind == "NodePort":
        nodes = list(dict.fromkeys(entrance.node or "any node" for entrance in entrances))
        return f"{some(nodes, FEW)}:{number}"
    written = (f"[{each.address}]" if ":" in (each.address or "") else each.address or "" for each in entrances)
    return some([f"{address}:{number}" for address in written], FEW)


def _end(group: OutcomeGroup, port: PortTrace, codes: Iterable[str]) -> Hop:
    outcome = group.outcome
    pods = pods_cell(group).text
    of_names = {pod.finding for pod in port.unresolved}
    if outcome.number is None:
        told = tuple(code for code in codes if code in of_names)
        return Hop(pods, f'no port "{port.target_port}"', "", "broken", told)
    verdict = _verdict(port, outcome)
    blamed = verdict not in {"wired", "unknown"} and not outcome.state.startswith("terminating")
    told = tuple(code for code in codes if code[2] in OF_PODS and code not in of_names) if blamed else ()
    return Hop(pods, container_cell(outcome).text, str(outcome.number), verdict, told)


def _verdict(port: PortTrace, outcome: PodOutcome) -> VerdictWord | Literal["unused"]:
    """The verdict on the pods of one outcome: wired where they get traffic and nothing shows they do not listen."""
    if port.verdict in {"unknown", "external"}:
        return port.verdict
    if outcome.state not in USED:
        return "unused"
    return "broken" if outcome.listening.startswith(NO_CONNECTION) else "wired"


def _nothing(service: ServiceTrace, port: PortTrace, codes: Sequence[str]) -> Hop:
    told = tuple(code for code in codes if code[2] in OF_PODS)
    if service.leads_to is not None:
        return Hop(f"service {service.leads_to.namespace}/{service.leads_to.name}", "", "", port.verdict, told)
    title = {"unknown": "not known", "external": "outside the cluster"}.get(port.verdict, "no endpoint")
    number = "" if port.verdict == "external" else str(port.target_port)
    return Hop(title, number, number, port.verdict, told)
