"""Which labels the pods have that take the requests of an Ingress or a Gateway and send them on.

Source: GEP-1762 for Gateways; for controllers of Ingresses the Helm charts of each, `templates/_helpers.tpl`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kubectl_porttrace.model.referrers.gateway import GATEWAY_NAME

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
