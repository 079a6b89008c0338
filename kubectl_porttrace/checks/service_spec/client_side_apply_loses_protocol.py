"""PTS06: TCP and UDP on one number, kept up by client-side apply."""

from collections import Counter
from collections.abc import Iterable, Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.subjects import maker_of, written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.meta import LAST_APPLIED, AnnotatedMeta
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService

FIX = Fix(text="use kubectl apply --server-side for this object")


@check(
    "PTS06",
    "client-side-apply-loses-protocol",
    severity="warning",
    certainty="likely",
    uses=("pods", "deployments", "statefulsets", "daemonsets"),
    scope="cluster",
)
def client_side_apply_loses_protocol(traced: TracedService) -> Iterator[Found]:
    """A port number is listed with two protocols in an object kept up by `kubectl apply`, and an update may drop one.

    Why: client-side apply merges the port lists of Services and containers by the number alone. An update that touches
    one of two entries with the same number and different protocols can overwrite or drop the other. Server-side apply
    merges by number and protocol.

    See: the annotation kubectl.kubernetes.io/last-applied-configuration on the object, and the list of ports after the
    next change: `kubectl get service NAME -o jsonpath='{.spec.ports}'`.

    Fix: `kubectl apply --server-side` from now on. After an update, look whether both protocols are still there.
    """
    service = traced.service
    doubled = _doubled((port.port, port.protocol) for port in service.spec.ports)
    if doubled and _applied_by_client(service.metadata):
        yield Found(
            message=f"the Service lists {doubled} with several protocols, and client-side kubectl apply can drop one "
            "of them",
            path="spec.ports",
            fix=FIX,
        )
    seen = set()
    for pod, *_ in traced.alike_pods:
        maker = maker_of(traced, pod)
        workload = traced.owner(pod).workload
        if maker not in seen and workload is not None and _applied_by_client(workload.metadata):
            seen.add(maker)
            yield from _of_pod(traced, pod)


def _of_pod(traced: TracedService, pod: Pod) -> Iterator[Found]:
    maker = maker_of(traced, pod)
    for field, containers in (("containers", pod.spec.containers), ("initContainers", pod.spec.init_containers)):
        for place, container in enumerate(containers):
            doubled = _doubled((port.container_port, port.protocol) for port in container.ports)
            if doubled:
                object_, path = written_in(traced, pod, f"spec.{field}[{place}].ports")
                yield Found(
                    message=f"container {container.name} of {maker.kind}/{maker.name} lists {doubled} with several "
                    "protocols, and client-side kubectl apply can drop one of them",
                    path=path,
                    fix=FIX,
                    object=object_,
                )


def _doubled(ports: Iterable[tuple[int, str]]) -> str:
    """The numbers that occur with more than one protocol, in words."""
    counted = Counter(number for number, _ in dict.fromkeys(ports))
    numbers = [str(number) for number, times in counted.items() if times > 1]
    return f"port {some(numbers)}" if numbers else ""


def _applied_by_client(metadata: AnnotatedMeta) -> bool:
    """Server-side apply keeps the annotation where it finds one, but leaves its own entry in managedFields."""
    return LAST_APPLIED in metadata.annotations and not any(
        entry.operation == "Apply" for entry in metadata.managed_fields
    )
