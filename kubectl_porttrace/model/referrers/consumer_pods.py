"""Which pods take the requests of an Ingress or a Gateway and send them on: by its address, or by their labels.

Source: GEP-1762 for Gateways; for controllers of Ingresses the Helm charts of each, `templates/_helpers.tpl`.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.referrers.gateway import GATEWAY_NAME, Gateway
from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.model.service import Service

_NAME = "app.kubernetes.io/name"
_COMPONENT = "app.kubernetes.io/component"

CONTROLLER_PODS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "k8s.io/ingress-nginx": {_NAME: "ingress-nginx", _COMPONENT: "controller"},
        "nginx.org/ingress-controller": {_NAME: "nginx-ingress"},
        "traefik.io/ingress-controller": {_NAME: "traefik"},
        "haproxy-ingress.github.io/controller": {_NAME: "haproxy-ingress"},
    }
)
"""The labels of the pods of each controller, as its chart writes them; other installations may have others."""


def takes_requests(labels: Mapping[str, str]) -> bool:
    """Whether labels are those of such a pod."""
    if GATEWAY_NAME in labels:
        return True
    return any(wanted.items() <= labels.items() for wanted in CONTROLLER_PODS.values())


def addresses_of(entered: Ingress | Gateway) -> frozenset[str]:
    """The addresses and host names that the controller of an Ingress or a Gateway says it is reached at."""
    if isinstance(entered, Gateway):
        return frozenset(each.value for each in entered.status.addresses if each.value)
    return frozenset(entered.status.load_balancer.addresses)


def by_balanced_address(services: Iterable[Service]) -> Mapping[str, Sequence[Service]]:
    """The Services with a selector by the addresses of their load balancers: their pods take what is sent there."""
    return grouped(
        (address, each) for each in services if each.selects for address in each.status.load_balancer.addresses
    )
