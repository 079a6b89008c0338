"""What each controller makes of a backend, and which endpoints it uses: one row for each controller that is known.

A row is what was read in the controller's source, which stands beside each cell: ingress-nginx@dbb11b92,
traefik@fd5a576d, nginx/kubernetes-ingress@0eb3072d, haproxytech/kubernetes-ingress@fc120676, haproxy-ingress@465a51ce,
Kong/kubernetes-ingress-controller@1fa68f86, aws-load-balancer-controller@225f4456, istio@86c9f01f, contour@24bd02f3,
openshift/router@02b21a0d, ingress-gce@acbcf5d6, prometheus-operator@6adcebc5. A controller without a row is judged by
the contract: the ports as the API documents them, the endpoints as kube-proxy uses them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from kubectl_porttrace.model.endpointslice import Endpoint
from kubectl_porttrace.model.gke_annotations import has_neg
from kubectl_porttrace.model.reference import ByName, ByNumber, PortChoice, Reference
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.routes.ingress_classes import OF_GKE

Finds = Callable[[PortChoice, Sequence[ServicePort]], int | None]
"""The place in `spec.ports` of the port that a controller takes; None where it finds none."""

SendsTo = Callable[[Endpoint], bool | None]
"""Whether a controller sends to an endpoint; None where that depends on what slices do not show."""


def _always(_service: Service) -> bool:
    """Most controllers send to the endpoints of every Service."""
    return True


class Consumer(msgspec.Struct, frozen=True):
    """One controller.

    Attributes:
        title: what it is called.
        uses: which endpoints it sends to.
        finds: how it finds the port of an Ingress' backend; None where it does so by the contract.
        dials_pods: whether it sends to the endpoints of a Service, and not to its node port.
    """

    title: str
    uses: SendsTo
    finds: Finds | None = None
    dials_pods: Callable[[Service], bool] = _always


def _unless_unready(endpoint: Endpoint) -> bool:
    """A condition that is not there counts as ready."""
    return endpoint.ready


def _only_ready(endpoint: Endpoint) -> bool:
    """A condition that is not there counts as not ready."""
    return endpoint.conditions.ready is True


def _unless_not_serving(endpoint: Endpoint) -> bool:
    """Readiness does not count, and a condition that is not there counts as serving."""
    return endpoint.serving


def _every_one(_endpoint: Endpoint) -> bool:
    """No condition counts, so that pods which are not ready are scraped too."""
    return True


def _pods_alone(endpoint: Endpoint) -> bool | None:
    """Targets are pods; one that is not ready may be used for its containers are."""
    if endpoint.target_ref is None or endpoint.target_ref.kind != "Pod":
        return False
    return True if endpoint.ready else None


def _pods_that_stay(endpoint: Endpoint) -> bool | None:
    """Targets are pods that do not end; whether one that is not ready gets requests, its own health check decides."""
    if endpoint.conditions.terminating is True:
        return False
    return _pods_alone(endpoint)


def _first_of_any(choice: PortChoice, ports: Sequence[ServicePort]) -> int | None:
    """In the order of the list: number, targetPort or name (`controller.go:serviceEndpoints`)."""
    written = _text(choice)
    for place, port in enumerate(ports):
        if written in {str(port.port), str(port.target), port.name}:
            return place
    return None


def _target_first(choice: PortChoice, ports: Sequence[ServicePort]) -> int | None:
    """A targetPort comes before a port (`pkg/converters/utils/services.go:FindServicePort`)."""
    written = _text(choice)
    by_target = (place for place, port in enumerate(ports) if str(port.target) == written)
    by_port = (place for place, port in enumerate(ports) if written in {str(port.port), port.name})
    return next(by_target, next(by_port, None))


def _unnamed_is_any(choice: PortChoice, ports: Sequence[ServicePort]) -> int | None:
    """A port without a name has the name of a backend without one (`getEndpointsForPortFromEndpointSlices`)."""
    for place, port in enumerate(ports):
        if isinstance(choice, ByNumber) and (port.port == choice.number or not port.name):
            return place
        if isinstance(choice, ByName) and port.name == choice.name:
            return place
    return None


def _target_name_too(choice: PortChoice, ports: Sequence[ServicePort]) -> int | None:
    """A name is that of a port, or its targetPort (`translate_upstreams.go:findPort`)."""
    for place, port in enumerate(ports):
        if isinstance(choice, ByNumber) and port.port == choice.number:
            return place
        if isinstance(choice, ByName) and choice.name in {port.name, port.target}:
            return place
    return None


def _text(choice: PortChoice) -> str:
    if isinstance(choice, ByNumber):
        return str(choice.number)
    return choice.name if isinstance(choice, ByName) else ""


# `internal/ingress/controller/endpointslices.go:getEndpointsFromSlices`: endpoints that are not ready are left out.
_INGRESS_NGINX: Final = Consumer("ingress-nginx", _unless_unready, _first_of_any)
# `pkg/provider/kubernetes/ingress/kubernetes.go:loadService`, `crd/kubernetes_http.go:loadServers`: serving counts.
_TRAEFIK: Final = Consumer("Traefik", _unless_not_serving)
# `pkg/provider/kubernetes/gateway/kubernetes.go:getBackendAddresses`.
_TRAEFIK_GATEWAY: Final = Consumer("Traefik", _only_ready)
# `internal/k8s/controller.go:filterReadyEndpointsFrom`.
_F5: Final = Consumer("NGINX Ingress Controller", _only_ready, _unnamed_is_any)
# `pkg/k8s/informers.go`, where endpoints of slices are converted.
_HAPROXYTECH: Final = Consumer("HAProxy Ingress Controller", _only_ready)
_HAPROXY_INGRESS: Final = Consumer("HAProxy Ingress", _unless_unready, _target_first)
# `internal/dataplane/translator/translate_upstreams.go:getEndpoints`.
_KONG: Final = Consumer("Kong", _unless_unready, _target_name_too)
# `pkg/backend/endpoint_resolver.go:resolvePodEndpointsWithEndpointsData`.
_ALB: Final = Consumer("AWS Load Balancer Controller", _pods_alone)
# `pilot/pkg/serviceregistry/kube/controller/endpointslice.go:endpointHealthStatus`.
_ISTIO: Final = Consumer("Istio", _unless_unready)
# `internal/xdscache/v3/endpointslicetranslator.go:RecalculateEndpoints`.
_CONTOUR: Final = Consumer("Contour", _unless_unready)
# `pkg/router/controller/endpointsubset/converter.go:ConvertEndpointSlice`.
_OPENSHIFT: Final = Consumer("OpenShift router", _unless_unready)
# `pkg/neg/syncers/utils.go:toZoneNetworkEndpointMap`, `pkg/neg/types/types.go:EndpointsDataFromEndpointSlices`.
_GCE: Final = Consumer("GKE Ingress", _pods_that_stay, dials_pods=has_neg)
# `pkg/prometheus/promcfg.go:generateServiceMonitorConfig`: endpoints are kept by the names of their ports alone.
_PROMETHEUS: Final = Consumer("Prometheus", _every_one)

BY_CONTROLLER: Final[tuple[tuple[str, Consumer], ...]] = (
    ("k8s.io/ingress-nginx", _INGRESS_NGINX),
    ("nginx.org/ingress-controller", _F5),
    ("traefik.io/ingress-controller", _TRAEFIK),
    ("traefik.io/gateway-controller", _TRAEFIK_GATEWAY),
    ("traefik", _TRAEFIK),
    ("haproxy.org/ingress-controller", _HAPROXYTECH),
    ("haproxy-ingress.github.io/controller", _HAPROXY_INGRESS),
    ("ingress-controllers.konghq.com/kong", _KONG),
    ("aws-load-balancer-controller", _ALB),
    ("istio", _ISTIO),
    ("istio.io/ingress-controller", _ISTIO),
    ("istio.io/gateway-controller", _ISTIO),
    ("contour", _CONTOUR),
    ("projectcontour.io", _CONTOUR),
    ("openshift-router", _OPENSHIFT),
    ("openshift.io/ingress-to-route", _OPENSHIFT),
    (OF_GKE, _GCE),
    ("prometheus", _PROMETHEUS),
)
"""The controllers by what classes call them, or by the word for who reads a kind of their own.

