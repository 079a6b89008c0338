"""Whether TLS is spoken: by a program that was tried, and by who sends it requests."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from kubectl_porttrace.checks.heard import HeardAt, HeardPort
from kubectl_porttrace.model.reference import AllPorts, ByPattern
from kubectl_porttrace.model.referrers.backend_tls_policy import BackendTLSPolicy
from kubectl_porttrace.model.referrers.ingress import (
    ALB_PROTOCOL,
    NGINX_PASSTHROUGH,
    NGINX_PROTOCOL,
    Ingress,
)
from kubectl_porttrace.model.referrers.monitor import Monitor
from kubectl_porttrace.trace.listening.tried import tried_on
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.parents import current
from kubectl_porttrace.trace.routes.referrer import TracedReferrer

Speech = Literal["TLS", "plain"]
OTHER: Final[Mapping[Speech, Speech]] = MappingProxyType({"TLS": "plain", "plain": "TLS"})
IN_WORDS: Final[Mapping[Speech, str]] = MappingProxyType({"TLS": "TLS", "plain": "no TLS"})

NGINX, ALB = "k8s.io/ingress-nginx", "ingress.k8s.aws/alb"
_PROTOCOLS: Final[Mapping[str, Speech]] = MappingProxyType(
    {"HTTP": "plain", "GRPC": "plain", "HTTPS": "TLS", "GRPCS": "TLS"}
)


class Said(msgspec.Struct, frozen=True):
    """What is spoken to the pods because of an object.

    Attributes:
        speech: whether that is TLS.
        path: the field that says so, or that would say otherwise.
        why: what says so, to be read after `because`.
        fix: what to change in the object.
        sure: whether the object or its kind decides it; else some controllers have a way of their own.
    """

    speech: Speech
    path: str
    why: str
    fix: str
    sure: bool = True


def spoken(heard: HeardPort, each: HeardAt) -> Speech | None:
    """What a program answered a TLS handshake with; None where that was not tried."""
    proxy = tried_on(heard.traced.snapshot.attempts_on(each.pod), each.backend.port).proxy
    outcomes: dict[str, Speech] = {"tls": "TLS", "http": "plain", "plain": "plain"}
    return outcomes.get(proxy or "")


def said_by(traced: TracedReferrer, backend: TracedBackend) -> Said | None:
    """What is spoken to the pods because of one place of an object; None where that is not known."""
    if backend.reference.role == "control-plane":
        return Said("TLS", backend.reference.path, "the API server calls by HTTPS alone", "let the program speak TLS")
    return _BY_KIND.get(traced.kind, _unknown)(traced, backend)


def _unknown(_traced: TracedReferrer, _backend: TracedBackend) -> Said | None:
    return None


def _by_ingress(traced: TracedReferrer, _backend: TracedBackend) -> Said | None:
    """By the annotation of the controller that serves it; where that is not known, by the one that is written.

    Without it ingress-nginx speaks plain HTTP (`internal/ingress/annotations/backendprotocol/main.go:Parse`), except
    where TLS passes through to the pods. The ALB controller may be told otherwise by the Service.
    """
    ingress = traced.object
    if not isinstance(ingress, Ingress):
        return None
    annotations = ingress.metadata.annotations
    read = {NGINX: (NGINX_PROTOCOL,), ALB: (ALB_PROTOCOL,), None: (NGINX_PROTOCOL, ALB_PROTOCOL)}
    written = next((key for key in read.get(traced.consumer, ()) if key in annotations), None)
    if annotations.get(NGINX_PASSTHROUGH, "").lower() == "true" and written != ALB_PROTOCOL:
        return None
    if written is not None:
        speech = _PROTOCOLS.get(annotations[written].strip().upper())
        why = f"its annotation {written} is {annotations[written]}"
    else:
        speech = "plain" if traced.consumer == NGINX else None
        why = f"it has no annotation {NGINX_PROTOCOL}"
    if speech is None:
        return None
    key = written or NGINX_PROTOCOL
    fix = f'set its annotation {key} to "{"HTTP" if speech == "TLS" else "HTTPS"}" (of gRPC: GRPC, GRPCS)'
    if len({(each.reference.service_key, each.reference.port) for each in traced.backends}) > 1:
        fix = f"the annotation is for all its paths: put this one into an Ingress of its own, and {fix}"
    return Said(speech, f"metadata.annotations[{key}]", why, fix)


def _by_tls_policy(traced: TracedReferrer, backend: TracedBackend) -> Said | None:
    """A policy without a sectionName is for all ports, of which gateways may send to one alone."""
    policy = traced.object
    if not isinstance(policy, BackendTLSPolicy) or not _in_force(policy):
        return None
    if isinstance(backend.reference.port, AllPorts) and len(backend.ports) > 1:
        return None
    why = "gateways speak TLS to what a BackendTLSPolicy is for"
    return Said("TLS", backend.reference.path, why, "remove the policy, or name another port in its sectionName")


def _by_gateway_route(traced: TracedReferrer, backend: TracedBackend) -> Said | None:
    """Without a BackendTLSPolicy, a gateway speaks plain; of a port that looks like HTTPS some controllers do not.

    Source: https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
    """
    key = backend.reference.service_key
    snapshot = traced.snapshot
    looks_plain = all(
        not port.spec.app_protocol and port.spec.port != _HTTPS and not port.spec.name.startswith("https")
        for port in backend.ports
    )
    policies = (each for each in snapshot.all_of(BackendTLSPolicy) if each.namespace == key[0])
    named = {target.name for each in policies for target in each.spec.target_refs}
    if not looks_plain or key[1] in named or not snapshot.holds_all("backendtlspolicies", key[0]):
        return None
    why = "no BackendTLSPolicy is for the Service"
    fix = "add a BackendTLSPolicy for the Service, unless the gateway's controller has a way of its own"
    return Said("plain", backend.path, why, fix, sure=False)


_HTTPS: Final = 443


def _by_monitor(traced: TracedReferrer, backend: TracedBackend) -> Said | None:
    """Where it names a port of the Service: one that the pods declare may be none of the Service's."""
    monitor = traced.object
    if not isinstance(monitor, Monitor) or not isinstance(backend.reference.port, ByPattern):
        return None
    place = int(backend.reference.path.removeprefix("spec.endpoints[").partition("]")[0])
    scheme = monitor.spec.endpoints[place].scheme
    speech: Speech = "TLS" if scheme.lower() == "https" else "plain"
    why = f"its scheme is {scheme}" if scheme else "it names no scheme"
    fix = f"set scheme {'http' if speech == 'TLS' else 'https'} in the endpoint"
    return Said(speech, f"{backend.reference.path}.scheme", why, fix)


def _in_force(policy: BackendTLSPolicy) -> bool:
    """Whether no controller has refused it."""
    said = (current(each.conditions, "Accepted", policy.metadata.generation) for each in policy.status.ancestors)
    return all(each is None or each.status != "False" for each in said)


_BY_KIND: Mapping[str, Callable[[TracedReferrer, TracedBackend], Said | None]] = MappingProxyType(
    {
        "Ingress": _by_ingress,
        "BackendTLSPolicy": _by_tls_policy,
        "HTTPRoute": _by_gateway_route,
        "GRPCRoute": _by_gateway_route,
        "ServiceMonitor": _by_monitor,
    }
)
