"""Ingress and IngressClass."""

from collections.abc import Iterator

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import ANY_REQUEST, ByName, ByNumber, Match, PortChoice, Reference, Referrer
from kubectl_porttrace.model.referrers.aws_actions import ALB_ACTION, ALB_ACTIONS, action_targets
from kubectl_porttrace.model.service import LoadBalancerStatus

CLASS_ANNOTATION = "kubernetes.io/ingress.class"
DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class"
NGINX_PROTOCOL = "nginx.ingress.kubernetes.io/backend-protocol"
NGINX_PASSTHROUGH = "nginx.ingress.kubernetes.io/ssl-passthrough"
ALB_PROTOCOL = "alb.ingress.kubernetes.io/backend-protocol"
NGINX_SERVICE_UPSTREAM = "nginx.ingress.kubernetes.io/service-upstream"
ALB_TARGET_TYPE = "alb.ingress.kubernetes.io/target-type"
ALB_HEALTH_PORT = "alb.ingress.kubernetes.io/healthcheck-port"


class ServiceBackendPort(Value, frozen=True):
    """`service.port` of a backend: a number or a name."""

    number: int = 0
    name: str = ""

    @property
    def choice(self) -> PortChoice:
        """As a reference names it."""
        return ByName(self.name) if self.name else ByNumber(self.number)


class IngressServiceBackend(Value, frozen=True):
    """`service` of a backend."""

    name: str = ""
    port: ServiceBackendPort = ServiceBackendPort()


class ResourceBackend(Value, frozen=True):
    """`resource` of a backend: an object that is no Service, which only the controller understands."""

    kind: str = ""
    name: str = ""


class IngressBackend(Value, frozen=True):
    """A backend: a Service or a resource."""

    service: IngressServiceBackend | None = None
    resource: ResourceBackend | None = None


class IngressPath(Value, frozen=True):
    """One item of `http.paths`."""

    path: str = ""
    path_type: str = ""
    backend: IngressBackend = IngressBackend()


class IngressHTTP(Value, frozen=True):
    """`http` of a rule."""

    paths: tuple[IngressPath, ...] = ()


class IngressRule(Value, frozen=True):
    """One item of `spec.rules`."""

    host: str = ""
    http: IngressHTTP | None = None


class IngressSpec(Value, frozen=True):
    """`spec` of an Ingress."""

    ingress_class_name: str | None = None
    default_backend: IngressBackend | None = None
    rules: tuple[IngressRule, ...] = ()


class IngressStatus(Value, frozen=True):
    """`status` of an Ingress: the addresses that its controller gave it."""

    load_balancer: LoadBalancerStatus = LoadBalancerStatus()


class Ingress(KubernetesObject, frozen=True):
    """An Ingress."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: IngressSpec = IngressSpec()
    status: IngressStatus = IngressStatus()

    @property
    def class_by_annotation(self) -> str | None:
        """The class in the annotation, which controllers that know it look at first; None without one."""
        return self.metadata.annotations.get(CLASS_ANNOTATION)

    @property
    def service_upstream(self) -> bool:
        """Whether ingress-nginx is told to dial the cluster IP, and not the pods."""
        return self.metadata.annotations.get(NGINX_SERVICE_UPSTREAM) == "true"


class IngressClassSpec(Value, frozen=True):
    """`spec` of an IngressClass."""

    controller: str = ""


class IngressClass(KubernetesObject, frozen=True):
    """An IngressClass: which controller serves the Ingresses that name it."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: IngressClassSpec = IngressClassSpec()

    @property
    def is_default(self) -> bool:
        """Whether Ingresses that are created without a class get this one."""
        return self.metadata.annotations.get(DEFAULT_CLASS) == "true"


def ingress_references(ingress: Ingress) -> Iterator[Reference]:
    """The Services that an Ingress names: those of its paths, and of what no path matches.

    A backend that stands for an action names those to which the action forwards, if it does.

    Source: `k8s.io/api/networking/v1/types.go:IngressServiceBackend`; `aws-load-balancer-controller`,
    `pkg/ingress/enhanced_backend_builder.go:Build`.
    """
    for at, backend, match in ingress_backends(ingress):
        yield from _reference(ingress, backend, at, match)


def ingress_backends(ingress: Ingress) -> Iterator[tuple[str, IngressBackend, Match]]:
    """Every backend of an Ingress, with its field path and the requests that it is for."""
    spec = ingress.spec
    for rule_place, rule in enumerate(spec.rules):
        for place, path in enumerate(rule.http.paths if rule.http else ()):
            match = Match((rule.host,) if rule.host else (), path.path or "/", path.path_type or None)
            yield f"spec.rules[{rule_place}].http.paths[{place}].backend", path.backend, match
    if spec.default_backend is not None:
        yield "spec.defaultBackend", spec.default_backend, ANY_REQUEST


def _reference(ingress: Ingress, backend: IngressBackend, path: str, match: Match) -> Iterator[Reference]:
    service = backend.service
    if service is None:
        return
    if service.port.name == ALB_ACTION:
        yield from _forwarded(ingress, service.name, path, match)
        return
    yield Reference(
        referrer=Referrer("Ingress", *ingress.key),
        path=path,
        service_namespace=ingress.namespace,
        service_name=service.name,
        port=service.port.choice,
        port_path="service.port.name" if service.port.name else "service.port.number",
        dials="cluster-ip" if ingress.service_upstream else "pods",
        match=match,
    )


def _forwarded(ingress: Ingress, action: str, path: str, match: Match) -> Iterator[Reference]:
    key = f"{ALB_ACTIONS}{action}"
    for target in action_targets(ingress.metadata.annotations.get(key, "")):
        yield Reference(
            referrer=Referrer("Ingress", *ingress.key),
            path=path,
            service_namespace=ingress.namespace,
            service_name=target.service_name or "",
            port=target.choice,
            port_at=f"metadata.annotations[{key}]",
            match=match,
            weight=target.weight,
        )