An Ingress of AWS is not here: whether it leads to pods or to node ports is often set where no object shows it.
"""


def consumer_of(controller: str | None) -> Consumer | None:
    """The row of a controller; None where it is not known, or there is none.

    Several instances of one controller add a path to its name: `haproxy.org/ingress-controller/internal`.
    """
    for name, consumer in BY_CONTROLLER:
        if controller is not None and (controller == name or controller.startswith(f"{name}/")):
            return consumer
    return None


def taken_instead(consumer: Consumer | None, reference: Reference, service: Service) -> int | None:
    """The place of the port that a controller takes for an Ingress' backend, where it has rules of its own for that.

    A Service of type ExternalName, and a port that speaks no TCP, are left to the contract; so is what dials the
    cluster IP, to which the number is all there is (ingress-nginx `controller.go:getServiceClusterEndpoint`).
    """
    if consumer is None or consumer.finds is None or service.external:
        return None
    if reference.referrer.kind != "Ingress" or reference.dials != "pods":
        return None
    place = consumer.finds(reference.port, service.spec.ports)
    return place if place is not None and service.spec.ports[place].protocol == "TCP" else None


def used_by(consumer: Consumer, backends: Sequence[Backend]) -> bool | None:
    """Whether a controller sends to some of these; None where what decides that is not known.

    Endpoints that stand in for slices, and pods as they are foreseen, have no conditions of their own.
    """
    answers = {_used(consumer, each) for each in backends}
    return True if True in answers else None if None in answers else False


def _used(consumer: Consumer, backend: Backend) -> bool | None:
    if backend.gone:
        return False
    answers = {consumer.uses(each) for each in _published(backend)}
    return answers.pop() if len(answers) == 1 else None


def _published(backend: Backend) -> Iterator[Endpoint]:
    """What the slice says of the address."""
    for each in backend.slice.endpoints if backend.slice is not None else ():
        if backend.ip in each.addresses:
            yield each
