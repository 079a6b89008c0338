from typing import Any

import pytest

from kubectl_porttrace.trace.callers.availability import Reason, unavailable_because
from tests.build.objects import headless, pod, service
from tests.build.snapshots import cluster

HTTPS = {"name": "https", "port": 443, "targetPort": 9443}


@pytest.mark.parametrize(
    ("objects", "reason"),
    [
        pytest.param((service(HTTPS), pod()), None, id="ready"),
        pytest.param((service({"port": 8443}), pod()), "ServicePortError", id="another-port"),
        pytest.param((service({"port": 443, "protocol": "UDP"}), pod()), None, id="the-protocol-does-not-matter"),
        pytest.param((service(HTTPS), pod(ready=False)), "MissingEndpoints", id="unready"),
        pytest.param((service(HTTPS),), "MissingEndpoints", id="no-pod"),
        pytest.param((service({"port": 443, "targetPort": "tls"}), pod()), "MissingEndpoints", id="name-not-found"),
        pytest.param((service(HTTPS, selector={}),), "EndpointsNotFound", id="no-slice"),
        pytest.param((headless(HTTPS), pod()), None, id="headless"),
        pytest.param((service({"port": 8443}, type="NodePort"),), None, id="only-type-clusterip-is-looked-at"),
    ],
)
def test_reason(objects: tuple[Any, ...], reason: Reason | None) -> None:
    snapshot = cluster(*objects)
    assert unavailable_because(snapshot, snapshot.services[0], 443) == reason
