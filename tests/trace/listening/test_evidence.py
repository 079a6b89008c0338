from msgspec.structs import replace

from kubectl_porttrace.trace.listening.evidence import listening_at
from kubectl_porttrace.trace.listening.listening import UNKNOWN, Listening
from tests.build import cluster, container, pod, port, service, traced
from tests.trace.listening.test_kubelet import HTTP_GET, status

PROBED = pod(container(port(8080), spec={"readinessProbe": HTTP_GET}), status={"containerStatuses": [status()]})


def test_a_backend_is_heard_of_by_its_pod() -> None:
    followed = traced(service({"port": 80, "targetPort": 8080}), PROBED)
    (backend,) = followed.ports[0].backends
    assert listening_at(followed.snapshot, backend, "TCP") == Listening("yes", "readiness")


def test_the_kubelet_probes_tcp_alone() -> None:
    followed = traced(service({"port": 80, "targetPort": 8080}), PROBED)
    (backend,) = followed.ports[0].backends
    assert listening_at(followed.snapshot, backend, "UDP") == UNKNOWN


def test_an_address_without_a_pod_is_unknown() -> None:
    followed = traced(service({"port": 80, "targetPort": 8080}), PROBED)
    (backend,) = followed.ports[0].backends
    assert listening_at(cluster(), replace(backend, pod=None), "TCP") == UNKNOWN
