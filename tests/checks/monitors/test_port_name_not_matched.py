from typing import Any

import pytest

from kubectl_porttrace.checks.monitors.port_name_not_matched import port_name_not_matched
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import container, found, judged, pod, port, route_in_files, service, traced_route
from tests.build.callers import monitor
from tests.build.snapshots import LISTED

APP = {"app": "web"}
HTTP = {"name": "http", "port": 80}


@pytest.mark.parametrize(
    ("name", "near"),
    [
        pytest.param("metrics", "", id="another-name"),
        pytest.param("80", '"80" is written as a name, and is the number of port http 80/TCP', id="number"),
        pytest.param("web", '"web" is the targetPort of port http 80/TCP', id="container-port"),
        pytest.param("htt", "a monitor names http", id="part-of-the-name"),
        pytest.param("htpt", "the nearest is port http 80/TCP", id="misspelt"),
    ],
)
def test_fires_where_no_port_has_the_name(name: str, near: str) -> None:
    """Vector V53: `port: "80"`."""
    objects = monitor({"port": name}), service({**HTTP, "targetPort": "web"}, labels=APP), pod()
    (finding,) = found(port_name_not_matched, traced_route(*objects))
    assert finding.path == "spec.endpoints[0].port"
    assert near in "".join(finding.evidence)
    assert judged(traced_route(*objects))["PTM01"].severity == "error"


@pytest.mark.parametrize("name", ["http", "http.*", "h[a-z]+", "(http|https)"])
def test_stays_silent_where_one_has(name: str) -> None:
    objects = monitor({"port": name}), service(HTTP, labels=APP), pod()
    assert found(port_name_not_matched, traced_route(*objects)) == []


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((service(HTTP), pod()), id="selects-no-service"),
        pytest.param((service(HTTP, labels=APP, namespace="other"),), id="in-another-namespace"),
        pytest.param(
            (service({"name": "metrics", "port": 80}, labels=APP), service(HTTP, labels=APP, name="api"), pod()),
            id="another-service-of-its-labels-has-it",
        ),
    ],
)
def test_stays_silent(objects: tuple[KubernetesObject, ...]) -> None:
    assert found(port_name_not_matched, traced_route(monitor({"port": "metrics"}), *objects)) == []


def test_stays_silent_of_an_expression_that_is_not_evaluated() -> None:
    objects = monitor({"port": "(?i)HTTP"}), service(HTTP, labels=APP), pod()
    assert found(port_name_not_matched, traced_route(*objects)) == []


@pytest.mark.parametrize(
    ("listed", "spec"),
    [
        pytest.param(frozenset(), {}, id="of-its-namespace"),
        pytest.param({("services", "shop")}, {"namespaceSelector": {"any": True}}, id="of-the-cluster"),
    ],
)
def test_stays_silent_where_not_all_services_were_read(listed: frozenset[Any], spec: dict[str, Any]) -> None:
    objects = monitor({"port": "metrics"}, **spec), service(HTTP, labels=APP), pod()
    assert found(port_name_not_matched, traced_route(*objects, listed=frozenset(listed))) == []
    assert found(port_name_not_matched, traced_route(*objects, listed=LISTED)) != []


def test_is_a_warning_in_files_for_more_services_may_be_elsewhere() -> None:
    subject = route_in_files(monitor({"port": "metrics"}), service(HTTP, labels=APP))
    assert [each.severity for each in found(port_name_not_matched, subject)] == ["warning"]


def test_of_a_port_without_a_name() -> None:
    objects = monitor({"port": "metrics"}), service({"port": 80}, labels=APP), pod()
    (finding,) = found(port_name_not_matched, traced_route(*objects))
    assert finding.evidence[0].endswith("port 80/TCP has no name")
    assert finding.fix.command is None


def test_each_endpoint_is_judged_by_itself() -> None:
    objects = monitor({"port": "http"}, {"port": "admin"}), service(HTTP, labels=APP), pod()
    (finding,) = found(port_name_not_matched, traced_route(*objects))
    assert finding.path == "spec.endpoints[1].port"


def test_of_a_port_of_the_pods_that_the_service_does_not_offer() -> None:
    objects = monitor({"port": "metrics"}), service(HTTP, labels=APP), pod(container(port(9090, "metrics")))
    (finding,) = found(port_name_not_matched, traced_route(*objects))
    assert finding.evidence[1] == '"metrics" is the name of a port of its pods, which is no port of the Service'
    assert "targetPort" in finding.fix.text


def test_stays_silent_of_a_port_that_pods_are_to_declare() -> None:
    objects = monitor({"targetPort": 9090}), service(HTTP, labels=APP), pod()
    assert found(port_name_not_matched, traced_route(*objects)) == []
