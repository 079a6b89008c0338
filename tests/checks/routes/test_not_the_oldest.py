from typing import Any

import pytest

from kubectl_porttrace.checks.routes.not_the_oldest import not_the_oldest as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, gateway, judged, listener, pod, route, service, traced_route

OLD: dict[str, Any] = {"creationTimestamp": "2020-01-01T00:00:00Z"}
HERE = (service(), pod(), gateway(listener(protocol="TCP"), listener("b", 81, protocol="TCP")))


def _tcp(
    name: str, metadata: dict[str, Any] | None = None, section: str = "", kind: str = "TCPRoute"
) -> KubernetesObject:
    parent = {"name": "edge", "namespace": "infra", **({"sectionName": section} if section else {})}
    return route(kind=kind, name=name, metadata=metadata, parents=[parent])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(_tcp("web"), *HERE), id="alone"),
        pytest.param(traced_route(_tcp("web", OLD), _tcp("b"), *HERE), id="the-oldest"),
        pytest.param(traced_route(_tcp("web"), _tcp("x"), *HERE), id="as-old-and-first-by-name"),
        pytest.param(
            traced_route(_tcp("web", section="b"), _tcp("a", OLD, section="http"), *HERE), id="another-listener"
        ),
        pytest.param(
            traced_route(route(), route(name="a", metadata=OLD), service(), pod(), gateway()), id="a-kind-that-matches"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(_tcp("web", kind="UDPRoute"), _tcp("a", kind="UDPRoute"), gateway(listener(protocol="UDP"))),
            "spec.parentRefs[0]",
            "warning",
            id="udp",
        ),
        pytest.param(
            traced_route(_tcp("web"), _tcp("b", OLD, section="http"), *HERE[:2], gateway(listener(protocol="TCP"))),
            "spec.parentRefs[0]",
            "warning",
            id="an-older-one",
        ),
        pytest.param(
            traced_route(_tcp("web"), _tcp("a"), *HERE[:2], gateway(listener(protocol="TCP"))),
            "spec.parentRefs[0]",
            "warning",
            id="as-old-and-later-by-name",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
