"""Route, OpenShift's own kind of a way in for HTTP and TLS.

The router compares `spec.port.targetPort` as text with the name and with the number of each port in the Endpoints: a
name there is that of the Service port, and a number that of the pods.

Source: `openshift/router/pkg/router/template/template_helper.go:endpointsForAlias`, `plugin.go:createRouterEndpoints`;
`openshift/api/route/v1/types.go:RouteSpec`, whose comment on `targetPort` says otherwise.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.meta import AnnotatedMeta, Condition, KubernetesObject, Value
from kubectl_porttrace.model.reference import AllPorts, ByName, ByTargetNumber, Match, PortChoice, Reference, Referrer
from kubectl_porttrace.model.written_number import whole_number

CONSUMER = "openshift-router"


class RouteTarget(Value, frozen=True):
    """`spec.to`, or one item of `spec.alternateBackends`."""

    kind: str = "Service"
    name: str = ""
    weight: int | None = None


class RoutePort(Value, frozen=True):
    """`spec.port`, which is one for all targets."""

    target_port: int | str = ""

    @property
    def choice(self) -> PortChoice:
        """As a reference names it; every port where it is empty, as the router has it."""
        written = str(self.target_port)
        number = whole_number(written)
        if number is not None:
            return ByTargetNumber(number)
        return ByName(written) if written else AllPorts()


class RouteTLS(Value, frozen=True):
    """`spec.tls`: who ends TLS, and what becomes of requests without it."""

    termination: str = ""
    insecure_edge_termination_policy: str = ""


class RouteIngress(Value, frozen=True):
    """One item of `status.ingress`: what one router says of the Route."""

    conditions: tuple[Condition, ...] = ()


class OpenShiftRouteStatus(Value, frozen=True):
    """`status` of a Route."""

    ingress: tuple[RouteIngress, ...] = ()


class OpenShiftRouteSpec(Value, frozen=True):
    """`spec` of a Route."""

    host: str = ""
    path: str = ""
    to: RouteTarget = RouteTarget()
    alternate_backends: tuple[RouteTarget, ...] = ()
    port: RoutePort = RoutePort()
    tls: RouteTLS | None = None
    wildcard_policy: str = ""


class OpenShiftRoute(KubernetesObject, frozen=True):
    """A Route."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: OpenShiftRouteSpec = OpenShiftRouteSpec()
    status: OpenShiftRouteStatus = OpenShiftRouteStatus()

    @property
    def refused(self) -> bool:
        """Whether routers say something of it, and none of them admits it."""
        said = [each for one in self.status.ingress for each in one.conditions if each.type == "Admitted"]
        return bool(said) and all(each.status == "False" for each in said)


def openshift_route_references(route: OpenShiftRoute) -> Iterator[Reference]:
    """The Services that a Route names; each is named with the one port of the Route."""
    spec = route.spec
    targets = [("spec.to", spec.to)]
    targets += [(f"spec.alternateBackends[{place}]", each) for place, each in enumerate(spec.alternate_backends)]
    for path, target in targets:
        if target.kind == "Service":
            yield Reference(
                referrer=Referrer("Route", *route.key),
                path=path,
                service_namespace=route.namespace,
                service_name=target.name,
                port=spec.port.choice,
                port_at="" if isinstance(spec.port.choice, AllPorts) else "spec.port.targetPort",
                consumer=CONSUMER,
                match=Match((spec.host,) if spec.host else (), spec.path or "/", "Prefix"),
                weight=target.weight,
            )
