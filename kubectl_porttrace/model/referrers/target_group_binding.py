"""TargetGroupBinding: which Service stands behind a target group of AWS.

A number is that of a Service port, and text its name. Targets are pods, or a node port of the nodes.

Source: `aws-load-balancer-controller/apis/elbv2/v1beta1/targetgroupbinding_types.go:ServiceReference`,
`pkg/k8s/service_utils.go:LookupServicePort`.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import ByName, ByNumber, Dials, Reference, Referrer

CONSUMER = "aws-load-balancer-controller"

_DIALS: dict[str, Dials] = {"instance": "node-port", "ip": "pods"}


class ServiceReference(Value, frozen=True):
    """`spec.serviceRef`."""

    name: str = ""
    port: int | str = 0


class TargetGroupBindingSpec(Value, frozen=True):
    """`spec` of a TargetGroupBinding."""

    service_ref: ServiceReference = ServiceReference()
    target_type: str = ""


class TargetGroupBinding(KubernetesObject, frozen=True):
    """A TargetGroupBinding."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: TargetGroupBindingSpec = TargetGroupBindingSpec()


def binding_references(binding: TargetGroupBinding) -> Iterator[Reference]:
    """The Service of a TargetGroupBinding."""
    named = binding.spec.service_ref
    yield Reference(
        referrer=Referrer("TargetGroupBinding", *binding.key),
        path="spec.serviceRef",
        service_namespace=binding.namespace,
        service_name=named.name,
        port=ByNumber(named.port) if isinstance(named.port, int) else ByName(named.port),
        port_path="port",
        protocol=None,
        dials=_DIALS.get(binding.spec.target_type, "unknown"),
        consumer=CONSUMER,
    )
