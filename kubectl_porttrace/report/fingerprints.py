"""By what a finding is known again in a later report: of what, where in it, and never by the name of a pod."""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from msgspec.structs import replace

from kubectl_porttrace.report.v1 import Finding, ObjectReference, Report, RouteBackend, RouteTrace

_NAMED_BY_CONTROLLERS: Final = frozenset({"Pod", "ReplicaSet", "EndpointSlice", "Job"})
"""Kinds whose objects get another name with every rollout or run: what was judged stands for them."""

_PLACE: Final = re.compile(r"\[\d+\]")

_Routes = dict[tuple[str, str, str], RouteTrace]


def fingerprinted(report: Report) -> Report:
    """The same report, each finding with its fingerprint; of several that have the same, the further are counted.

    So a baseline that knows two of a kind does not hide a third.
    """
    routes = {_key(each.kind, each.namespace, each.name): each for each in report.routes}
    seen: Counter[str] = Counter()

    def marked(finding: Finding) -> Finding:
        identity = _identity(finding, routes)
        seen[identity] += 1
        number = f"|{seen[identity]}" if seen[identity] > 1 else ""
        return replace(finding, fingerprint=sha256(f"{identity}{number}".encode()).hexdigest())

    return replace(
        report,
        findings=tuple(map(marked, report.findings)),
        suppressed=tuple(replace(each, finding=marked(each.finding)) for each in report.suppressed),
    )


def _identity(finding: Finding, routes: _Routes) -> str:
    """`code|namespace|kind|name|path`; in the path no number of an element, which changes where one is put before it.

    What such an element is stands behind it, where the report knows that: a port of a Service, a backend of a route.
    """
    about, path = finding.object, _PLACE.sub("[]", finding.path)
    if about.kind in _NAMED_BY_CONTROLLERS:
        about, path = finding.subject, f"{about.kind}/{path}"
    parts = (finding.code, about.namespace or "", about.kind, about.name, path, *_elements(finding, routes))
    return "|".join(parts)


def _elements(finding: Finding, routes: _Routes) -> Iterable[str]:
    if not _PLACE.search(finding.path):
        return ()
    changed = finding.object
    if changed.kind == "Service":
        own = (each for each in finding.ports if (each.namespace, each.service) == (changed.namespace, changed.name))
        return sorted(f"{each.port}/{each.protocol}" for each in own)
    route = routes.get(_of(changed))
    backend = _backend(route.backends, finding.path) if route is not None else None
    return (_named(backend),) if backend is not None else ()


def _backend(backends: Iterable[RouteBackend], path: str) -> RouteBackend | None:
    around = (each for each in backends if path == each.path or path.startswith((f"{each.path}.", f"{each.path}[")))
    return max(around, key=lambda each: len(each.path), default=None)


def _named(backend: RouteBackend) -> str:
    service = f"{backend.service.namespace}/{backend.service.name}:{backend.port}"
    return f"{','.join(backend.hosts)} {backend.match or ''} {service}"


def _of(reference: ObjectReference) -> tuple[str, str, str]:
    return _key(reference.kind, reference.namespace, reference.name)


def _key(kind: str, namespace: str | None, name: str) -> tuple[str, str, str]:
    return kind, namespace or "", name
