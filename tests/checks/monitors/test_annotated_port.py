import pytest

from kubectl_porttrace.checks.monitors.annotated_port import annotated_port
from kubectl_porttrace.model.pod import Pod
from tests.build import container, found, pod, port, service, traced

WEB = {"port": 80, "targetPort": 8080, "nodePort": 30080}
HTTP = pod(container(port(8080, "http")))


def annotations(written: str, scrape: str = "true") -> dict[str, str]:
    """Those of a Service that is to be scraped."""
    return {"prometheus.io/scrape": scrape, "prometheus.io/port": written}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("80", "Service port 80/TCP: on the pods that port is 8080", id="the-service-port"),
        pytest.param("30080", "Service port 80/TCP: on the pods that port is 8080", id="the-node-port"),
        pytest.param("http", "no number", id="a-name"),
        pytest.param("", "no number", id="nothing"),
        pytest.param("70000", "no number", id="too-high"),
        pytest.param("9" * 5000, "no number", id="more-digits-than-python-reads"),
    ],
)
def test_fires(written: str, said: str) -> None:
    subject = traced(service(WEB, type="NodePort", annotations=annotations(written)), HTTP)
    (finding,) = found(annotated_port, subject)
    assert said in finding.message
    assert finding.path == "metadata.annotations[prometheus.io/port]"


@pytest.mark.parametrize(
    ("written", "scrape", "pods"),
    [
        pytest.param("8080", "true", (HTTP,), id="the-port-of-the-pods"),
        pytest.param("9090", "true", (HTTP,), id="a-port-that-nobody-declares"),
        pytest.param("80", "false", (HTTP,), id="not-to-be-scraped"),
        pytest.param("80", "true", (pod(container(port(8080), port(80))),), id="the-pods-declare-it-too"),
        pytest.param("80", "true", (), id="no-pods"),
    ],
)
def test_stays_silent(written: str, scrape: str, pods: tuple[Pod, ...]) -> None:
    assert found(annotated_port, traced(service(WEB, annotations=annotations(written, scrape)), *pods)) == []


def test_stays_silent_where_another_service_port_is_that_number_on_the_pods() -> None:
    """Pods need not declare it: a targetPort of the Service says that they use it."""
    ports = {"name": "a", **WEB}, {"name": "b", "port": 8080, "targetPort": 9090}
    subject = traced(service(*ports, annotations=annotations("8080")), pod())
    assert found(annotated_port, subject) == []


def test_stays_silent_where_nothing_is_annotated() -> None:
    assert found(annotated_port, traced(service(WEB), HTTP)) == []
