from typing import Any

import pytest

from kubectl_porttrace.checks.routes.target_port_of_route_missing import target_port_of_route_missing as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import container, custom, found, pod, port, serious, service, traced_route

HTTP = {"name": "http", "port": 80, "targetPort": "web"}
POD = pod(container(port(8080, "web")))


def route(target_port: int | str | None = None, *others: str, **spec: Any) -> KubernetesObject:
    named = {} if target_port is None else {"port": {"targetPort": target_port}}
    rest = {"alternateBackends": [{"kind": "Service", "name": each, "weight": 1} for each in others]}
    return custom("Route", {"host": "a.example", "to": {"kind": "Service", "name": "web"}, **named, **rest, **spec})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route("http"), service(HTTP), POD), id="name-of-the-service-port"),
        pytest.param(traced_route(route(8080), service(HTTP), POD), id="number-of-the-pods"),
        pytest.param(traced_route(route("8080"), service(HTTP), POD), id="a-number-as-text"),
        pytest.param(traced_route(route(), service(HTTP), POD), id="none-named"),
        pytest.param(traced_route(route(8080), service(HTTP)), id="no-pod-tells-what-the-name-is"),
        pytest.param(
            traced_route(route("http", to={"kind": "Service", "name": "cart"}), service(HTTP)), id="no-service"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("target_port", "ports", "said", "command"),
    [
        pytest.param(
            "web", [HTTP], '"web" is the targetPort of port http 80/TCP; a Route names http', True, id="v47-of-the-pods"
        ),
        pytest.param(
            80,
            [{**HTTP, "targetPort": 8080}],
            "80 is the number of port http 80/TCP (targetPort 8080); a Route names http or 8080",
            True,
            id="of-the-service",
        ),
        pytest.param(
            80,
            [{"port": 80, "targetPort": 8080}],
            "80 is the number of port 80/TCP (targetPort 8080); a number names 8080",
            True,
            id="of-a-service-port-without-a-name",
        ),
        pytest.param(
            "htpt", [HTTP], "the nearest is port http 80/TCP (targetPort web); a Route names http", False, id="misspelt"
        ),
    ],
)
def test_fires(target_port: int | str, ports: list[dict[str, Any]], said: str, *, command: bool) -> None:
    subject = traced_route(route(target_port), service(*ports), POD)
    (issue,) = found(check, subject)
    assert (issue.path, issue.evidence) == ("spec.port.targetPort", (said,))
    assert (issue.fix.command is not None) == command
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI41": "error"})


def test_one_field_for_several_services_is_not_changed_for_one() -> None:
    cart = service({**HTTP, "name": "web"}, name="cart", selector={"app": "cart"})
    subject = traced_route(route("web", "cart"), service(HTTP), cart, POD, pod(name="cart-0", labels={"app": "cart"}))
    (issue,) = found(check, subject)
    assert issue.fix.command is None


def test_of_weight_0_it_is_a_warning() -> None:
    to = {"kind": "Service", "name": "web", "weight": 0}
    (issue,) = found(check, traced_route(route("web", to=to), service(HTTP), POD))
    assert issue.severity == "warning"
