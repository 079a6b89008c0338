"""The same functions are compared with the API server's own answers in tests/truth/test_callers.py."""

from typing import Any

import pytest

from kubectl_porttrace.trace.callers.addresses import Called, NotCalled, by_cluster_ip, by_endpoint
from tests.build.objects import headless, pod, service
from tests.build.snapshots import cluster

ADMIN = {"name": "admin", "port": 80, "targetPort": 9090}
HTTPS = {"name": "https", "port": 443, "targetPort": 9443}
NO_PORT = NotCalled('no service port 443 found for service "web"')
NO_ENDPOINT = NotCalled('no endpoints available for service "web"')
EXTERNAL = service(type="ExternalName", externalName="check.example.com", selector={}, ports=[])
BOTH_FAMILIES = service(HTTPS, ipFamilies=["IPv6", "IPv4"])


@pytest.mark.parametrize(
    ("made", "called"),
    [
        pytest.param(service(HTTPS), ("10.96.0.10:443",), id="cluster-ip"),
        pytest.param(service({"port": 8443}), NO_PORT, id="another-port"),
        pytest.param(service({"port": 443, "protocol": "UDP"}), ("10.96.0.10:443",), id="another-protocol"),
        pytest.param(headless(HTTPS), NotCalled('cannot route to service with ClusterIP "None"'), id="headless"),
        pytest.param(EXTERNAL, ("check.example.com:443",), id="external-name"),
        pytest.param(BOTH_FAMILIES, ("[fd00:96::10]:443",), id="first-family"),
    ],
)
def test_without_the_flag(made: Any, called: Called) -> None:
    assert by_cluster_ip(made, 443) == called


@pytest.mark.parametrize(
    ("objects", "called"),
    [
        pytest.param((service(HTTPS), pod(ips=["10.1.1.1"])), ("10.1.1.1:9443",), id="ready"),
        pytest.param((service(ADMIN, HTTPS), pod(ips=["10.1.1.1"])), ("10.1.1.1:9443",), id="one-of-two-ports"),
        pytest.param((service(HTTPS), pod(ready=False)), NO_ENDPOINT, id="unready"),
        pytest.param((service(HTTPS),), NO_ENDPOINT, id="no-pod"),
        pytest.param((service({"port": 443, "targetPort": "tls"}), pod()), NO_ENDPOINT, id="name-not-found"),
        pytest.param((service({"port": 8443}), pod()), NO_PORT, id="another-port"),
        pytest.param((headless(HTTPS), pod(ips=["10.1.1.1"])), ("10.1.1.1:9443",), id="headless"),
        pytest.param((EXTERNAL,), NotCalled('unsupported service type "ExternalName"'), id="external-name"),
        pytest.param((BOTH_FAMILIES, pod(ips=["10.1.1.1", "fd00::1"])), ("[fd00::1]:9443",), id="first-family-first"),
        pytest.param((BOTH_FAMILIES, pod(ips=["10.1.1.1"])), ("10.1.1.1:9443",), id="the-other-family-else"),
    ],
)
def test_with_the_flag(objects: tuple[Any, ...], called: Called) -> None:
    snapshot = cluster(*objects)
    assert by_endpoint(snapshot, snapshot.services[0], 443) == called
