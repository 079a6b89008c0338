from typing import Any

import pytest

from kubectl_porttrace.checks.monitors.nobody_reads_it import nobody_reads_it
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, traced_route
from tests.build.callers import monitor, namespace, prometheus


def release(name: str = "stack") -> dict[str, Any]:
    return {"matchLabels": {"release": name}}


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((prometheus(serviceMonitorSelector=release()),), id="another-label"),
        pytest.param((prometheus(serviceMonitorSelector=None),), id="no-selector-selects-nothing"),
        pytest.param((prometheus(serviceMonitorNamespaceSelector=None),), id="its-own-namespace-only"),
        pytest.param(
            (prometheus(serviceMonitorNamespaceSelector={"matchLabels": {"team": "b"}}), namespace(team="a")),
            id="other-namespaces",
        ),
        pytest.param((prometheus(kind="PrometheusAgent", serviceMonitorSelector=release()),), id="an-agent"),
        pytest.param(
            (prometheus(serviceMonitorSelector=release()), prometheus(name="b", serviceMonitorSelector=release("b"))),
            id="none-of-several",
        ),
    ],
)
def test_fires_where_none_selects_it(objects: tuple[KubernetesObject, ...]) -> None:
    (finding,) = found(nobody_reads_it, traced_route(monitor(), *objects))
    assert finding.path == "metadata.labels"


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((prometheus(),), id="selects-everything"),
        pytest.param((), id="no-prometheus-at-all"),
        pytest.param((prometheus(serviceMonitorSelector=release()), prometheus(name="b")), id="one-of-several"),
        pytest.param((prometheus(namespace="shop", serviceMonitorNamespaceSelector=None),), id="in-its-namespace"),
        pytest.param(
            (prometheus(serviceMonitorNamespaceSelector={"matchLabels": {"team": "a"}}), namespace(team="a")),
            id="in-such-a-namespace",
        ),
        pytest.param(
            (prometheus(serviceMonitorNamespaceSelector={"matchLabels": {"team": "a"}}),), id="unread-namespace"
        ),
        pytest.param(
            (prometheus(serviceMonitorNamespaceSelector={"matchLabels": {"kubernetes.io/metadata.name": "shop"}}),),
            id="by-name-of-an-unread-namespace",
        ),
        pytest.param(
            (prometheus(serviceMonitorSelector=None, podMonitorSelector=None),), id="configured-by-somebody-else"
        ),
    ],
)
def test_stays_silent(objects: tuple[KubernetesObject, ...]) -> None:
    assert found(nobody_reads_it, traced_route(monitor(), *objects)) == []


def test_pod_monitors_have_selectors_of_their_own() -> None:
    pods = monitor({"port": "http"}, kind="PodMonitor")
    assert found(nobody_reads_it, traced_route(pods, prometheus(podMonitorSelector=release())))
    assert not found(nobody_reads_it, traced_route(pods, prometheus(serviceMonitorSelector=release())))


@pytest.mark.parametrize(
    ("labels", "objects", "command"),
    [
        pytest.param({}, (prometheus(serviceMonitorSelector=release()),), True, id="label-is-missing"),
        pytest.param({"release": "b"}, (prometheus(serviceMonitorSelector=release()),), False, id="another-value"),
        pytest.param(
            {},
            (prometheus(serviceMonitorSelector=release(), serviceMonitorNamespaceSelector=None),),
            False,
            id="namespace-as-well",
        ),
    ],
)
def test_commands_a_label_where_only_that_is_missing(
    labels: dict[str, str], objects: tuple[KubernetesObject, ...], *, command: bool
) -> None:
    (finding,) = found(nobody_reads_it, traced_route(monitor(labels=labels), *objects))
    expected = "kubectl label servicemonitor.monitoring.coreos.com web -n shop release=stack"
    assert finding.fix.command == (expected if command else None)
