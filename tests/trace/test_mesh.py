import pytest

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.mesh import has_istio
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, custom, pod, port, service, traced
from tests.build.snapshots import LISTED

APP, PROXY = container(port(8080)), container(port(15090), name="istio-proxy")


def rule(host: str, namespace: str) -> KubernetesObject:
    return custom("DestinationRule", {"host": host}, namespace=namespace)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(traced(service(), pod(APP)), False, id="nothing-of-it"),
        pytest.param(traced(service(), pod(APP), listed=LISTED), False, id="kinds-that-are-not-served-count-as-read"),
        pytest.param(traced(service(), pod(APP), rule("other", "far")), False, id="for-other-namespaces"),
        pytest.param(traced(service(), pod(APP, PROXY)), True, id="its-proxy-in-the-pod"),
        pytest.param(traced(service(), pod(APP), rule("other", "shop")), True, id="in-its-namespace"),
        pytest.param(traced(service(), pod(APP), rule("web.shop.svc.cluster.local", "far")), True, id="of-it"),
    ],
)
def test_whether_istio_matters(subject: TracedService, *, expected: bool) -> None:
    assert has_istio(subject) is expected
