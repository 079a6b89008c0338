"""Mapping, the own kind of Emissary: one text names Service, namespace and port.

`[scheme://]name[.namespace][:port]`; without a port it is 80, or 443 with `https://`. Emissary dials the name with that
number, so that it is a Service port.

Source: `emissary-ingress/emissary/pkg/api/getambassador.io/v3alpha1/crd_mapping.go`, its field `Service`.
"""

import re
from collections.abc import Iterator
from typing import Final

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import ByNumber, DefaultPort, Match, Reference, Referrer
from kubectl_porttrace.model.service_labels import ServiceLabels

CONSUMER: Final = "emissary"

_WRITTEN: Final = re.compile(
    r"(?:(?P<scheme>[a-z]+)://)?(?P<host>[a-z0-9][-a-z0-9.]*)(?::(?P<port>\d{1,5}))?", re.IGNORECASE
)
_SECURE: Final = 443
_PLAIN: Final = 80


class MappingSpec(Value, frozen=True):
    """`spec` of a Mapping."""

    hostname: str = ""
    host: str = ""
    prefix: str = "/"
    service: str = ""
    resolver: str = ""


class Mapping(KubernetesObject, frozen=True):
    """A Mapping."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: MappingSpec = MappingSpec()


def mapping_references(mapping: Mapping, services: ServiceLabels) -> Iterator[Reference]:
    """The Service of a Mapping; none where it may be a host outside, or is read by a resolver of another kind."""
    spec = mapping.spec
    found = _WRITTEN.fullmatch(spec.service)
    key = _service(found["host"], mapping.namespace, services) if found else None
    if found is None or key is None or (spec.resolver and not spec.resolver.startswith("kubernetes-")):
        return
    default = DefaultPort(_SECURE if (found["scheme"] or "").lower() == "https" else _PLAIN)
    hosts = tuple(each for each in (spec.hostname or spec.host,) if each and each != "*")
    yield Reference(
        referrer=Referrer("Mapping", *mapping.key),
        path="spec.service",
        service_namespace=key[0],
        service_name=key[1],
        port=ByNumber(int(found["port"])) if found["port"] else default,
        protocol=None,
        dials="cluster-ip",
        consumer=CONSUMER,
        match=Match(hosts, spec.prefix or "/", "Prefix"),
    )


def _service(host: str, namespace: str, services: ServiceLabels) -> tuple[str, str] | None:
    """Namespace and name; `name.namespace` looks like any host, and counts where there is such a Service."""
    name, dot, rest = host.lower().partition(".")
    of, _, domain = rest.partition(".")
    if not dot:
        return namespace, name
    if domain.split(".")[0] == "svc" or (not domain and any(each.name == name for each in services.within(of))):
        return of, name
    return None
