import pytest

from kubectl_porttrace.model.istio_protocol import istio_protocol
from kubectl_porttrace.model.service import ServicePort


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        pytest.param(ServicePort(port=80, name="http"), ("http", "name"), id="a-name"),
        pytest.param(ServicePort(port=80, name="http-web"), ("http", "name"), id="up-to-a-hyphen"),
        pytest.param(ServicePort(port=80, name="HTTP-web"), ("http", "name"), id="whatever-its-case"),
        pytest.param(ServicePort(port=80, name="httpx"), (None, None), id="not-a-part-of-a-word"),
        pytest.param(ServicePort(port=80, name="grpc-web-ui"), ("grpc-web", "name"), id="a-word-with-a-hyphen"),
        pytest.param(ServicePort(port=80, name="grpc-ui"), ("grpc", "name"), id="its-beginning-alone"),
        pytest.param(ServicePort(port=80), (None, None), id="no-name"),
        pytest.param(ServicePort(port=3306), ("tcp", "number"), id="a-server-that-speaks-first"),
        pytest.param(ServicePort(port=3306, name="http"), ("http", "name"), id="a-name-before-the-number"),
        pytest.param(ServicePort(port=53, name="http", protocol="UDP"), ("udp", "protocol"), id="udp"),
        pytest.param(ServicePort(port=80, name="tcp", app_protocol="http"), ("http", "appProtocol"), id="first"),
        pytest.param(ServicePort(port=80, name="http", app_protocol="x.example/y"), (None, None), id="exclusively"),
        pytest.param(ServicePort(port=25, name="http", app_protocol="x"), ("tcp", "number"), id="an-unknown-one"),
        pytest.param(
            ServicePort(port=80, app_protocol="kubernetes.io/h2c"), ("http2", "appProtocol"), id="of-kubernetes"
        ),
        pytest.param(ServicePort(port=80, name="kubernetes.io/h2c"), (None, None), id="no-name-of-a-port"),
    ],
)
def test_what_istio_takes_a_port_for(port: ServicePort, expected: tuple[str | None, str | None]) -> None:
    found = istio_protocol(port)
    assert (found.protocol, found.by) == expected
