import pytest

from kubectl_porttrace.checks.routes.mirror_broken import mirror_broken as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import backend, found, gateway, judged, pod, route, service, traced_route

HERE = (service(), pod(), gateway())


def _mirror(to: dict[str, object]) -> KubernetesObject:
    mirror = {"type": "RequestMirror", "requestMirror": {"backendRef": to}}
    return route(rules=[{"backendRefs": [backend()], "filters": [mirror]}])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(_mirror(backend()), *HERE), id="it-works"),
        pytest.param(traced_route(route(backend(443)), *HERE), id="requests-themselves"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(_mirror(backend(443)), *HERE),
            "spec.rules[0].filters[0].requestMirror.backendRef.port",
            "warning",
            id="no-such-port",
        ),
        pytest.param(
            traced_route(_mirror(backend(namespace="data")), service(namespace="data"), *HERE),
            "spec.rules[0].filters[0].requestMirror.backendRef",
            "warning",
            id="not-granted",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity


def test_leaves_the_route_as_it_is() -> None:
    assert traced_route(_mirror(backend(443)), *HERE).verdict.word == "wired"
