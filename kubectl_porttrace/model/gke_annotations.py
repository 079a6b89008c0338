"""The annotations of GKE on a Service that name its ports.

Source: `kubernetes/ingress-gce/pkg/negannotation/negannotation.go:NegAnnotation`, `pkg/annotations/service.go`.
"""

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from kubectl_porttrace.model.service import APP_PROTOCOLS, BACKEND_CONFIG, GKE_NEG, NEG_STATUS, Service


class _Neg(msgspec.Struct, frozen=True):
    ingress: bool = False
    exposed_ports: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)


class _BackendConfig(msgspec.Struct, frozen=True):
    ports: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)


class NamedPort(msgspec.Struct, frozen=True):
    """A port as an annotation names it: by number, by name, or by either."""

    annotation: str
    written: str
    by_number: bool = True
    by_name: bool = True


Parsed = TypeVar("Parsed", _Neg, _BackendConfig, dict[str, msgspec.Raw])


def named_ports(service: Service) -> Iterator[NamedPort]:
    """The ports that annotations of GKE name; none of an annotation that is not understood."""
    annotations = service.metadata.annotations
    neg = _parsed(annotations.get(GKE_NEG, ""), _Neg)
    config = _parsed(annotations.get(BACKEND_CONFIG, ""), _BackendConfig)
    for port in neg.exposed_ports if neg else ():
        yield NamedPort(GKE_NEG, port, by_name=False)
    for port in config.ports if config else ():
        yield NamedPort(BACKEND_CONFIG, port)
    for port in _parsed(annotations.get(APP_PROTOCOLS, ""), dict[str, msgspec.Raw]) or ():
        yield NamedPort(APP_PROTOCOLS, port, by_number=False)


def has_neg(service: Service) -> bool:
    """Whether GKE may send to the pods themselves: an annotation asks for that, or says that it does so."""
    return bool({GKE_NEG, NEG_STATUS} & service.metadata.annotations.keys())


def _parsed(text: str, type_: type[Parsed]) -> Parsed | None:
    try:
        return msgspec.json.decode(text, type=type_) if text else None
    except (msgspec.DecodeError, UnicodeError):
        return None
