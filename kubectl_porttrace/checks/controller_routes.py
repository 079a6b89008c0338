"""The kinds of routes that belong to a controller, by the checks that judge their ports."""

from typing import Final

from kubectl_porttrace.model.controller_kinds import CONTROLLER_KINDS

TRAEFIK_ROUTES: Final = ("IngressRoute", "IngressRouteTCP", "IngressRouteUDP", "TraefikService")
"""Traefik's own kinds."""

_ISTIO: Final = ("VirtualService", "DestinationRule", "Gateway.networking.istio.io")
_WITH_RULES_OF_THEIR_OWN: Final = frozenset({"Route", *TRAEFIK_ROUTES, *_ISTIO})

PLAIN_ROUTES: Final = tuple(kind.key for kind in CONTROLLER_KINDS if kind.key not in _WITH_RULES_OF_THEIR_OWN)
"""The kinds of which nothing is to be said but whether the Service has the port: what has no check of its own."""
